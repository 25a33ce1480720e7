//! Tables out of CSV files, which stay in Rust.

use csv::StringRecord;

#[rustfmt::skip]
pub mod boundary;
mod cells;
mod draft;
mod file;
mod table;
mod texts;
mod unknown;

use boundary::*;
pub use draft::Draft;
use file::Line;
pub use table::Table;

/// Implements the functions of the boundary.
pub struct Tables;

impl Nifs for Tables {
    fn load_csv(path: &Path) -> Result<Table, LoadError> {
        file::load(path)
    }

    fn read_csv(path: PathBuf) -> Result<impl Iterator<Item = Line> + Send + 'static, LoadError> {
        file::lines(&path)
    }

    fn filter(table: &Table, column: &str, value: Option<Cell>) -> Result<Table, UnknownColumn> {
        table.filter(column, value.as_ref())
    }

    fn join(left: &Table, right: &Table, column: &str) -> Result<Table, UnknownColumn> {
        left.join(right, column)
    }

    fn group(table: &Table, by: &str, sum: &str) -> Result<Vec<Group>, UnknownColumn> {
        table.group(by, sum)
    }

    fn summarize(table: &Table) -> Summary {
        table.summarize()
    }

    fn column_names(table: &Table) -> Vec<String> {
        table.names()
    }

    fn rows(table: TableHandle) -> impl Iterator<Item = Vec<Option<Cell>>> + Send + 'static {
        (0..table.rows()).map(move |row| table.row(row))
    }

    fn slice(table: &Table, from: u64, count: u64) -> Vec<Vec<Option<Cell>>> {
        table.slice(from, count)
    }

    fn new_draft(columns: Vec<&str>) -> Result<Draft, ShapeError> {
        Draft::new(columns.into_iter().map(str::to_owned).collect())
    }

    fn append(draft: &mut Draft, row: Vec<&str>) -> Result<(), ShapeError> {
        draft.append(&StringRecord::from(row))
    }

    fn finish(draft: Draft) -> Table {
        draft.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // What a function does beyond a call is tested where it lies.
    #[test]
    fn a_draft_becomes_a_table_whose_rows_are_streamed() {
        let mut draft = Tables::new_draft(vec!["a", "b"]).unwrap();
        for (a, b) in [("1", "x"), ("2", "")] {
            Tables::append(&mut draft, vec![a, b]).unwrap();
        }

        let handle = TableHandle::from(Tables::finish(draft));
        let rows: Vec<_> = Tables::rows(handle.clone()).collect();
        assert_eq!(rows, Tables::slice(&handle, 0, 2));
        assert_eq!(
            rows,
            [
                vec![Some(Cell::Integer(1)), Some(Cell::Text("x".to_string()))],
                vec![Some(Cell::Integer(2)), None],
            ]
        );
    }
}
