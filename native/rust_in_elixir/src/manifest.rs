use crate::boundary::*;
pub fn manifest(_text: Option<String>, _boundary: &Boundary, _project: &Project) -> Result<String, SyntaxError> { unimplemented!() }
pub fn workspace(_text: Option<String>, _member: &str) -> Result<String, SyntaxError> { unimplemented!() }
