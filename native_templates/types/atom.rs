/// An atom, by its name. The VM never frees one: give back only names from a list that ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Atom(pub String);
