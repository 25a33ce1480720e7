/// A panic, as Elixir raises it.
#[derive(rustler::NifException)]
#[module = "{{ namespace }}.PanicError"]
struct PanicError {
    function: String,
    reason: String,
    location: String,
}

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
