/// Raises an error that other functions return as `{:error, _}`.
fn raised<T>(result: rustler::NifResult<T>) -> rustler::NifResult<T> {
    result.map_err(|error| match error {
        rustler::Error::Term(error) => rustler::Error::RaiseTerm(error),
        error => error,
    })
}
