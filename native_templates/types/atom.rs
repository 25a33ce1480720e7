/// An atom, by name. The VM never frees atoms, so return only names from a fixed set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Atom(pub String);
