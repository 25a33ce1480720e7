//! Values from terms.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use rustler::types::map::MapIterator;

use crate::atoms::Name;
use crate::raw::{Atom, Elements, Number, RawTerm};

/// A type that is made of a term, by the rules of validation.
pub trait Decode<'a>: Sized {
    /// The value; none if the term is not valid.
    fn decode(term: RawTerm<'a>) -> Option<Self>;
}

macro_rules! integers {
    ($($integer:ty: $through:ident),*) => {$(
        impl Decode<'_> for $integer {
            #[inline]
            fn decode(term: RawTerm<'_>) -> Option<Self> {
                term.$through()?.try_into().ok()
            }
        }
    )*};
}
integers!(i8: i64, i16: i64, i32: i64, i64: i64, isize: i64, u8: u64, u16: u64, u32: u64, u64: u64, usize: u64);

impl Decode<'_> for i128 {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        if let Some(small) = term.i64() {
            return Some(small.into());
        }
        let (is_negative, magnitude) = wide(term)?;
        if is_negative {
            0_i128.checked_sub_unsigned(magnitude)
        } else {
            magnitude.try_into().ok()
        }
    }
}

impl Decode<'_> for u128 {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        if let Some(small) = term.u64() {
            return Some(small.into());
        }
        let (is_negative, magnitude) = wide(term)?;
        (!is_negative).then_some(magnitude)
    }
}

/// The sign and the magnitude of an integer beyond 64 bits.
fn wide(term: RawTerm<'_>) -> Option<(bool, u128)> {
    with_magnitude(term, |is_negative, digits| {
        let mut magnitude = [0; 16];
        magnitude.get_mut(..digits.len())?.copy_from_slice(digits);
        Some((is_negative, u128::from_le_bytes(magnitude)))
    })
}

/// Whether an integer beyond 64 bits is negative, and the bytes of its magnitude, least significant first: from the
/// external term format.
pub(crate) fn with_magnitude<T>(
    term: RawTerm<'_>,
    read: impl FnOnce(bool, &[u8]) -> Option<T>,
) -> Option<T> {
    let term = term.to_rustler();
    if !term.is_integer() {
        return None;
    }
    let bytes = term.to_binary();
    let ([131, 110, _, sign, magnitude @ ..] | [131, 111, _, _, _, _, sign, magnitude @ ..]) =
        bytes.as_slice()
    else {
        return None;
    };
    read(*sign != 0, magnitude)
}

/// A code point, but those that only make pairs in UTF-16.
impl Decode<'_> for char {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        Self::from_u32(u32::decode(term)?)
    }
}

/// A tuple of four bytes, or of eight numbers of 16 bits.
impl Decode<'_> for IpAddr {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        fn parts<'a, T: Decode<'a> + Default + Copy, const N: usize>(
            elements: Elements<'a>,
        ) -> Option<[T; N]> {
            let mut parts = [T::default(); N];
            for (part, term) in parts.iter_mut().zip(elements.array::<N>()?) {
                *part = T::decode(term)?;
            }
            Some(parts)
        }
        let elements = term.tuple()?;
        let v4 = parts::<u8, 4>(elements).map(Self::from);
        v4.or_else(|| parts::<u16, 8>(elements).map(Self::from))
    }
}

impl Decode<'_> for f64 {
    #[inline]
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        term.f64()
    }
}

impl Decode<'_> for f32 {
    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float is rounded to what Rust has"
    )]
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        let value = term.f64()?;
        (value.abs() <= f64::from(Self::MAX)).then_some(value as Self)
    }
}

impl Decode<'_> for bool {
    #[inline]
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        static TRUE: Name = Name::new("true");
        static FALSE: Name = Name::new("false");
        if term.is(TRUE.get(term.env())) {
            Some(true)
        } else {
            term.is(FALSE.get(term.env())).then_some(false)
        }
    }
}

