//! Structs of the Elixir package `decimal`: a sign, a coefficient and an exponent of ten.

use crate::atoms::Keys;
use crate::decode::Decode;
use crate::encode::Encode;
use crate::raw::{RawEnv, RawTerm};

static KEYS: Keys<1, 3, 4> = Keys::new([("__struct__", "Elixir.Decimal")], ["sign", "coef", "exp"]);

pub(crate) struct Decimal<C> {
    pub(crate) is_negative: bool,
    pub(crate) coefficient: C,
    pub(crate) exponent: i64,
}

impl<'a, C: Decode<'a>> Decode<'a> for Decimal<C> {
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        let [sign, coefficient, exponent] = *KEYS.open(term)?;
        Some(Self {
            is_negative: match i64::decode(term.get(sign)?)? {
                1 => false,
                -1 => true,
                _ => return None,
            },
            coefficient: Decode::decode(term.get(coefficient)?)?,
            exponent: Decode::decode(term.get(exponent)?)?,
        })
    }
}

impl<C: Encode> Encode for Decimal<C> {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let mut sign: i64 = if self.is_negative { -1 } else { 1 };
        let coefficient = self.coefficient.encode(env);
        KEYS.map(
            env,
            [sign.encode(env), coefficient, self.exponent.encode(env)],
        )
    }
}
