impl<'a> rustler::Decoder<'a> for Bytes {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
        let binary: rustler::Binary<'_> = term.decode()?;
        Ok(Self(binary.as_slice().to_vec()))
    }
}

impl rustler::Encoder for Bytes {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        let mut binary = rustler::NewBinary::new(env, self.0.len());
        binary.as_mut_slice().copy_from_slice(&self.0);
        binary.into()
    }
}
