//! Terms from values.

use std::collections::HashMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use crate::atoms::Name;
use crate::raw::{RawEnv, RawTerm};

/// A type that becomes a term.
pub trait Encode {
    /// The term. Panics on a float that Elixir cannot represent.
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a>;

    /// The first float in the value that Elixir cannot represent.
    fn not_finite(&self) -> Option<NotFinite> {
        None
    }

    /// The value as a key, in the place of a [`NotFinite`].
    fn key(&self) -> String {
        "_".to_owned()
    }
}

/// A float that is infinite or not a number, and its place in a value, such as `.lines[0].price`.
pub struct NotFinite {
    pub place: String,
    pub float: f64,
}

impl NotFinite {
    /// The same float in the value around.
    #[must_use]
    pub fn at(mut self, step: impl Display) -> Self {
        self.place.insert_str(0, &step.to_string());
        self
    }

    /// The same float in a field of the value around.
    #[must_use]
    pub fn at_field(self, field: &str) -> Self {
        self.at(format_args!(".{}", field.trim_start_matches("r#")))
    }

    /// The same float in an element of the value around.
    #[must_use]
    pub fn at_element(self, place: usize) -> Self {
        self.at(format_args!(".{place}"))
    }
}

macro_rules! integers {
    ($($integer:ty: $through:ident),*) => {$(
        impl Encode for $integer {
            #[inline]
            fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
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
            fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
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
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
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
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        u64::try_from(*self).map_or_else(|_| wide(env, false, *self), |it| env.u64(it))
    }

    fn key(&self) -> String {
        self.to_string()
    }
}

/// An integer beyond 64 bits, by way of the external term format.
fn wide(env: RawEnv<'_>, is_negative: bool, magnitude: u128) -> RawTerm<'_> {
    let head = [131, 110, 16, u8::from(is_negative)];
    let bytes = [&head[..], &magnitude.to_le_bytes()].concat();
    env.external(&bytes)
        .expect("an encoded integer can be decoded")
}

macro_rules! floats {
    ($($float:ty),*) => {$(
        impl Encode for $float {
            #[inline]
            fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
                env.f64((*self).into())
            }

            fn not_finite(&self) -> Option<NotFinite> {
                (!self.is_finite()).then(|| NotFinite { place: String::new(), float: (*self).into() })
            }
        }
    )*};
}
floats!(f32, f64);

impl Encode for bool {
    #[inline]
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        static TRUE: Name = Name::new("true");
        static FALSE: Name = Name::new("false");
        env.atom(if *self { TRUE.get(env) } else { FALSE.get(env) })
    }

    fn key(&self) -> String {
        self.to_string()
    }
}

impl Encode for str {
    #[inline]
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.binary(self.as_bytes())
    }

    fn key(&self) -> String {
        format!("{self:?}")
    }
}

impl Encode for String {
    #[inline]
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        self.as_str().encode(env)
    }

    fn key(&self) -> String {
        self.as_str().key()
    }
}

impl Encode for Path {
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.binary(self.as_os_str().as_encoded_bytes())
    }

    fn key(&self) -> String {
        format!("{self:?}")
    }
}

impl Encode for PathBuf {
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        self.as_path().encode(env)
    }

    fn key(&self) -> String {
        self.as_path().key()
    }
}

impl<T: Encode> Encode for Option<T> {
    #[inline]
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        static NIL: Name = Name::new("nil");
        match self {
            Some(value) => value.encode(env),
            None => env.atom(NIL.get(env)),
        }
    }

    fn not_finite(&self) -> Option<NotFinite> {
        self.as_ref()?.not_finite()
    }

    fn key(&self) -> String {
        self.as_ref().map_or_else(|| "nil".to_owned(), Encode::key)
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        T::encode(self, env)
    }

    fn not_finite(&self) -> Option<NotFinite> {
        T::not_finite(self)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        self.iter()
            .rfold(env.nil(), |list, item| env.cell(item.encode(env), list))
    }

    fn not_finite(&self) -> Option<NotFinite> {
        let mut items = self.iter().enumerate();
        items.find_map(|(index, item)| Some(item.not_finite()?.at(format_args!("[{index}]"))))
    }
}

impl<K: Encode, V: Encode, S> Encode for HashMap<K, V, S> {
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.map_of_pairs(
            self.iter()
                .map(|(key, value)| (key.encode(env), value.encode(env))),
        )
    }

    fn not_finite(&self) -> Option<NotFinite> {
        let mut entries = self.iter();
        entries
            .find_map(|(key, value)| Some(value.not_finite()?.at(format_args!("[{}]", key.key()))))
    }
}

impl<T: rustler::Resource> Encode for rustler::ResourceArc<T> {
    fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        env.encode_by_rustler(self)
    }
}

macro_rules! tuples {
    ($(($($type:ident . $place:tt),+))*) => {$(
        impl<$($type: Encode),+> Encode for ($($type,)+) {
            #[inline]
            fn encode<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
                env.tuple([$(self.$place.encode(env)),+])
            }

            fn not_finite(&self) -> Option<NotFinite> {
                $(if let Some(found) = self.$place.not_finite() {
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
