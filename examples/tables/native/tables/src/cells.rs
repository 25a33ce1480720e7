//! The cells of a column: all of one kind, next to each other in memory.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::boundary::Cell;
use crate::texts::Texts;

/// The cells of a column.
#[derive(Debug)]
pub enum Cells {
    Integers(Numeric<i64>),
    Floats(Numeric<f64>),
    Words(Words),
}

/// Numbers, of which some may be missing.
#[derive(Debug)]
pub struct Numeric<T> {
    /// A missing number is a zero here.
    values: Vec<T>,
    /// Which numbers are there, unless all are.
    there: Option<Vec<bool>>,
}

/// Texts, each different one of which is kept once. The empty text stands for a missing one.
#[derive(Debug)]
pub struct Words {
    /// What was picked out of a column shares its texts with it.
    different: Arc<Texts>,
    /// For each row which of them it is.
    codes: Vec<u32>,
}

/// What a cell is compared by. Numbers are equal as numbers, whatever kind their columns are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key<'a> {
    Integer(i64),
    /// The bits of a float that is no integer.
    Float(u64),
    Text(&'a str),
}

impl Cells {
    /// Finds out what kind of cells these texts are.
    pub fn parse(texts: &Texts) -> Self {
        if texts.is_blank() {
            Self::Words(Words::new(texts))
        } else if let Some(integers) = Numeric::parse(texts, parse_integer) {
            Self::Integers(integers)
        } else if let Some(floats) = Numeric::parse(texts, parse_float) {
            Self::Floats(floats)
        } else {
            Self::Words(Words::new(texts))
        }
    }

    pub fn get(&self, row: usize) -> Option<Cell> {
        match self {
            Self::Integers(numbers) => numbers.get(row).map(Cell::Integer),
            Self::Floats(numbers) => numbers.get(row).map(Cell::Float),
            Self::Words(words) => words.get(row).map(|word| Cell::Text(word.to_string())),
        }
    }

    pub fn key(&self, row: usize) -> Option<Key<'_>> {
        match self {
            Self::Integers(numbers) => numbers.get(row).map(Key::Integer),
            Self::Floats(numbers) => numbers.get(row).map(Key::from),
            Self::Words(words) => words.get(row).map(Key::Text),
        }
    }

    /// The rows of `0..rows` whose cell has this key.
    pub fn find(&self, key: Option<Key>, rows: u32) -> Vec<u32> {
        match (self, key) {
            // A text is looked for once, and its number in every row.
            (Self::Words(words), Some(Key::Text(text))) => match words.code(text) {
                Some(code) => (0..rows)
                    .filter(|&row| words.codes[row as usize] == code)
                    .collect(),
                None => Vec::new(),
            },
            _ => (0..rows)
                .filter(|&row| self.key(row as usize) == key)
                .collect(),
        }
    }

    /// The cells of these rows, in this order.
    pub fn pick(&self, rows: &[u32]) -> Self {
        match self {
            Self::Integers(numbers) => Self::Integers(numbers.pick(rows)),
            Self::Floats(numbers) => Self::Floats(numbers.pick(rows)),
            Self::Words(words) => Self::Words(words.pick(rows)),
        }
    }

    /// For each row a small number, which it shares with just those rows whose cell is equal.
    pub fn classes(&self) -> Cow<'_, [u32]> {
        let rows = match self {
            Self::Words(words) => return Cow::Borrowed(&words.codes),
            Self::Integers(integers) => integers.values.len(),
            Self::Floats(floats) => floats.values.len(),
        };
        let mut class_of = HashMap::new();
        let class = |row| {
            let next = class_of.len() as u32;
            *class_of.entry(self.key(row)).or_insert(next)
        };
        (0..rows).map(class).collect()
    }

    pub fn are_numbers(&self) -> bool {
        matches!(self, Self::Integers(_) | Self::Floats(_))
    }
}

impl<T: Copy + Default> Numeric<T> {
    /// All texts as numbers, or nothing if one of them is none. An empty one is a missing number.
    fn parse(texts: &Texts, parse: fn(&str) -> Option<T>) -> Option<Self> {
        let parse = |text: &str| {
            if text.is_empty() {
                Some(None)
            } else {
                parse(text).map(Some)
            }
        };
        texts.iter().map(parse).collect()
    }

