impl<'a> rustler::Decoder<'a> for {{ name }} {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
{%- if is %}
        if !term.{{ is }}() {
            return Err(rustler::Error::BadArg);
        }
{%- endif %}
        Ok(Self(term.to_binary().as_slice().to_vec()))
    }
}

impl rustler::Encoder for {{ name }} {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        let (term, _) = env
            .binary_to_term(&self.0)
            .expect("an encoded term can be decoded");
        term
    }
}
