//! Tables in the making.

use std::collections::HashSet;

use csv::StringRecord;

use crate::boundary::ShapeError;
use crate::cells::Cells;
use crate::table::{Column, Table};
use crate::texts::Texts;

/// A table in the making: all cells are still texts.
#[derive(Debug)]
pub struct Draft {
    columns: Vec<(String, Texts)>,
    rows: u32,
}

impl Draft {
    pub fn new(names: Vec<String>) -> Result<Self, ShapeError> {
        if names.is_empty() {
            return Err(shape("a table must have a column"));
        }
        let mut seen = HashSet::new();
        if let Some(twice) = names.iter().find(|name| !seen.insert(*name)) {
            return Err(shape(format!("the column {twice:?} is there twice")));
        }

        let columns = names
            .into_iter()
            .map(|name| (name, Texts::default()))
            .collect();
        Ok(Self { columns, rows: 0 })
    }

    /// Adds a row behind the others.
    pub fn append(&mut self, row: &StringRecord) -> Result<(), ShapeError> {
        let (expected, got) = (self.columns.len(), row.len());
        if got != expected {
            return Err(shape(format!(
                "a row must have as many cells as there are columns ({expected}), got: {got}"
            )));
        }

        self.rows = self
            .rows
            .checked_add(1)
            .expect("a table has at most 2^32 - 1 rows");
        for ((_, texts), cell) in self.columns.iter_mut().zip(row) {
            texts.push(cell);
        }
        Ok(())
    }

    /// Finds out what each column holds.
    pub fn finish(self) -> Table {
        let columns = self
            .columns
            .into_iter()
            .map(|(name, texts)| Column {
                name,
                cells: Cells::parse(&texts),
            })
            .collect();
        Table::new(columns, self.rows)
    }
}

fn shape(message: impl Into<String>) -> ShapeError {
    ShapeError {
        message: message.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| name.to_string()).collect()
    }

    #[test]
    fn a_table_has_columns_of_different_names() {
        assert_eq!(
            Draft::new(names(&[])).unwrap_err().message,
            "a table must have a column"
        );
        assert_eq!(
            Draft::new(names(&["a", "b", "a"])).unwrap_err().message,
            r#"the column "a" is there twice"#
        );
    }

    #[test]
    fn a_row_that_does_not_fit_changes_nothing() {
        let mut draft = Draft::new(names(&["a", "b"])).unwrap();
        draft.append(&StringRecord::from(vec!["1", "x"])).unwrap();
        let error = draft.append(&StringRecord::from(vec!["2"])).unwrap_err();
        assert_eq!(
            error.message,
            "a row must have as many cells as there are columns (2), got: 1"
        );
        assert_eq!(draft.finish().rows(), 1);
    }
}
