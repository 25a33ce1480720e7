//! Atoms and keys of maps, which are made once.

use std::sync::OnceLock;

use rustler::types::map::MapIterator;

use crate::raw::{Atom, RawEnv, RawTerm};

/// An atom, by its name.
pub struct Name {
    name: &'static str,
    atom: OnceLock<Atom>,
}

impl Name {
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            atom: OnceLock::new(),
        }
    }

    #[inline]
    pub fn get(&self, env: RawEnv<'_>) -> Atom {
        *self.atom.get_or_init(|| atom(env, self.name))
    }
}

/// Makes an atom.
pub fn atom(env: RawEnv<'_>, name: &str) -> Atom {
    env.new_atom(name)
        .expect("an atom has at most 255 characters")
}

/// The name of a term that is an atom.
pub fn atom_name(term: RawTerm<'_>) -> Option<String> {
    let term = term.to_rustler();
    if let Ok(name) = term.atom_to_string() {
        return Some(name);
    }
    // The name has characters beyond Latin-1, which only the external term format can carry.
    if !term.is_atom() {
        return None;
    }
    let bytes = term.to_binary();
    let ([131, 119, _, name @ ..] | [131, 118, _, _, name @ ..]) = bytes.as_slice() else {
        return None;
    };
    std::str::from_utf8(name).ok().map(str::to_owned)
}

/// The keys of a map, `ALL` together. `M` of them are marks: their value is a fixed atom, such as the module of a struct.
pub struct Keys<const M: usize, const N: usize, const ALL: usize> {
    marks: [(&'static str, &'static str); M],
    names: [&'static str; N],
    made: OnceLock<Made<M, N, ALL>>,
}

struct Made<const M: usize, const N: usize, const ALL: usize> {
    marks: [(Atom, Atom); M],
    keys: [Atom; N],
    /// All keys as the VM sorts them: a map is made faster from sorted keys.
    sorted: [Atom; ALL],
    /// The values of the sorted keys; those without a mark are still to be filled in.
    template: [Atom; ALL],
    /// Where the values of the keys without marks belong among those.
    places: [usize; N],
}

impl<const M: usize, const N: usize, const ALL: usize> Keys<M, N, ALL> {
    pub const fn new(marks: [(&'static str, &'static str); M], names: [&'static str; N]) -> Self {
        Self {
            marks,
            names,
            made: OnceLock::new(),
        }
    }

    #[inline]
    fn made(&self, env: RawEnv<'_>) -> &Made<M, N, ALL> {
        self.made.get_or_init(|| self.make(env))
    }

    #[cold]
    fn make(&self, env: RawEnv<'_>) -> Made<M, N, ALL> {
        let keys = self.names.map(|it| atom(env, it));
        let marks = self
            .marks
            .map(|(key, value)| (atom(env, key), atom(env, value)));
        let marked = marks.iter().copied();
        let entries: Vec<(Atom, Atom)> = marked.chain(keys.iter().map(|it| (*it, *it))).collect();
        let order = order(env, entries.iter().map(|(key, _)| *key));
        let place = |index: usize| order.iter().position(|it| *it == index);
        Made {
            marks,
            keys,
            sorted: std::array::from_fn(|place| entries[order[place]].0),
            template: std::array::from_fn(|place| entries[order[place]].1),
            places: std::array::from_fn(|index| place(M + index).expect("each key has a place")),
        }
    }

    /// The keys without marks, if a term is a map with all of the keys and no others.
    #[inline]
    pub fn open(&self, map: RawTerm<'_>) -> Option<&[Atom; N]> {
        if map.map_size()? != ALL {
            return None;
        }
        let made = self.made(map.env());
        for (key, value) in &made.marks {
            if !map.get(*key)?.is(*value) {
                return None;
            }
        }
        Some(&made.keys)
    }

    /// The map of values for the keys without marks, in their order.
    #[inline]
    pub fn map<'a>(&self, env: RawEnv<'a>, values: [RawTerm<'a>; N]) -> RawTerm<'a> {
        let made = self.made(env);
        let values = made.places.iter().copied().zip(values);
        env.map(&made.sorted, &made.template, values)
    }
}

/// The order in which a map has some keys. OTP 25 sorts atoms by their text, later versions by their number.
fn order(env: RawEnv<'_>, keys: impl Iterator<Item = Atom>) -> Vec<usize> {
    let indexed = (0_u64..).zip(keys);
    let map = env.map_of_pairs(indexed.map(|(index, key)| (env.atom(key), env.u64(index))));
    MapIterator::new(map.to_rustler())
        .expect("it is a map")
        .map(|(_, index)| index.decode().expect("it is an index"))
        .collect()
}
