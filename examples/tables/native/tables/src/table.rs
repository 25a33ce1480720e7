//! Tables, and what can be asked of them.

use std::collections::HashMap;
use std::iter::successors;
use std::ops::AddAssign;

use crate::boundary::{Cell, Group, Number, Numbers, Summary, UnknownColumn};
use crate::cells::{Cells, Key, Numeric};
use crate::unknown::unknown_column;

/// A table, column by column. It never changes.
#[derive(Debug)]
pub struct Table {
    columns: Vec<Column>,
    rows: u32,
}

/// A column, which has as many cells as its table has rows.
#[derive(Debug)]
pub struct Column {
    pub name: String,
    pub cells: Cells,
}

impl Table {
    pub fn new(columns: Vec<Column>, rows: u32) -> Self {
        Self { columns, rows }
    }

    pub fn rows(&self) -> u32 {
        self.rows
    }

    pub fn names(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.name.clone())
            .collect()
    }

    pub fn row(&self, row: u32) -> Vec<Option<Cell>> {
        self.columns
            .iter()
            .map(|column| column.cells.get(row as usize))
            .collect()
    }

    /// The rows from `from` on, at most `count` of them.
    pub fn slice(&self, from: u64, count: u64) -> Vec<Vec<Option<Cell>>> {
        // Within the table, a row's number is one of 32 bits.
        let end = from.saturating_add(count).min(self.rows.into()) as u32;
        let start = from.min(end.into()) as u32;
        (start..end).map(|row| self.row(row)).collect()
    }

    /// The rows whose cell in a column is equal to `value`; without one, those where it is empty.
    pub fn filter(&self, column: &str, value: Option<&Cell>) -> Result<Self, UnknownColumn> {
        let rows = self
            .cells("the table", column)?
            .find(value.map(Key::from), self.rows);
        Ok(Self::new(self.pick(&rows), row_count(&rows)))
    }

    /// Each row beside each of the other table that has an equal cell in a column.
    pub fn join(&self, other: &Self, column: &str) -> Result<Self, UnknownColumn> {
        let (left, right) = (
            self.cells("the left table", column)?,
            other.cells("the right table", column)?,
        );

        // For each key the first of its rows on the right, and for each of these rows the next one.
        let mut first = HashMap::new();
        let mut next = vec![None; other.rows as usize];
        for row in (0..other.rows).rev() {
            if let Some(key) = right.key(row as usize) {
                next[row as usize] = first.insert(key, row);
            }
        }

        let (mut left_rows, mut right_rows) = (Vec::new(), Vec::new());
        for row in 0..self.rows {
            let key = left.key(row as usize);
            let first = key.and_then(|key| first.get(&key).copied());
            for right_row in successors(first, |row: &u32| next[*row as usize]) {
                left_rows.push(row);
                right_rows.push(right_row);
            }
        }

        let mut columns = self.pick(&left_rows);
        for picked in other.pick(&right_rows) {
            if picked.name != column {
                let name = unused_name(&columns, picked.name);
                columns.push(Column { name, ..picked });
            }
        }
        Ok(Self::new(columns, row_count(&left_rows)))
    }

    /// Adds up a column for each different cell of another one.
    pub fn group(&self, by: &str, sum: &str) -> Result<Vec<Group>, UnknownColumn> {
        let by = self.cells("the table", by)?;
        match self.cells("the table", sum)? {
            Cells::Integers(integers) => {
                let integers = integers.iter().map(|integer| integer.map(i128::from));
                Ok(totals(by, integers, Number::Integer))
            }
            Cells::Floats(floats) => Ok(totals(by, floats.iter(), finite)),
            Cells::Words(_) => {
                let numeric = self
                    .columns
                    .iter()
                    .filter(|column| column.cells.are_numbers());
                Err(unknown_column(
                    "the table has no column of numbers",
                    sum,
                    numeric.map(|column| &*column.name),
                ))
            }
        }
    }

    pub fn summarize(&self) -> Summary {
        let numbers = self.columns.iter().filter_map(|column| {
            let numbers = match &column.cells {
                Cells::Integers(integers) => brief_integers(integers),
                Cells::Floats(floats) => brief_floats(floats),
                Cells::Words(_) => return None,
            };
            Some((column.name.clone(), numbers))
        });
        Summary {
            rows: self.rows.into(),
            columns: self.columns.len() as u64,
            numbers: numbers.collect(),
        }
    }

    fn pick(&self, rows: &[u32]) -> Vec<Column> {
        self.columns
            .iter()
            .map(|column| Column {
                name: column.name.clone(),
                cells: column.cells.pick(rows),
            })
            .collect()
    }

    /// The cells of a column; `table` is what a message calls the table.
    fn cells(&self, table: &str, name: &str) -> Result<&Cells, UnknownColumn> {
        match self.columns.iter().find(|column| column.name == name) {
            Some(column) => Ok(&column.cells),
            None => {
                let names = self.columns.iter().map(|column| &*column.name);
                Err(unknown_column(
                    &format!("{table} has no column"),
                    name,
                    names,
                ))
            }
        }
    }
}

