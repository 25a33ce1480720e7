impl<'a> rustler::Decoder<'a> for {{ name }} {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
{%- if recursive %}
        self::descend(|| {
{%- endif %}
        let env = term.get_env();
{%- if has_units %}
        if term.is_atom() {
{%- for variant in variants %}{% if variant.shape == "unit" %}
            if term == self::atom(env, {{ variant.atom }}) {
                return Ok({{ name }}::{{ variant.name }});
            }
{%- endif %}{% endfor %}
            return Err(rustler::Error::BadArg);
        }
{%- endif %}
{%- if has_values %}
        let terms = rustler::types::tuple::get_tuple(term)?;
        let Some((tag, values)) = terms.split_first() else {
            return Err(rustler::Error::BadArg);
        };
{%- for variant in variants %}
{%- if variant.shape == "values" %}
        if *tag == self::atom(env, {{ variant.atom }}) {
            {% if large %}return (|| { {% endif %}let [{% for it in variant.values %}{{ it.var }}, {% endfor %}] = values else {
                return Err(rustler::Error::BadArg);
            };
            {% if not large %}return {% endif %}Ok({{ name }}::{{ variant.name }}({% for it in variant.values %}{{ it.var }}.{{ <decoded value={it.value} /> }}?, {% endfor %})){% if large %} })(){% endif %};
        }
{%- elif variant.shape == "fields" %}
        if *tag == self::atom(env, {{ variant.atom }}) {
            {% if large %}return (|| { {% endif %}let [fields] = values else {
                return Err(rustler::Error::BadArg);
            };
            {% if not large %}return {% endif %}Ok({{ name }}::{{ variant.name }} {
{%- for field in variant.fields %}
                {{ field.name }}: fields.map_get(self::atom(env, {{ field.atom }}))?.{{ <decoded value={field.value} /> }}?,
{%- endfor %}
            }){% if large %} })(){% endif %};
        }
{%- endif %}
{%- endfor %}
{%- endif %}
        Err(rustler::Error::BadArg)
{%- if recursive %}
        })
{%- endif %}
    }
}

impl rustler::Encoder for {{ name }} {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
{%- if recursive %}
        self::descend(|| {
{%- endif %}
        match self {
{%- for variant in variants %}
{%- if variant.shape == "unit" %}
            {{ name }}::{{ variant.name }} => self::atom(env, {{ variant.atom }}),
{%- elif variant.shape == "values" %}
            {{ name }}::{{ variant.name }}({% for it in variant.values %}{{ it.var }}, {% endfor %}) => {% if large %}(|| {% endif %}rustler::types::tuple::make_tuple(
                env,
                &[self::atom(env, {{ variant.atom }}), {% for it in variant.values %}rustler::Encoder::encode({{ <encoded value={it.value} place={it.var} borrowed={true} /> }}, env), {% endfor %}],
            ){% if large %})(){% endif %},
{%- else %}
            {{ name }}::{{ variant.name }} { {% for field in variant.fields %}{{ field.name }}: {{ field.var }}, {% endfor %} } => {% if large %}(|| {% endif %}{
                let fields = [
{%- for field in variant.fields %}
                    (self::atom(env, {{ field.atom }}), rustler::Encoder::encode({{ <encoded value={field.value} place={field.var} borrowed={true} /> }}, env)),
{%- endfor %}
                ];
                let map = self::map(env, &fields);
                rustler::types::tuple::make_tuple(env, &[self::atom(env, {{ variant.atom }}), map])
            }{% if large %})(),{% endif %}
{%- endif %}
{%- endfor %}
        }
{%- if recursive %}
        })
{%- endif %}
    }
}
