/// A path on its way to or from Elixir. Rustler's own codec supports only UTF-8.
struct FilePath(PathBuf);

impl<'a> rustler::Decoder<'a> for FilePath {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
        let binary: rustler::Binary<'_> = term.decode()?;
        Ok(Self(as_path(binary.as_slice())?.to_path_buf()))
    }
}

impl rustler::Encoder for FilePath {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        let bytes = self.0.as_os_str().as_encoded_bytes();
        let mut binary = rustler::NewBinary::new(env, bytes.len());
        binary.as_mut_slice().copy_from_slice(bytes);
        binary.into()
    }
}
