/// A panic, which Elixir raises as an exception.
#[derive(rustler::NifException)]
#[module = "{{ namespace }}.PanicError"]
struct PanicError {
    function: String,
    reason: String,
    location: String,
}

impl PanicError {
    /// What has just panicked, and where.
    fn new(function: &str, payload: &(dyn std::any::Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self {
            function: function.to_owned(),
            reason: text.unwrap_or("no panic message").to_owned(),
            location: PLACE.take(),
        }
    }

    /// The same panic with its reason: a float that Elixir cannot represent.
    fn because_of(self, found: &nif_codec::NotFinite) -> Self {
        let (place, float) = (&found.place, found.float);
        let reason = format!("the result{place} is {float}, which Elixir cannot represent");
        Self { reason, ..self }
    }

    /// Adds a second panic to the message.
    fn and(self, next: Self) -> Self {
        let (first, second, location) = (self.reason, next.reason, next.location);
        let reason = format!("{first}; then a second panic at {location}: {second}");
        Self { reason, ..self }
    }
}
