//! The stub of a function that the user has not written yet, formatted as rustfmt does it.

use crate::render::rust::{Returned, Signature, Stub};

const WIDTH: usize = 100;
/// Beyond this width rustfmt breaks a tuple, as it sees fit.
const TUPLE_WIDTH: usize = 60;
const TAB_WIDTH: usize = 4;

/// How the lines of an `impl` block are indented.
#[derive(Clone, Copy)]
pub struct Indentation<'a> {
    /// The indentation of an item of the block.
    pub item: &'a str,
    /// The indentation that each further level adds.
    pub unit: &'a str,
}

impl Stub {
    /// The function as text. Its body uses every parameter, so that no lint warns of it, and
    /// panics with the function's name; the place of a panic names the file and the line.
    pub fn render(&self, indentation: Indentation, line_end: &str) -> String {
        let columns: usize = (indentation.item.chars())
            .map(|char| if char == '\t' { TAB_WIDTH } else { 1 })
            .sum();
        let width = WIDTH.saturating_sub(columns);
        let lines = (self.signature.lines(width, " {").into_iter())
            .chain(uses(&self.signature))
            .chain(self.panic(columns))
            .chain([(0, "}".to_string())]);
        lines
            .map(|(level, line)| {
                format!(
                    "{}{}{line}",
                    indentation.item,
                    indentation.unit.repeat(level)
                )
            })
            .collect::<Vec<_>>()
            .join(line_end)
    }

    fn panic(&self, columns: usize) -> Vec<Line> {
        let message = format!("\"{} is not implemented yet\"", self.label);
        // A panic alone is not an iterator.
        if let Some(items) = failing_iterator(&self.signature) {
            let fits = |levels: usize, line: &str| {
                columns + levels * TAB_WIDTH + line.chars().count() <= WIDTH
            };
            let line = format!("let message = {message};");
            let below = format!("{message};");
            // Where a break would not help, rustfmt makes none.
            let mut lines = if fits(1, &line) || !fits(2, &below) {
                vec![(1, line)]
            } else {
                vec![(1, "let message =".into()), (2, below)]
            };
            lines.push((1, items.into()));
            return lines;
        }
        let line = format!("panic!({message})");
        if columns + TAB_WIDTH + line.chars().count() <= WIDTH {
            return vec![(1, line)];
        }
        vec![(1, "panic!(".into()), (2, message), (1, ")".into())]
    }
}

/// A line and the levels that it is indented by.
type Line = (usize, String);

/// What uses every parameter of a function.
fn uses(signature: &Signature) -> Vec<Line> {
    let names: Vec<&str> = (signature.params.iter())
        .map(|(name, _)| name.as_str())
        .collect();
    // A borrow, for a tuple would take the values away from what is written below it.
    let joined = names
        .iter()
        .map(|name| format!("&{name}"))
        .collect::<Vec<_>>()
        .join(", ");
    match names.len() {
        0 => vec![],
        1 => vec![(1, format!("let _ = {};", names[0]))],
        _ if joined.chars().count() <= TUPLE_WIDTH => {
            vec![(1, format!("let _ = ({joined});"))]
        }
        _ => (names.iter())
            .map(|name| (1, format!("let _ = {name};")))
            .collect(),
    }
}

/// The iterator that a stub returns instead of panicking.
fn failing_iterator(signature: &Signature) -> Option<&'static str> {
    match signature.returns {
        Returned::Stream { .. } => Some("std::iter::from_fn(move || panic!(\"{message}\"))"),
        Returned::StreamOrError { .. } => {
            Some("Ok(std::iter::from_fn(move || panic!(\"{message}\")))")
        }
        _ => None,
    }
}
