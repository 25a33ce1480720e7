//! Terms from values.

use std::collections::HashMap;
use std::fmt::Display;
use std::net::IpAddr;
use std::path::PathBuf;

use crate::atoms::Name;
use crate::raw::{RawEnv, RawTerm};

/// A type that becomes a term.
pub trait Encode {
    /// The term. Panics on a value that Elixir cannot represent, such as NaN. A large text or binary may give its memory
    /// to the term, and is empty then.
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a>;

    /// The term of a key, which nobody can change in its map.
    #[inline]
    fn encode_key<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a>
    where
        Self: Clone,
    {
        self.clone().encode(env)
    }

    /// The first part of the value that Elixir cannot represent.
    fn unrepresentable(&self) -> Option<Unrepresentable> {
        None
    }

    /// The value as a key, in the place of a [`Unrepresentable`].
    fn key(&self) -> String {
        "_".to_owned()
    }
}

/// What Elixir cannot represent, such as a float that is not a number, and its place in a value, such as
/// `.lines[0].price`.
pub struct Unrepresentable {
    pub place: String,
    pub value: String,
}

impl Unrepresentable {
    /// The value itself, as messages show it.
    pub fn new(value: impl Display) -> Self {
        Self {
            place: String::new(),
            value: value.to_string(),
        }
    }

    /// Its place in the value around it.
    #[must_use]
    pub fn at(mut self, step: impl Display) -> Self {
        self.place.insert_str(0, &step.to_string());
        self
    }

    /// Its place in the value of which it is in a field.
    #[must_use]
    pub fn at_field(self, field: &str) -> Self {
        self.at(format_args!(".{}", field.trim_start_matches("r#")))
    }

    /// Its place in the value of which it is in an element.
    #[must_use]
    pub fn at_element(self, place: usize) -> Self {
        self.at(format_args!(".{place}"))
    }
}

macro_rules! integers {
    ($($integer:ty: $through:ident),*) => {$(
        impl Encode for $integer {
            #[inline]
            fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
                env.$through((*self).into())
            }

            fn key(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
integers!(i8: i64, i16: i64, i32: i64, i64: i64, u8: u64, u16: u64, u32: u64, u64: u64);

macro_rules! sizes {
    ($($size:ty: $through:ident),*) => {$(
        impl Encode for $size {
            #[inline]
            fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
                env.$through((*self).try_into().expect("a size has at most 64 bits"))
            }

            fn key(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
sizes!(isize: i64, usize: u64);

impl Encode for i128 {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        i64::try_from(*self).map_or_else(
            |_| wide(env, *self < 0, self.unsigned_abs()),
            |it| env.i64(it),
        )
    }

    fn key(&self) -> String {
        self.to_string()
    }
}

impl Encode for u128 {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        u64::try_from(*self).map_or_else(|_| wide(env, false, *self), |it| env.u64(it))
    }

    fn key(&self) -> String {
        self.to_string()
    }
}

/// An integer beyond 64 bits.
fn wide(env: RawEnv<'_>, is_negative: bool, magnitude: u128) -> RawTerm<'_> {
    of_magnitude(env, is_negative, &magnitude.to_le_bytes())
}

/// An integer beyond 64 bits from the bytes of its magnitude, least significant first: by way of the external term format.
pub(crate) fn of_magnitude<'a>(
    env: RawEnv<'a>,
    is_negative: bool,
    magnitude: &[u8],
) -> RawTerm<'a> {
    let length = magnitude.len();
    let head = match (u8::try_from(length), u32::try_from(length)) {
        (Ok(length), _) => vec![131, 110, length],
        (_, Ok(length)) => [&[131, 111], &length.to_be_bytes()[..]].concat(),
        _ => panic!("an integer of {length} bytes is too large for the VM"),
    };
    let bytes = [&head[..], &[u8::from(is_negative)], magnitude].concat();
    let integer = env.external(&bytes);
    integer.unwrap_or_else(|| panic!("an integer of {length} bytes is too large for the VM"))
}

impl Encode for char {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        u32::from(*self).encode(env)
    }

    fn key(&self) -> String {
        u32::from(*self).to_string()
    }
}

impl Encode for IpAddr {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        match self {
            Self::V4(address) => env.tuple(address.octets().map(|it| env.u64(it.into()))),
            Self::V6(address) => env.tuple(address.segments().map(|it| env.u64(it.into()))),
        }
    }

    fn key(&self) -> String {
        self.to_string()
    }
}

macro_rules! floats {
    ($($float:ty),*) => {$(
        impl Encode for $float {
            #[inline]
            fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
                env.f64((*self).into())
            }

            fn unrepresentable(&self) -> Option<Unrepresentable> {
                (!self.is_finite()).then(|| Unrepresentable::new(self))
            }
        }
    )*};
}
floats!(f32, f64);

impl Encode for bool {
    #[inline]
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        static TRUE: Name = Name::new("true");
        static FALSE: Name = Name::new("false");
        env.atom(if *self { TRUE.get(env) } else { FALSE.get(env) })
    }

    fn key(&self) -> String {
        self.to_string()
    }
}

impl Encode for String {
    #[inline]
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.text(self)
    }

    #[inline]
    fn encode_key<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.binary(self.as_bytes())
    }

    fn key(&self) -> String {
        format!("{self:?}")
    }
}

