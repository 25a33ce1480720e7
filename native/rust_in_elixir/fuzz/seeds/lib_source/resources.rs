use boundary::*;

pub struct Text;
pub struct Table;

impl Nifs for Text {
	fn load(path: &std::path::Path) -> Result<Table, String> { todo!() }
	fn insert(table: &Table, extra: u8) {}
	fn gone<'a>(_: &'a str) -> Vec<(u8, [u8; 2])> { vec![] }
}
