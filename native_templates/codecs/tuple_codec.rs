impl<'a> rustler::Decoder<'a> for {{ name }} {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
{%- if recursive %}
        descend(|| {
{%- endif %}
        let terms = rustler::types::tuple::get_tuple(term)?;
        let [{% if tag %}tag, {% endif %}{% for field in fields %}{{ field.var }}, {% endfor %}] = terms[..] else {
            return Err(rustler::Error::BadArg);
        };
{%- if tag %}
        if tag != atom(term.get_env(), {{ tag }}) {
            return Err(rustler::Error::BadArg);
        }
{%- endif %}
        Ok(Self {
{%- for field in fields %}
            {{ field.name }}: {{ field.var }}.{{ <decoded value={field.value} /> }}?,
{%- endfor %}
        })
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
        let terms = [
{%- if tag %}
            atom(env, {{ tag }}),
{%- endif %}
{%- for field in fields %}
            rustler::Encoder::encode({{ <encoded value={field.value} place={"self." ~ field.name} /> }}, env),
{%- endfor %}
        ];
        rustler::types::tuple::make_tuple(env, &terms)
{%- if recursive %}
        })
{%- endif %}
    }
}