/// The number of rows that were picked.
fn row_count(rows: &[u32]) -> u32 {
    u32::try_from(rows.len()).expect("a table has at most 2^32 - 1 rows")
}

/// A name that no column has, made longer as often as it takes.
fn unused_name(columns: &[Column], mut name: String) -> String {
    while columns.iter().any(|column| column.name == name) {
        name.push_str("_right");
    }
    name
}

/// The groups in the order in which their keys first appear.
fn totals<T: Default + AddAssign>(
    by: &Cells,
    numbers: impl Iterator<Item = Option<T>>,
    total: fn(T) -> Number,
) -> Vec<Group> {
    struct Running<T> {
        first_row: usize,
        rows: u64,
        sum: T,
    }

    let classes = by.classes();
    let greatest = classes.iter().max().copied();
    let mut index_of = vec![None; greatest.map_or(0, |class| class as usize + 1)];
    let mut groups = Vec::new();
    for (row, (&class, number)) in classes.iter().zip(numbers).enumerate() {
        let index = *index_of[class as usize].get_or_insert_with(|| {
            groups.push(Running {
                first_row: row,
                rows: 0,
                sum: T::default(),
            });
            groups.len() - 1
        });
        let group = &mut groups[index];
        group.rows += 1;
        group.sum += number.unwrap_or_default();
    }

    groups
        .into_iter()
        .map(|group| Group {
            key: by.get(group.first_row),
            rows: group.rows,
            sum: total(group.sum),
        })
        .collect()
}

/// A float that Elixir can have as well.
fn finite(float: f64) -> Number {
    assert!(float.is_finite(), "the sum is beyond what a float can be");
    Number::Float(float)
}

fn brief_integers(integers: &Numeric<i64>) -> Numbers {
    let start = (0_u64, i64::MAX, i64::MIN, 0_i128);
    let (count, min, max, sum) = integers
        .there()
        .fold(start, |(count, min, max, sum), number| {
            (
                count + 1,
                min.min(number),
                max.max(number),
                sum + i128::from(number),
            )
        });

    let any = count > 0;
    Numbers {
        count,
        min: any.then(|| Number::Integer(min.into())),
        max: any.then(|| Number::Integer(max.into())),
        mean: any.then(|| sum as f64 / count as f64),
    }
}

fn brief_floats(floats: &Numeric<f64>) -> Numbers {
    let start = (0_u64, f64::INFINITY, f64::NEG_INFINITY, 0.0);
    let (count, min, max, sum) = floats
        .there()
        .fold(start, |(count, min, max, sum), number| {
            (count + 1, number.min(min), number.max(max), sum + number)
        });

    let any = count > 0;
    let mean = || {
        // The sum may be beyond what a float can be, where the mean is not.
        if sum.is_finite() {
            sum / count as f64
        } else {
            floats.there().map(|number| number / count as f64).sum()
        }
    };
    Numbers {
        count,
        min: any.then_some(Number::Float(min)),
        max: any.then_some(Number::Float(max)),
        mean: any.then(mean),
    }
}

