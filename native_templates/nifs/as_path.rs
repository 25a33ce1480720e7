/// Reads a binary as a path: any bytes but zero on Unix, UTF-8 elsewhere.
fn as_path(bytes: &[u8]) -> rustler::NifResult<&Path> {
    if bytes.contains(&0) {
        return Err(rustler::Error::BadArg);
    }
    #[cfg(unix)]
    let path = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes);
    #[cfg(not(unix))]
    let path = std::str::from_utf8(bytes).map_err(|_| rustler::Error::BadArg)?;
    Ok(Path::new(path))
}
