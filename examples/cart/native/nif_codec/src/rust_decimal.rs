//! The decimal of the crate `rust_decimal`: a coefficient of 96 bits, and up to 28 decimal places.

use rust_decimal::Decimal;

use crate::decimal;
use crate::decode::Decode;
use crate::encode::Encode;
use crate::raw::{RawEnv, RawTerm};

impl Decode<'_> for Decimal {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let decimal = decimal::Decimal::<u128>::decode(term)?;
        let exponent = i32::try_from(decimal.exponent).ok()?;
        let places = exponent.unsigned_abs();
        if places > Self::MAX_SCALE {
            return None;
        }
        let (coefficient, scale) = if exponent > 0 {
            (decimal.coefficient.checked_mul(10_u128.pow(places))?, 0)
        } else {
            (decimal.coefficient, places)
        };
        let coefficient = i128::try_from(coefficient).ok()?;
        let mut value = Self::try_from_i128_with_scale(coefficient, scale).ok()?;
        value.set_sign_negative(decimal.is_negative);
        Some(value)
    }
}

impl Encode for Decimal {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let mut decimal = decimal::Decimal {
            is_negative: self.is_sign_negative(),
            coefficient: self.mantissa().unsigned_abs(),
            exponent: -i64::from(self.scale()),
        };
        decimal.encode(env)
    }

    fn key(&self) -> String {
        self.to_string()
    }
}
