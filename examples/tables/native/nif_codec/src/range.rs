//! Elixir's `Range` with the step 1, which is `RangeInclusive<i64>` in Rust.

use std::ops::RangeInclusive;

use crate::atoms::Keys;
use crate::decode::Decode;
use crate::encode::Encode;
use crate::raw::{RawEnv, RawTerm};

static RANGE: Keys<1, 3, 4> =
    Keys::new([("__struct__", "Elixir.Range")], ["first", "last", "step"]);

impl Decode<'_> for RangeInclusive<i64> {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let [first, last, step] = *RANGE.open(term)?;
        let [first, last, step] = [first, last, step].map(|it| i64::decode(term.get(it)?));
        (step? == 1).then_some(first?..=last?)
    }
}

/// A range that was read to its end is empty, whatever its limits are.
impl Encode for RangeInclusive<i64> {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let is_read = self.is_empty() && self.start() <= self.end();
        let (first, last) = if is_read {
            (1, 0)
        } else {
            (*self.start(), *self.end())
        };
        RANGE.map(env, [first, last, 1].map(|mut it| it.encode(env)))
    }
}
