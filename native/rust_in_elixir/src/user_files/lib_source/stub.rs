//! The stub of a function that the user has not written yet, formatted as rustfmt does it.

use crate::render::rust::Stub;

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
    ///
    /// A parameter or return type that is too long for its own line is not broken further.
    pub fn render(&self, indentation: Indentation, line_end: &str) -> String {
        let columns: usize = (indentation.item.chars())
            .map(|char| if char == '\t' { TAB_WIDTH } else { 1 })
            .sum();
        let signature = Signature::split(&self.signature);
        let lines = (signature.lines(columns).into_iter())
            .chain(signature.uses())
            .chain(self.panic(&signature, columns))
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

    fn panic(&self, signature: &Signature, columns: usize) -> Vec<Line> {
        let message = format!("\"{} is not implemented yet\"", self.label);
        // A panic alone is not an iterator.
        let returns = signature.tail.strip_prefix(") -> ").unwrap_or_default();
        if let Some(items) = Self::failing_iterator(returns) {
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

    /// The iterator that a stub returns instead of panicking.
    fn failing_iterator(returns: &str) -> Option<&'static str> {
        if returns.starts_with("impl Iterator") {
            Some("std::iter::from_fn(move || panic!(\"{message}\"))")
        } else if returns.starts_with("Result<impl Iterator") {
            Some("Ok(std::iter::from_fn(move || panic!(\"{message}\")))")
        } else {
            None
        }
    }
}

/// A line and the levels that it is indented by.
type Line = (usize, String);

/// A signature in the parts that rustfmt breaks it into.
struct Signature<'a> {
    /// Up to and with the opening parenthesis.
    head: &'a str,
    params: Vec<&'a str>,
    /// From the closing parenthesis on.
    tail: &'a str,
}

impl<'a> Signature<'a> {
    fn split(signature: &'a str) -> Self {
        let open = signature.find('(').map_or(signature.len(), |at| at + 1);
        let mut params = Vec::new();
        let mut start = open;
        let mut depth = 0;
        let mut previous = ' ';
        for (at, char) in signature[open..].char_indices() {
            let at = open + at;
            match char {
                ')' if depth == 0 => {
                    params.push(&signature[start..at]);
                    start = at;
                    break;
                }
                '(' | '[' | '<' => depth += 1,
                '>' if previous == '-' => {}
                ')' | ']' | '>' => depth -= 1,
                ',' if depth == 0 => {
                    params.push(&signature[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
            previous = char;
        }
        Self {
            head: &signature[..open],
            params: (params.into_iter().map(str::trim))
                .filter(|param| !param.is_empty())
                .collect(),
            tail: &signature[start..],
        }
    }

    fn lines(&self, columns: usize) -> Vec<Line> {
        let line = format!("{}{}{} {{", self.head, self.params.join(", "), self.tail);
        if columns + line.chars().count() <= WIDTH || self.params.is_empty() {
            return vec![(0, line)];
        }
        let params = self.params.iter().map(|param| (1, format!("{param},")));
        std::iter::once((0, self.head.to_string()))
            .chain(params)
            .chain([(0, format!("{} {{", self.tail))])
            .collect()
    }

    fn uses(&self) -> Vec<Line> {
        let names: Vec<&str> = (self.params.iter())
            .map(|param| {
                param
                    .split_once(':')
                    .map_or(*param, |(name, _)| name.trim())
            })
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
}
