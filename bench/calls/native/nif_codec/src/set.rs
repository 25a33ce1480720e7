//! Elixir's `MapSet`, which is `HashSet` in Rust.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hash};
use std::sync::OnceLock;

use rustler::Term;
use rustler::types::map::MapIterator;

use crate::atoms::{Keys, Name};
use crate::decode::Decode;
use crate::encode::Encode;
use crate::raw::{RawEnv, RawTerm};

const MODULE: (&str, &str) = ("__struct__", "Elixir.MapSet");

static STRUCT: Keys<1, 1, 2> = Keys::new([MODULE], ["map"]);
static WITH_VERSION: Keys<1, 2, 3> = Keys::new([MODULE], ["map", "version"]);

/// The version that the struct has in Elixir 1.14 and before.
static VERSION: OnceLock<i64> = OnceLock::new();

/// Looks at an empty set, for the struct's fields depend on the version of Elixir.
pub(crate) fn look_at(empty: Term<'_>) {
    let version =
        rustler::Atom::from_str(empty.get_env(), "version").and_then(|it| empty.map_get(it));
    if let Ok(version) = version.and_then(|it| it.decode()) {
        VERSION.get_or_init(|| version);
    }
}

/// Each element is a key of a map, with an empty list as its value.
impl<'a, T, S> Decode<'a> for HashSet<T, S>
where
    T: Decode<'a> + Eq + Hash,
    S: BuildHasher + Default,
{
    fn decode(term: RawTerm<'a>) -> Option<Self> {
        static STRUCT: Name = Name::new("__struct__");
        static MAP_SET: Name = Name::new("Elixir.MapSet");
        static MAP: Name = Name::new("map");
        let env = term.env();
        if !term.get(STRUCT.get(env))?.is(MAP_SET.get(env)) {
            return None;
        }
        let map = term.get(MAP.get(env))?;
        let mut set = Self::with_capacity_and_hasher(map.map_size()?, S::default());
        for (element, value) in MapIterator::new(map.to_rustler())? {
            if !value.is_empty_list() {
                return None;
            }
            set.insert(T::decode(env.rustler_term(element))?);
        }
        Some(set)
    }
}

impl<T: Encode + Clone, S> Encode for HashSet<T, S> {
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        let map = env.map_of_pairs(self.iter().map(|it| (it.encode_key(env), env.nil())));
        match VERSION.get().copied() {
            None => STRUCT.map(env, [map]),
            Some(mut version) => WITH_VERSION.map(env, [map, version.encode(env)]),
        }
    }
}