#[cfg(test)]
mod tests {
    use csv::StringRecord;

    use super::*;
    use crate::draft::Draft;

    fn table<const N: usize>(names: [&str; N], rows: &[[&str; N]]) -> Table {
        let mut draft = Draft::new(names.map(str::to_string).to_vec()).unwrap();
        for row in rows {
            draft.append(&StringRecord::from(row.to_vec())).unwrap();
        }
        draft.finish()
    }

    fn orders() -> Table {
        table(
            ["id", "country", "price"],
            &[
                ["1", "BR", "2.5"],
                ["2", "FR", "4"],
                ["3", "", ""],
                ["4", "BR", "1.5"],
            ],
        )
    }

    fn countries() -> Table {
        table(
            ["country", "id", "id_right"],
            &[
                ["FR", "250", "a"],
                ["BR", "76", "b"],
                ["", "0", "c"],
                ["BR", "77", "d"],
            ],
        )
    }

    /// All rows, as a CSV file would have them.
    fn shown(table: &Table) -> Vec<String> {
        let cell = |cell: &Option<Cell>| match cell {
            Some(Cell::Integer(integer)) => integer.to_string(),
            Some(Cell::Float(float)) => format!("{float:?}"),
            Some(Cell::Text(text)) => text.clone(),
            None => String::new(),
        };
        let line = |row: Vec<_>| row.iter().map(cell).collect::<Vec<_>>().join(",");
        table.slice(0, u64::MAX).into_iter().map(line).collect()
    }

    #[test]
    fn a_slice_ends_with_the_table() {
        for (from, count, expected) in [
            (0, 2, &[1, 2][..]),
            (3, 10, &[4]),
            (3, 0, &[]),
            (4, 1, &[]),
            (u64::MAX, u64::MAX, &[]),
        ] {
            let rows = orders().slice(from, count);
            let ids = rows.iter().map(|row| row[0].clone());
            let expected_ids = expected.iter().map(|&id| Some(Cell::Integer(id)));
            assert!(ids.eq(expected_ids), "{from}, {count}");
        }
    }

    #[test]
    fn a_filter_keeps_the_rows_that_are_equal() {
        let orders = orders();
        for (column, value, expected) in [
            (
                "country",
                Some(Cell::Text("BR".into())),
                &["1,BR,2.5", "4,BR,1.5"][..],
            ),
            ("country", None, &["3,,"]),
            ("country", Some(Cell::Text("NO".into())), &[]),
            ("id", Some(Cell::Integer(2)), &["2,FR,4.0"]),
            ("id", Some(Cell::Float(2.0)), &["2,FR,4.0"]),
            ("id", Some(Cell::Text("2".into())), &[]),
            ("price", Some(Cell::Integer(4)), &["2,FR,4.0"]),
        ] {
            let filtered = orders.filter(column, value.as_ref()).unwrap();
            assert_eq!(shown(&filtered), expected, "{column}: {value:?}");
        }
    }

    #[test]
    fn a_join_has_a_row_for_each_pair() {
        let joined = orders().join(&countries(), "country").unwrap();
        assert_eq!(
            joined.names(),
            ["id", "country", "price", "id_right", "id_right_right"]
        );
        assert_eq!(
            shown(&joined),
            [
                "1,BR,2.5,76,b",
                "1,BR,2.5,77,d",
                "2,FR,4.0,250,a",
                "4,BR,1.5,76,b",
                "4,BR,1.5,77,d"
            ]
        );
    }

