//! The UUID of the crate `uuid`, which is text in Elixir: in lower case, with hyphens.

use uuid::Uuid;
use uuid::fmt::Hyphenated;

use crate::decode::Decode;
use crate::encode::Encode;
use crate::raw::{RawEnv, RawTerm};

impl Decode<'_> for Uuid {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let text = <&str>::decode(term)?;
        // The crate takes other forms as well.
        let is_plain = text.len() == Hyphenated::LENGTH && !text.contains(char::is_uppercase);
        is_plain.then(|| text.parse().ok())?
    }
}

impl Encode for Uuid {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let mut text = Self::encode_buffer();
        let text = self.hyphenated().encode_lower(&mut text);
        env.binary(text.as_bytes())
    }

    fn key(&self) -> String {
        format!("{:?}", self.to_string())
    }
}
