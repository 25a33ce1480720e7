/// An `i128` on its way to or from Elixir. Rustler's own codec negates the minimum, which panics in a profile
/// with overflow checks.
#[derive(PartialEq, Eq, Hash)]
struct I128(i128);

impl<'a> rustler::Decoder<'a> for I128 {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
        if let Ok(small) = term.decode::<i64>() {
            return Ok(Self(small.into()));
        }
        // An integer beyond 64 bits in the external term format: its sign, then its bytes in little-endian order.
        let bytes = term.to_binary();
        let [131, 110, _, sign, digits @ ..] = bytes.as_slice() else {
            return Err(rustler::Error::BadArg);
        };
        let mut magnitude = [0; 16];
        let place = magnitude.get_mut(..digits.len()).ok_or(rustler::Error::BadArg)?;
        place.copy_from_slice(digits);
        let magnitude = u128::from_le_bytes(magnitude);
        let value = match sign {
            0 => i128::try_from(magnitude).ok(),
            _ => i128::checked_sub_unsigned(0, magnitude),
        };
        value.map(Self).ok_or(rustler::Error::BadArg)
    }
}

impl rustler::Encoder for I128 {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        if let Ok(small) = i64::try_from(self.0) {
            return small.encode(env);
        }
        let head = [131, 110, 16, u8::from(self.0 < 0)];
        let bytes = [&head[..], &self.0.unsigned_abs().to_le_bytes()].concat();
        let (term, _) = env
            .binary_to_term(&bytes)
            .expect("an encoded integer can be decoded");
        term
    }
}