    #[test]
    fn a_table_joins_itself_and_other_kinds_of_numbers() {
        let orders = orders();
        let joined = orders.join(&orders, "price").unwrap();
        assert_eq!(
            shown(&joined),
            ["1,BR,2.5,1,BR", "2,FR,4.0,2,FR", "4,BR,1.5,4,BR"]
        );

        let floats = table(["id", "half"], &[["2", "x"], ["2.5", "y"]]);
        let joined = orders.join(&floats, "id").unwrap();
        assert_eq!(shown(&joined), ["2,FR,4.0,x"]);
    }

    #[test]
    fn groups_add_up_in_the_order_of_their_first_rows() {
        let group = |key: Option<&str>, rows, sum| Group {
            key: key.map(|key| Cell::Text(key.to_string())),
            rows,
            sum,
        };
        assert_eq!(
            orders().group("country", "price").unwrap(),
            [
                group(Some("BR"), 2, Number::Float(4.0)),
                group(Some("FR"), 1, Number::Float(4.0)),
                group(None, 1, Number::Float(0.0)),
            ]
        );
        assert_eq!(
            orders().group("country", "id").unwrap(),
            [
                group(Some("BR"), 2, Number::Integer(5)),
                group(Some("FR"), 1, Number::Integer(2)),
                group(None, 1, Number::Integer(3)),
            ]
        );
    }

    #[test]
    fn a_sum_may_leave_64_bits() {
        let most = i64::MAX.to_string();
        let table = table(["all", "n"], &[["a", &most], ["a", &most]]);
        let groups = table.group("all", "n").unwrap();
        assert_eq!(groups[0].sum, Number::Integer(2 * i128::from(i64::MAX)));
        assert_eq!(table.summarize().numbers["n"].mean, Some(i64::MAX as f64));
    }

    #[test]
    fn a_mean_is_finite_where_the_sum_is_not() {
        let table = table(["f"], &[["1.5e308"], ["1.5e308"]]);
        assert_eq!(table.summarize().numbers["f"].mean, Some(1.5e308));
    }

    #[test]
    #[should_panic(expected = "the sum is beyond what a float can be")]
    fn a_sum_that_is_not_finite_is_a_panic() {
        let _ = table(["f"], &[["1.5e308"], ["1.5e308"]]).group("f", "f");
    }

    #[test]
    fn a_summary_has_the_columns_of_numbers() {
        let summary = orders().summarize();
        assert_eq!(
            (summary.rows, summary.columns, summary.numbers.len()),
            (4, 3, 2)
        );
        assert_eq!(
            summary.numbers["id"],
            Numbers {
                count: 4,
                min: Some(Number::Integer(1)),
                max: Some(Number::Integer(4)),
                mean: Some(2.5),
            }
        );
        assert_eq!(
            summary.numbers["price"],
            Numbers {
                count: 3,
                min: Some(Number::Float(1.5)),
                max: Some(Number::Float(4.0)),
                mean: Some(8.0 / 3.0),
            }
        );
    }

    #[test]
    fn a_column_without_numbers_left_has_a_count_only() {
        let none = orders().filter("id", Some(&Cell::Integer(9))).unwrap();
        let nothing = Numbers {
            count: 0,
            min: None,
            max: None,
            mean: None,
        };
        assert_eq!(none.summarize().numbers["id"], nothing);
        assert_eq!(none.summarize().numbers["price"], nothing);
    }

    #[test]
    fn columns_that_are_not_there_are_said() {
        let orders = orders();
        assert_eq!(
            orders.filter("county", None).unwrap_err().message,
            r#"the table has no column "county"; did you mean "country"?"#
        );
        assert_eq!(
            orders.join(&countries(), "price").unwrap_err().message,
            r#"the right table has no column "price"; there are "country", "id", "id_right""#
        );
        assert_eq!(
            orders.join(&countries(), "id_right").unwrap_err().message,
            r#"the left table has no column "id_right"; there are "id", "country", "price""#
        );
        assert_eq!(
            orders.group("id", "country").unwrap_err().message,
            r#"the table has no column of numbers "country"; there are "id", "price""#
        );
    }
}
