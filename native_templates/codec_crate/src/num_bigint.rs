//! The integer of any size of the crate `num-bigint`.

use num_bigint::{BigInt, Sign};

use crate::decode::{Decode, with_magnitude};
use crate::encode::{Encode, of_magnitude};
use crate::raw::{RawEnv, RawTerm};

impl Decode<'_> for BigInt {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        if let Some(small) = term.i64() {
            return Some(small.into());
        }
        with_magnitude(term, |is_negative, magnitude| {
            let sign = if is_negative { Sign::Minus } else { Sign::Plus };
            Some(Self::from_bytes_le(sign, magnitude))
        })
    }
}

impl Encode for BigInt {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        if let Ok(small) = i64::try_from(&*self) {
            return env.i64(small);
        }
        let (sign, magnitude) = self.to_bytes_le();
        of_magnitude(env, sign == Sign::Minus, &magnitude)
    }

    fn key(&self) -> String {
        self.to_string()
    }
}
