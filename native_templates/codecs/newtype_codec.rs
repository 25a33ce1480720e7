impl<'a> rustler::Decoder<'a> for {{ name }} {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
{%- if recursive %}
        descend(|| {
{%- endif %}
        term.{{ <decoded value={inner} /> }}.map(Self)
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
        rustler::Encoder::encode({{ <encoded value={inner} place="self.0" /> }}, env)
{%- if recursive %}
        })
{%- endif %}
    }
}
