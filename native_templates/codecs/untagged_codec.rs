impl<'a> rustler::Decoder<'a> for {{ name }} {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
{%- if recursive %}
        descend(|| {
{%- endif %}
{%- for variant in variants %}
        if let Ok(value) = term.{{ <decoded value={variant.values[0].value} /> }} {
            return Ok(Self::{{ variant.name }}(value));
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
        descend(|| {
{%- endif %}
        match self {
{%- for variant in variants %}
            Self::{{ variant.name }}({{ variant.values[0].var }}) => rustler::Encoder::encode({{ <encoded value={variant.values[0].value} place={variant.values[0].var} borrowed={true} /> }}, env),
{%- endfor %}
        }
{%- if recursive %}
        })
{%- endif %}
    }
}
