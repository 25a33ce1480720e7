/// A path as it crosses. Rustler's own codec takes and gives UTF-8 alone.
struct FilePath(PathBuf);

/// The path that a binary is: any bytes but zero on Unix, and UTF-8 elsewhere.
fn path(bytes: &[u8]) -> rustler::NifResult<&Path> {
    if bytes.contains(&0) {
        return Err(rustler::Error::BadArg);
    }
    #[cfg(unix)]
    let path = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes);
    #[cfg(not(unix))]
    let path = std::str::from_utf8(bytes).map_err(|_| rustler::Error::BadArg)?;
    Ok(Path::new(path))
}

impl<'a> rustler::Decoder<'a> for FilePath {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
        let binary: rustler::Binary<'_> = term.decode()?;
        Ok(Self(self::path(binary.as_slice())?.to_path_buf()))
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
