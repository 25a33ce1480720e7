impl PanicError {
    fn new(function: &str, payload: &(dyn std::any::Any + Send), location: String) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self {
            function: function.to_string(),
            reason: text.unwrap_or("a panic without a message").to_string(),
            location,
        }
    }

    /// Tells of a second panic as well.
    fn and(mut self, next: Self) -> Self {
        self.reason = format!("{}; then, at {}: {}", self.reason, next.location, next.reason);
        self
    }
}

/// Runs code of the crate's own. A panic in it comes back, with what it said and where.
///
/// A second panic, in a drop while the first one unwinds, would end the VM. So `run` borrows what may
/// be left over, and that is dropped in a call of its own.
fn caught<T>(function: &str, run: impl FnOnce() -> T) -> Result<T, PanicError> {
    let outer = PLACE.replace(Some(String::new()));
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|payload| {
        let panic = PanicError::new(function, &*payload, PLACE.take().unwrap_or_default());
        PLACE.set(Some(String::new()));
        // The payload may panic in its drop. The payload of that panic is leaked, for it may do so too.
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(payload))) {
            Ok(()) => panic,
            Err(payload) => {
                let location = PLACE.take().unwrap_or_default();
                let next = PanicError::new(function, &*payload, location);
                std::mem::forget(payload);
                panic.and(next)
            }
        }
    });
    PLACE.set(outer);
    result
}

/// What comes of something, and of the drop of what was left over.
fn both<T>(result: Result<T, PanicError>, dropped: Result<(), PanicError>) -> Result<T, PanicError> {
    match (result, dropped) {
        (Err(panic), Err(next)) => Err(panic.and(next)),
        (Ok(_), Err(panic)) => Err(panic),
        (result, Ok(())) => result,
    }
}

/// Encodes a value that the crate gave, and drops it.
fn encoded<'a, T: rustler::Encoder>(
    env: rustler::Env<'a>,
    function: &str,
    value: T,
) -> Result<rustler::Term<'a>, PanicError> {
    let term = self::caught(function, || value.encode(env));
    if std::mem::needs_drop::<T>() {
        self::both(term, self::caught(function, || drop(value)))
    } else {
        term
    }
}

/// Decodes the arguments, calls a function of the crate's and encodes what it gives. A panic in any of
/// it becomes an exception.
fn call<'a, T: rustler::Encoder>(
    env: rustler::Env<'a>,
    function: &str,
    run: impl FnOnce() -> rustler::NifResult<T>,
) -> rustler::NifResult<rustler::Term<'a>> {
    match self::caught(function, run) {
        Ok(value) => self::encoded(env, function, value?),
        Err(panic) => Err(panic),
    }
    .map_err(|panic| rustler::Error::RaiseTerm(Box::new(panic)))
}
