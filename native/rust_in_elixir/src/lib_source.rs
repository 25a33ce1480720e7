use crate::boundary::*;
pub fn lib_source(_text: Option<String>, _boundary: &Boundary) -> Result<LibSource, SyntaxError> { unimplemented!() }
