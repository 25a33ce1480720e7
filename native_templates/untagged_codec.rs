impl<'a> rustler::Decoder<'a> for {{ name }} {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
{%- if recursive %}
        self::descend(|| {
{%- endif %}
{%- for variant in variants %}
        if let Ok(value) = term.decode() {
            return Ok({{ name }}::{{ variant.name }}(value));
        }
{%- endfor %}
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
            {{ name }}::{{ variant.name }}(value) => rustler::Encoder::encode(value, env),
{%- endfor %}
        }
{%- if recursive %}
        })
{%- endif %}
    }
}
