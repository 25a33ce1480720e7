impl<'a> rustler::Decoder<'a> for Atom {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
        term.atom_to_string().map(Self)
    }
}

impl rustler::Encoder for Atom {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        self::atom(env, &self.0)
    }
}