impl<'a> Decode<'a> for &'a str {
    #[inline]
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        std::str::from_utf8(term.bytes()?).ok()
    }
}

impl Decode<'_> for String {
    #[inline]
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        <&str>::decode(term).map(str::to_owned)
    }
}

impl<'a> Decode<'a> for &'a [u8] {
    #[inline]
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        term.bytes()
    }
}

/// Numbers in a row, borrowed where the binary has them aligned, and copied elsewhere.
impl<'a, T: Number> Decode<'a> for Cow<'a, [T]> {
    #[inline]
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        term.numbers()
    }
}

/// Any bytes but zero on Unix, UTF-8 elsewhere.
impl<'a> Decode<'a> for &'a Path {
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        let bytes = term.bytes()?;
        if bytes.contains(&0) {
            return None;
        }
        #[cfg(unix)]
        let path = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes);
        #[cfg(not(unix))]
        let path = std::str::from_utf8(bytes).ok()?;
        Some(Path::new(path))
    }
}

impl Decode<'_> for PathBuf {
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        <&Path>::decode(term).map(Path::to_path_buf)
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Option<T> {
    #[inline]
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        static NIL: Name = Name::new("nil");
        if term.is(NIL.get(term.env())) {
            Some(None)
        } else {
            T::decode(term).map(Some)
        }
    }
}

impl<'a, T: Decode<'a>> Decode<'a> for Box<T> {
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        T::decode(term).map(Self::new)
    }
}

/// A proper list.
impl<'a, T: Decode<'a>> Decode<'a> for Vec<T> {
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        let mut items = Self::with_capacity(term.list_length()?);
        let mut list = term;
        while let Some((head, tail)) = list.cell() {
            items.push(T::decode(head)?);
            list = tail;
        }
        Some(items)
    }
}

/// A proper list of that length.
impl<'a, T: Decode<'a>, const N: usize> Decode<'a> for [T; N] {
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        if term.list_length()? != N {
            return None;
        }
        let mut list = term;
        let items: [Option<T>; N] = std::array::from_fn(|_| {
            let (head, tail) = list.cell()?;
            list = tail;
            T::decode(head)
        });
        let are_valid = items.iter().all(Option::is_some);
        are_valid.then(|| items.map(|it| it.expect("it is valid")))
    }
}

/// A map that is not a struct.
impl<'a, K, V, S> Decode<'a> for HashMap<K, V, S>
where
    K: Decode<'a> + Eq + Hash,
    V: Decode<'a>,
    S: BuildHasher + Default,
{
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        static STRUCT: Name = Name::new("__struct__");
        let size = term.map_size()?;
        let module = term.get(STRUCT.get(term.env()));
        if module.is_some_and(|it| Atom::try_from(it).is_ok()) {
            return None;
        }
        let mut map = Self::with_capacity_and_hasher(size, S::default());
        for (key, value) in MapIterator::new(term.to_rustler())? {
            let [key, value] = [key, value].map(|it| term.env().rustler_term(it));
            map.insert(K::decode(key)?, V::decode(value)?);
        }
        Some(map)
    }
}

impl<T: rustler::Resource> Decode<'_> for rustler::ResourceArc<T> {
    #[inline]
    fn decode(term: RawTerm<'_>) -> Option<Self> {
        term.to_rustler().decode().ok()
    }
}

macro_rules! tuples {
    ($(($($type:ident),+))*) => {$(
        impl<'a, $($type: Decode<'a>),+> Decode<'a> for ($($type,)+) {
            #[inline]
            #[expect(non_snake_case, reason = "a value has the name of its type")]
            fn decode(term: RawTerm<'a>) -> Option<Self> {
                let [$($type),+] = term.tuple()?.array()?;
                Some(($($type::decode($type)?,)+))
            }
        }
    )*};
}
tuples! { (A) (A, B) (A, B, C) (A, B, C, D) (A, B, C, D, E) (A, B, C, D, E, F) (A, B, C, D, E, F, G) }
