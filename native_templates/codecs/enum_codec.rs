impl<'a> rustler::Decoder<'a> for {{ name }} {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
{%- if recursive %}
        descend(|| {
{%- endif %}
        let env = term.get_env();
{%- if has_units %}
        if term.is_atom() {
{%- for variant in variants %}{% if variant.shape == "unit" %}
            if term == atom(env, {{ variant.atom }}) {
                return Ok(Self::{{ variant.name }});
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
        if *tag == atom(env, {{ variant.atom }}) {
            {% if large %}return (|| { {% endif %}let [{% for it in variant.values %}{{ it.var }}, {% endfor %}] = values else {
                return Err(rustler::Error::BadArg);
            };
            {% if not large %}return {% endif %}Ok(Self::{{ variant.name }}({% for it in variant.values %}{{ it.var }}.{{ <decoded value={it.value} /> }}?, {% endfor %})){% if large %} })(){% endif %};
        }
{%- elif variant.shape == "fields" %}
        if *tag == atom(env, {{ variant.atom }}) {
            {% if large %}return (|| { {% endif %}let [fields] = values else {
                return Err(rustler::Error::BadArg);
            };
            {% if not large %}return {% endif %}Ok(Self::{{ variant.name }} {
{%- for field in variant.fields %}
                {{ field.name }}: fields.map_get(atom(env, {{ field.atom }}))?.{{ <decoded value={field.value} /> }}?,
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
        descend(|| {
{%- endif %}
        match self {
{%- for variant in variants %}
{%- if variant.shape == "unit" %}
            Self::{{ variant.name }} => atom(env, {{ variant.atom }}),
{%- elif variant.shape == "values" %}
            Self::{{ variant.name }}({% for it in variant.values %}{{ it.var }}, {% endfor %}) => {% if large %}(|| {% endif %}rustler::types::tuple::make_tuple(
                env,
                &[atom(env, {{ variant.atom }}), {% for it in variant.values %}rustler::Encoder::encode({{ <encoded value={it.value} place={it.var} borrowed={true} /> }}, env), {% endfor %}],
            ){% if large %})(){% endif %},
{%- else %}
            Self::{{ variant.name }} { {% for field in variant.fields %}{{ field.name }}: {{ field.var }}, {% endfor %} } => {% if large %}(|| {% endif %}{
                let fields = [
{%- for field in variant.fields %}
                    (atom(env, {{ field.atom }}), rustler::Encoder::encode({{ <encoded value={field.value} place={field.var} borrowed={true} /> }}, env)),
{%- endfor %}
                ];
                let map = map(env, &fields);
                rustler::types::tuple::make_tuple(env, &[atom(env, {{ variant.atom }}), map])
            }{% if large %})(),{% endif %}
{%- endif %}
{%- endfor %}
        }
{%- if recursive %}
        })
{%- endif %}
    }
}