    pub fn get(&self, row: usize) -> Option<T> {
        let is_there = self.there.as_ref().is_none_or(|there| there[row]);
        is_there.then(|| self.values[row])
    }

    /// All numbers, the missing ones as `None`.
    pub fn iter(&self) -> impl Iterator<Item = Option<T>> {
        (0..self.values.len()).map(|row| self.get(row))
    }

    /// The numbers that are there.
    pub fn there(&self) -> impl Iterator<Item = T> {
        let there = self.there.as_deref();
        (0..self.values.len())
            .filter(move |&row| there.is_none_or(|there| there[row]))
            .map(|row| self.values[row])
    }

    fn pick(&self, rows: &[u32]) -> Self {
        let there = self.there.as_ref();
        Self {
            values: rows.iter().map(|&row| self.values[row as usize]).collect(),
            there: there.map(|there| rows.iter().map(|&row| there[row as usize]).collect()),
        }
    }
}

impl<T: Default> FromIterator<Option<T>> for Numeric<T> {
    fn from_iter<I: IntoIterator<Item = Option<T>>>(numbers: I) -> Self {
        let (values, there): (Vec<_>, Vec<_>) = numbers
            .into_iter()
            .map(|number| {
                let is_there = number.is_some();
                (number.unwrap_or_default(), is_there)
            })
            .unzip();
        let there = there.contains(&false).then_some(there);
        Self { values, there }
    }
}

impl Words {
    /// The number of the empty text.
    const MISSING: u32 = 0;

    fn new(texts: &Texts) -> Self {
        let mut different = Texts::default();
        different.push("");
        let mut code_of = HashMap::from([("", Self::MISSING)]);
        let codes = texts
            .iter()
            .map(|text| {
                *code_of.entry(text).or_insert_with(|| {
                    different.push(text);
                    // There are no more texts than rows.
                    (different.len() - 1) as u32
                })
            })
            .collect();
        Self {
            different: Arc::new(different),
            codes,
        }
    }

    fn get(&self, row: usize) -> Option<&str> {
        let code = self.codes[row];
        (code != Self::MISSING).then(|| self.different.get(code as usize))
    }

    /// The number of a text, if a row may have it.
    fn code(&self, text: &str) -> Option<u32> {
        let code = self.different.iter().position(|other| other == text)? as u32;
        (code != Self::MISSING).then_some(code)
    }

    fn pick(&self, rows: &[u32]) -> Self {
        Self {
            different: Arc::clone(&self.different),
            codes: rows.iter().map(|&row| self.codes[row as usize]).collect(),
        }
    }
}

impl From<f64> for Key<'_> {
    fn from(float: f64) -> Self {
        // From -2^63 to below 2^63, where every float without a fraction is an integer of 64 bits.
        let within = -9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0;
        if float.fract() == 0.0 && within.contains(&float) {
            Self::Integer(float as i64)
        } else {
            Self::Float(float.to_bits())
        }
    }
}

impl<'a> From<&'a Cell> for Key<'a> {
    fn from(cell: &'a Cell) -> Self {
        match cell {
            Cell::Integer(integer) => Self::Integer(*integer),
            Cell::Float(float) => Self::from(*float),
            Cell::Text(text) => Self::Text(text),
        }
    }
}

fn parse_integer(text: &str) -> Option<i64> {
    begins_as_number(text).then(|| text.parse().ok()).flatten()
}

fn parse_float(text: &str) -> Option<f64> {
    // From here on a float does not stand for each integer.
    const EXACT: f64 = (1_u64 << 53) as f64;

    let float = begins_as_number(text)
        .then(|| text.parse::<f64>().ok())
        .flatten()?;
    let is_exact = float.abs() < EXACT || text.contains(['.', 'e', 'E']);
    (float.is_finite() && is_exact).then_some(float)
}

