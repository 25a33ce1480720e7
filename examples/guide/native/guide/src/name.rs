//! A type whose rules and whose way across the boundary are written by hand.

/// A name without white space around it, which is never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name(String);

impl Name {
    /// Trims `text`; gives nothing if there is nothing left.
    pub fn new(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        (!trimmed.is_empty()).then(|| Self(trimmed.to_string()))
    }
}

#[cfg(feature = "nif")]
mod codec {
    use rustler::{Decoder, Encoder, Env, Error, NifResult, Term};

    use super::Name;

    impl<'a> Decoder<'a> for Name {
        // `Guide.NameRule` has the same rule, so that no call ends here with a bad argument.
        fn decode(term: Term<'a>) -> NifResult<Self> {
            Self::new(term.decode()?).ok_or(Error::BadArg)
        }
    }

    impl Encoder for Name {
        fn encode<'a>(&self, env: Env<'a>) -> Term<'a> {
            self.0.encode(env)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_taken_away() {
        assert_eq!(Name::new(" elixir "), Some(Name("elixir".to_string())));
    }

    #[test]
    fn nothing_but_white_space_is_no_name() {
        assert_eq!(Name::new(" "), None);
    }
}
