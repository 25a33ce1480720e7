/// {{ doc }}, passed through Rust unchanged, in the external term format.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct {{ name }}(Vec<u8>);
