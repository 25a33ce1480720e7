/// The result of a function that returns `:ok` or `{:error, error}`.
struct OkOrError<E>(Result<(), E>);

impl<E: rustler::Encoder> rustler::Encoder for OkOrError<E> {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        match &self.0 {
            Ok(()) => rustler::types::atom::ok().to_term(env),
            Err(error) => rustler::Encoder::encode(&(rustler::types::atom::error(), error), env),
        }
    }
}