/// Whether a text begins as a number does, and not as a code such as `007` or `+1`.
fn begins_as_number(text: &str) -> bool {
    match text.strip_prefix('-').unwrap_or(text).as_bytes() {
        [b'0', next, ..] => !next.is_ascii_digit(),
        [first, ..] => first.is_ascii_digit(),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Cells {
        let mut list = Texts::default();
        for text in texts {
            list.push(text);
        }
        Cells::parse(&list)
    }

    fn integer(integer: i64) -> Option<Cell> {
        Some(Cell::Integer(integer))
    }

    fn float(float: f64) -> Option<Cell> {
        Some(Cell::Float(float))
    }

    fn text(text: &str) -> Option<Cell> {
        Some(Cell::Text(text.to_string()))
    }

    #[test]
    fn a_column_is_of_the_narrowest_kind_that_holds_all_of_it() {
        for (texts, expected) in [
            (["1", "-20"], [integer(1), integer(-20)]),
            (["0", ""], [integer(0), None]),
            (
                ["9223372036854775807", "1"],
                [integer(i64::MAX), integer(1)],
            ),
            (["1", "2.5"], [float(1.0), float(2.5)]),
            (["-0.5", "1e3"], [float(-0.5), float(1000.0)]),
            (["0.5", ""], [float(0.5), None]),
            (["1", "a"], [text("1"), text("a")]),
            (["", ""], [None, None]),
            // What would not come back as it was is no number.
            (["007", "1"], [text("007"), text("1")]),
            (["+1", "1"], [text("+1"), text("1")]),
            (["00.5", "1"], [text("00.5"), text("1")]),
            (
                ["9223372036854775808", "1"],
                [text("9223372036854775808"), text("1")],
            ),
            (
                ["9007199254740993", "0.5"],
                [text("9007199254740993"), text("0.5")],
            ),
            // Rust reads these as floats; the BEAM has no such floats.
            (["inf", "1"], [text("inf"), text("1")]),
            (["NaN", "1"], [text("NaN"), text("1")]),
            (["1e999", "1"], [text("1e999"), text("1")]),
        ] {
            let cells = cells(&texts);
            assert_eq!([cells.get(0), cells.get(1)], expected, "{texts:?}");
        }
    }

    #[test]
    fn a_key_finds_its_rows() {
        let words = cells(&["BR", "", "FR", "BR"]);
        assert_eq!(words.find(Some(Key::Text("BR")), 4), [0, 3]);
        assert_eq!(words.find(Some(Key::Text("NO")), 4), []);
        assert_eq!(words.find(Some(Key::Text("")), 4), []);
        assert_eq!(words.find(None, 4), [1]);
        assert_eq!(words.find(Some(Key::Integer(1)), 4), []);

        let integers = cells(&["1", "", "0"]);
        assert_eq!(integers.find(Some(Key::Integer(0)), 3), [2]);
        assert_eq!(integers.find(Some(Key::from(1.0)), 3), [0]);
        assert_eq!(integers.find(Some(Key::Text("1")), 3), []);
        assert_eq!(integers.find(None, 3), [1]);

        let floats = cells(&["0.5", "2", ""]);
        assert_eq!(floats.find(Some(Key::from(0.5)), 3), [0]);
        assert_eq!(floats.find(Some(Key::Integer(2)), 3), [1]);
    }

    #[test]
    fn equal_cells_are_of_one_class() {
        for texts in [
            ["b", "", "a", "b", ""],
            ["2", "", "1", "2", ""],
            ["2.5", "", "1", "2.5", ""],
        ] {
            let cells = cells(&texts);
            let classes = cells.classes();
            for (row, class) in classes.iter().enumerate() {
                for (other, other_class) in classes.iter().enumerate() {
                    assert_eq!(class == other_class, texts[row] == texts[other]);
                }
            }
        }
    }

    #[test]
    fn a_float_has_the_key_of_the_integer_that_it_is() {
        assert_eq!(Key::from(-0.0), Key::Integer(0));
        assert_eq!(
            Key::from(-9_223_372_036_854_775_808.0),
            Key::Integer(i64::MIN)
        );
        assert!(matches!(
            Key::from(9_223_372_036_854_775_808.0),
            Key::Float(_)
        ));
    }

    #[test]
    fn picked_rows_come_in_the_order_of_the_picking() {
        let picked = |texts: &[&str]| {
            let picked = cells(texts).pick(&[2, 0, 0]);
            [picked.get(0), picked.get(1), picked.get(2)]
        };
        assert_eq!(picked(&["1", "2", ""]), [None, integer(1), integer(1)]);
        assert_eq!(
            picked(&["1.5", "2", "3"]),
            [float(3.0), float(1.5), float(1.5)]
        );
        assert_eq!(picked(&["a", "b", ""]), [None, text("a"), text("a")]);
    }
}
