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
    let env = env.to_rustler();
    if let Ok(atom) = rustler::Atom::from_str(env, name) {
        return atom.into();
    }
    // Older versions of the VM's own function support only Latin-1, the external term format all.
    let length = u16::try_from(name.len()).expect("an atom has at most 255 characters");
    let bytes = [&[131, 118], &length.to_be_bytes()[..], name.as_bytes()].concat();
    let (term, _) = env
        .binary_to_term(&bytes)
        .expect("an atom has at most 255 characters");
    RawTerm::from(term)
        .try_into()
        .expect("the format says that it is an atom")
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
    sources: [Source; ALL],
}

/// Where the value of a key comes from.
#[derive(Clone, Copy)]
enum Source {
    Mark(Atom),
    Value(usize),
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
        self.made.get_or_init(|| {
            let keys = self.names.map(|it| atom(env, it));
            let marks = self
                .marks
                .map(|(key, value)| (atom(env, key), atom(env, value)));
            let sorted = sorted(env, &marks, &keys);
            let (sorted, sources) = (sorted.map(|(key, _)| key), sorted.map(|(_, source)| source));
            Made {
                marks,
                keys,
                sorted,
                sources,
            }
        })
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
        env.map(&made.sorted, |place| match made.sources[place] {
            Source::Mark(atom) => env.atom(atom),
            Source::Value(place) => values[place],
        })
    }
}

/// The keys in the order that a map of them has. OTP 25 sorts atoms by their text, later versions by their number.
fn sorted<const ALL: usize>(
    env: RawEnv<'_>,
    marks: &[(Atom, Atom)],
    keys: &[Atom],
) -> [(Atom, Source); ALL] {
    let marks = marks.iter().map(|(key, atom)| (*key, Source::Mark(*atom)));
    let values = keys
        .iter()
        .enumerate()
        .map(|(place, key)| (*key, Source::Value(place)));
    let mut entries: Vec<(Atom, Source)> = marks.chain(values).collect();
    let places: Vec<u64> = (0..entries.len() as u64).collect();
    let map = env.map_of_pairs(
        entries
            .iter()
            .zip(places)
            .map(|((key, _), place)| (env.atom(*key), env.u64(place))),
    );
    let order = MapIterator::new(map.to_rustler()).expect("it is a map");
    let order: Vec<usize> = order
        .map(|(_, place)| place.decode().expect("it is a place"))
        .collect();
    entries = order.into_iter().map(|place| entries[place]).collect();
    entries.try_into().ok().expect("`ALL` counts both")
}