impl Encode for PathBuf {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.binary(self.as_os_str().as_encoded_bytes())
    }

    fn key(&self) -> String {
        format!("{self:?}")
    }
}

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        static NIL: Name = Name::new("nil");
        match self {
            Some(value) => value.encode(env),
            None => env.atom(NIL.get(env)),
        }
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        self.as_ref()?.unrepresentable()
    }

    fn key(&self) -> String {
        self.as_ref().map_or_else(|| "nil".to_owned(), Encode::key)
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        T::encode(self, env)
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        T::unrepresentable(self)
    }
}

impl<T: Encode> Encode for [T] {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        self.iter_mut()
            .rfold(env.nil(), |list, item| env.cell(item.encode(env), list))
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        let mut items = self.iter().enumerate();
        items.find_map(|(index, item)| Some(item.unrepresentable()?.at(format_args!("[{index}]"))))
    }

    fn key(&self) -> String {
        let items: Vec<String> = self.iter().map(Encode::key).collect();
        format!("[{}]", items.join(", "))
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        self.as_mut_slice().encode(env)
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        self.as_slice().unrepresentable()
    }
}

impl<K: Encode + Clone, V: Encode, S> Encode for HashMap<K, V, S> {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.map_of_pairs(
            self.iter_mut()
                .map(|(key, value)| (key.encode_key(env), value.encode(env))),
        )
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        let mut entries = self.iter();
        entries.find_map(|(key, value)| {
            Some(value.unrepresentable()?.at(format_args!("[{}]", key.key())))
        })
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        self.as_mut_slice().encode(env)
    }

    fn unrepresentable(&self) -> Option<Unrepresentable> {
        self.as_slice().unrepresentable()
    }

    fn key(&self) -> String {
        self.as_slice().key()
    }
}

impl<T: rustler::Resource> Encode for rustler::ResourceArc<T> {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.encode_by_rustler(self)
    }
}

macro_rules! tuples {
    ($(($($type:ident . $place:tt),+))*) => {$(
        impl<$($type: Encode),+> Encode for ($($type,)+) {
            #[inline]
            fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
                env.tuple([$(self.$place.encode(env)),+])
            }

            fn unrepresentable(&self) -> Option<Unrepresentable> {
                $(if let Some(found) = self.$place.unrepresentable() {
                    return Some(found.at(concat!(".", stringify!($place))));
                })+
                None
            }

            fn key(&self) -> String {
                format!("({})", [$(self.$place.key()),+].join(", "))
            }
        }
    )*};
}
tuples! { (A.0) (A.0, B.1) (A.0, B.1, C.2) (A.0, B.1, C.2, D.3) (A.0, B.1, C.2, D.3, E.4)
(A.0, B.1, C.2, D.3, E.4, F.5) (A.0, B.1, C.2, D.3, E.4, F.5, G.6) }
