/// Numbers in a row, as a binary has them, inside another type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Packed<T>(pub Vec<T>);
