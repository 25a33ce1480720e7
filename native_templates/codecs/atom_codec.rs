impl<'a> rustler::Decoder<'a> for Atom {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
        if let Ok(name) = term.atom_to_string() {
            return Ok(Self(name));
        }
        // The name has characters beyond Latin-1, which only the external term format can carry.
        if !term.is_atom() {
            return Err(rustler::Error::BadArg);
        }
        let bytes = term.to_binary();
        let ([131, 119, _, name @ ..] | [131, 118, _, _, name @ ..]) = bytes.as_slice() else {
            return Err(rustler::Error::BadArg);
        };
        let name = std::str::from_utf8(name).map_err(|_| rustler::Error::BadArg)?;
        Ok(Self(name.to_owned()))
    }
}

impl rustler::Encoder for Atom {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        atom(env, &self.0)
    }
}
