//! Statements that stand in one line, broken where the formatter breaks them.

use super::WIDTH;
use super::expression::{Expression, read, width};

/// The lines of a statement.
pub(super) fn laid_out(line: &str) -> Option<Vec<String>> {
    let indent = line.len() - line.trim_start().len();
    let text = line.trim();
    let spaces = " ".repeat(indent);
    // The formatter writes these atoms in another way.
    let is_odd = (text.contains(":\"") && !text.is_ascii())
        || ["(:nil)", "(:true)", "(:false)"]
            .iter()
            .any(|it| text.contains(it))
        || has_long_number(text);
    if is_odd {
        return None;
    }
    if let Some(typed) = text.starts_with("@type ").then(|| typed(text, indent)) {
        return typed;
    }
    if width(line) <= WIDTH
        && !text.starts_with("defstruct [")
        && !text.starts_with("defexception [")
        && !may_have_brackets_to_spare(text)
    {
        return Some(vec![line.trim_end().to_string()]);
    }
    if let Some(lines) = typed(text, indent) {
        return Some(lines);
    }
    if let Some((lines, bodies)) = bodies_below(text, &spaces) {
        return (bodies.into_iter().all(is_simple) && fit(&lines)).then_some(lines);
    }
    if let Some((word, list)) = text.split_once(" [")
        && word
            .chars()
            .all(|it| it.is_ascii_alphanumeric() || "_@".contains(it))
    {
        return word_and_list(word, &read(&format!("[{list}"))?, &spaces);
    }
    let (pipe, call) = match text.strip_prefix("|> ") {
        Some(call) => ("|> ", call),
        None => ("", text),
    };
    match read(call)? {
        call @ Expression::Group { .. } => call.lines(&format!("{spaces}{pipe}"), "", indent),
        _ => None,
    }
}

/// The lines of a definition, a `with` or an `if` that is too long for one, and the bodies in them.
fn bodies_below<'a>(text: &'a str, spaces: &str) -> Option<(Vec<String>, Vec<&'a str>)> {
    let is_definition = ["def ", "defp "].iter().any(|it| text.starts_with(it));
    if is_definition && let Some((head, body)) = text.split_once("), do: ") {
        let mut lines = vec![format!("{spaces}{head}),"), format!("{spaces}  do: {body}")];
        if !fit(&lines) {
            lines.pop();
            lines.extend([format!("{spaces}  do:"), format!("{spaces}    {body}")]);
        }
        return Some((lines, vec![body]));
    }
    if let Some(with) = text.strip_prefix("with ") {
        let (head, body) = with.split_once(", do: ")?;
        let lines = vec![
            format!("{spaces}with {head},"),
            format!("{spaces}     do: {body}"),
        ];
        return Some((lines, vec![body]));
    }
    let (condition, bodies) = text.strip_prefix("if ")?.split_once(", do: ")?;
    let (body, other) = bodies.split_once(", else: ")?;
    let lines = vec![
        format!("{spaces}if {condition},"),
        format!("{spaces}  do: {body},"),
        format!("{spaces}  else: {other}"),
    ];
    Some((lines, vec![body, other]))
}

/// A word such as `defstruct` or an attribute with a list.
fn word_and_list(word: &str, list: &Expression, spaces: &str) -> Option<Vec<String>> {
    let Expression::Group { items, .. } = list else {
        return None;
    };
    if !list.is_keywords() || word.starts_with('@') {
        return list.lines(&format!("{spaces}{word} "), "", spaces.len());
    }
    let items: Vec<String> = items.iter().map(Expression::flat).collect();
    let flat = format!("{spaces}{word} {}", items.join(", "));
    if width(&flat) <= WIDTH {
        return Some(vec![flat]);
    }
    let separator = format!(",\n{spaces}{}", " ".repeat(word.len() + 1));
    let text = format!("{spaces}{word} {}", items.join(&separator));
    let lines: Vec<String> = text.lines().map(str::to_string).collect();
    fit(&lines).then_some(lines)
}

/// A type, a spec or a callback.
fn typed(text: &str, indent: usize) -> Option<Vec<String>> {
    let attribute = ["@type ", "@spec ", "@callback "]
        .into_iter()
        .find(|it| text.starts_with(it))?;
    let (head, value) = text.split_once(" :: ")?;
    let value = read(value)?;
    let base = indent + attribute.len();
    let spaces = " ".repeat(indent);
    let line = format!("{spaces}{head} :: {}", value.flat());
    if width(&line) <= WIDTH {
        return Some(vec![line]);
    }
    let first = format!("{spaces}{head} ::");
    if width(&first) > WIDTH {
        return None;
    }
    if value.is_container() {
        return value.lines(&format!("{first} "), "", base);
    }
    let below = " ".repeat(base + 2);
    let flat = format!("{below}{}", value.flat());
    if width(&flat) <= WIDTH {
        return Some(vec![first, flat]);
    }
    let Expression::Union(parts) = value else {
        return None;
    };
    let parts = parts.iter().enumerate().map(|(index, part)| {
        let bar = if index == 0 { "" } else { "| " };
        format!("{below}{bar}{}", part.flat())
    });
    let lines: Vec<String> = std::iter::once(first).chain(parts).collect();
    fit(&lines).then_some(lines)
}

/// Whether a text is an expression that stays in one line if it fits.
fn is_simple(text: &str) -> bool {
    let text = text.strip_prefix("{:error, _} = ").unwrap_or(text);
    read(text).is_some_and(|it| it.flat() == text)
}

/// Whether a number in it may have no underscores between its digits.
fn has_long_number(text: &str) -> bool {
    let mut digits = 0;
    for byte in text.as_bytes() {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        if digits > 5 {
            return true;
        }
    }
    false
}

fn fit(lines: &[String]) -> bool {
    lines.iter().all(|it| width(it) <= WIDTH)
}

/// Whether a call in the statement may end in keywords in brackets.
fn may_have_brackets_to_spare(text: &str) -> bool {
    text.contains("])")
        && text.split('[').skip(1).any(|it| {
            let key =
                it.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || "_?!".contains(it));
            it.starts_with('"') || key.starts_with(": ")
        })
}
