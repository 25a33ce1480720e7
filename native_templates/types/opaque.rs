/// {{ doc }}, carried through Rust as it is, in the external term format.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct {{ name }}(Vec<u8>);
