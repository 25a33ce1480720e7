use crate::boundary::*;
pub fn write(_lock: &Lock) -> String { unimplemented!() }
pub fn read(_text: &str) -> Result<Lock, String> { unimplemented!() }
