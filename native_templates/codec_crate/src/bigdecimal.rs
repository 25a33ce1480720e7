//! The decimal of the crate `bigdecimal`: a coefficient of any size, and the exponents of IEEE 754's decimal128.

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::{BigInt, Sign};

use crate::decimal;
use crate::decode::Decode;
use crate::encode::{Encode, Unrepresentable};
use crate::raw::{RawEnv, RawTerm};

/// A larger exponent would take as many digits as soon as Rust calculates with it.
const GREATEST: u64 = 6144;

impl Decode<'_> for BigDecimal {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let decimal = decimal::Decimal::<BigInt>::decode(term)?;
        if decimal.exponent.unsigned_abs() > GREATEST || decimal.coefficient.sign() == Sign::Minus {
            return None;
        }
        let coefficient = if decimal.is_negative {
            -decimal.coefficient
        } else {
            decimal.coefficient
        };
        Some(Self::new(coefficient, -decimal.exponent))
    }
}

impl Encode for BigDecimal {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let (coefficient, scale) = self.as_bigint_and_exponent();
        let mut decimal = decimal::Decimal {
            is_negative: coefficient.sign() == Sign::Minus,
            coefficient: BigInt::from(coefficient.into_parts().1),
            exponent: scale
                .checked_neg()
                .expect("Elixir can represent the exponent"),
        };
        decimal.encode(env)
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        let (_, scale) = self.as_bigint_and_exponent();
        (scale == i64::MIN).then(|| Unrepresentable::new("a number of 2^63 decimal places"))
    }

    fn key(&self) -> String {
        self.to_string()
    }
}
