use crate::boundary::*;
pub struct Stub { pub name: String, pub label: String, pub signature: String }
pub fn lib_source(_text: Option<String>, _boundary: &Boundary) -> Result<LibSource, SyntaxError> { unimplemented!() }
