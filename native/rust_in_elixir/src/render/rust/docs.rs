//! Docs in Rust source. Rustdoc takes an indented block, or a fence without a language, for Rust and
//! runs it; nothing in a schema may be run.

use super::nodes::Docs;
use super::source::rust_string;

/// Documentation as a comment where it can be one, else as strings that are not there when rustdoc looks for tests.
pub(super) fn docs(text: Option<&str>) -> Docs {
    let text = text.map_or("", trimmed);
    comment(text).map_or_else(
        || {
            Docs::Hidden(
                text.split('\n')
                    .map(|it| rust_string(&spaced(it)))
                    .collect(),
            )
        },
        Docs::Comment,
    )
}

/// The first paragraph of a doc, since the Elixir side has all of it; or else what is said where the schema has none, or
/// begins with code: a crate may forbid that there is nothing.
pub(super) fn documented(text: Option<&str>, otherwise: &str) -> Docs {
    let text = text.map(paragraph);
    docs(
        text.filter(|it| !it.starts_with("    ") && !it.is_empty())
            .or(Some(otherwise)),
    )
}

/// The text up to the first blank line.
pub(super) fn paragraph(text: &str) -> &str {
    trimmed(text).split("\n\n").next().unwrap_or_default()
}

/// The first paragraph of a doc as the lines of a comment, if it is text.
pub fn first_paragraph(text: &str) -> Option<Vec<String>> {
    let paragraph: Vec<&str> = trimmed(text)
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .collect();
    let lines = comment(&paragraph.join("\n"))?;
    let is_text =
        lines.len() == paragraph.len() && !paragraph.first()?.starts_with(['`', '~', ' ']);
    is_text.then_some(lines)
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches('\n').trim_end()
}

/// A line with the space before it that a comment has.
fn spaced(line: &str) -> String {
    let line = line.trim_end();
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// A doc as the lines of a comment, in which code without a language has one; nothing where rustc
/// refuses a character in a comment, or where it takes a Markdown parser to tell what is code.
fn comment(text: &str) -> Option<Vec<String>> {
    let mut reader = Reader::default();
    for line in text.lines() {
        if line.chars().any(is_refused) {
            return None;
        }
        reader.line(line)?;
    }
    Some(reader.end().iter().map(|line| spaced(line)).collect())
}

/// Whether a comment cannot hold the character, or rustc would rather it did not.
fn is_refused(character: char) -> bool {
    (character.is_control() && character != '\t')
        || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The character of a fence, and its length.
#[derive(Clone, Copy, PartialEq)]
struct Fence(char, usize);

impl Fence {
    /// The fence that a line begins with, and what stands behind it.
    fn of(line: &str) -> Option<(Self, &str)> {
        let mark = line.chars().next().filter(|it| matches!(it, '`' | '~'))?;
        let rest = line.trim_start_matches(mark);
        let count = line.len() - rest.len();
        (count >= 3).then_some((Self(mark, count), rest.trim()))
    }

    fn is_closed_by(self, line: &str) -> bool {
        Self::of(line)
            .is_some_and(|(other, rest)| other.0 == self.0 && other.1 >= self.1 && rest.is_empty())
    }
}

/// Reads docs line by line, as far as it takes no Markdown parser.
#[derive(Default)]
struct Reader {
    lines: Vec<String>,
    fence: Option<Fence>,
    indented: bool,
    /// Whether the line before is text of a paragraph, which an indented line goes on with.
    in_text: bool,
    /// Whether there was a line that is not blank since the last one that is.
    after_line: bool,
}

impl Reader {
    /// Takes a line, unless it may begin code that cannot be told to be code.
    fn line(&mut self, line: &str) -> Option<()> {
        let inner = line.trim_start_matches(' ');
        let indent = line.len() - inner.len();
        if let Some(fence) = self.fence {
            if fence.is_closed_by(line) {
                self.fence = None;
            }
            self.lines.push(line.to_string());
            (self.in_text, self.after_line) = (false, true);
            return Some(());
        }
        if inner.trim().is_empty() {
            self.lines.push(String::new());
            (self.in_text, self.after_line) = (false, false);
            return Some(());
        }
        if indent >= 4 {
            return self.indented_line(line, inner);
        }
        if self.indented {
            close_block(&mut self.lines);
            self.indented = false;
        }
        if let Some((fence, language)) = Fence::of(inner) {
            if indent > 0 || may_be_rust(language) {
                return None;
            }
            let named = if language.is_empty() { "text" } else { "" };
            self.lines.push(format!("{}{named}", line.trim_end()));
            self.fence = Some(fence);
        } else if may_hold_code(inner) {
            return None;
        } else {
            self.in_text = is_text(inner);
            self.lines.push(line.to_string());
        }
        self.after_line = true;
        Some(())
    }

    fn indented_line(&mut self, line: &str, inner: &str) -> Option<()> {
        if inner.starts_with('\t') || Fence::of(inner).is_some() {
            return None;
        }
        if !self.indented && self.after_line {
            self.lines.push(line.to_string());
            return self.in_text.then_some(());
        }
        if !self.indented {
            self.lines.push("```elixir".to_string());
            self.indented = true;
        }
        self.lines
            .push(line.strip_prefix("    ").unwrap_or_default().to_string());
        self.after_line = true;
        Some(())
    }

    fn end(mut self) -> Vec<String> {
        if self.indented {
            close_block(&mut self.lines);
        }
        if let Some(Fence(mark, count)) = self.fence {
            self.lines.push(mark.to_string().repeat(count));
        }
        self.lines
    }
}

/// Ends a block of code before the blank lines that follow it.
fn close_block(lines: &mut Vec<String>) {
    let end = lines
        .iter()
        .rposition(|line| !line.trim().is_empty())
        .map_or(0, |last| last + 1);
    lines.insert(end, "```".to_string());
}

/// Whether rustdoc may take a fence of the language for Rust: it has words and signs for what to do
/// with a test, and takes a fence with nothing else for one.
fn may_be_rust(language: &str) -> bool {
    const WORDS: &[&str] = &[
        "rust",
        "ignore",
        "should",
        "no",
        "test",
        "compile",
        "standalone",
        "edition",
        "custom",
    ];
    let is_plain = language.chars().all(|it| it.is_ascii_alphanumeric());
    let is_error = language.len() == 5 && language.starts_with('E');
    !is_plain || is_error || WORDS.iter().any(|word| language.starts_with(word))
}

/// Whether a line opens something that has blocks of its own, with code in it, or is HTML, in which
/// nothing is as it looks.
fn may_hold_code(line: &str) -> bool {
    if line.starts_with(['<', '\t']) {
        return true;
    }
    let mut rest = line;
    while let Some(inner) = without_marker(rest) {
        let text = inner.trim_start_matches(' ');
        if inner.len() - text.len() >= 4 || text.starts_with('\t') || Fence::of(text).is_some() {
            return true;
        }
        rest = text;
    }
    false
}

/// The text after the marker of a quotation or list item.
fn without_marker(line: &str) -> Option<&str> {
    if let Some(quoted) = line.strip_prefix('>') {
        return Some(quoted);
    }
    let number = line.trim_start_matches(|it: char| it.is_ascii_digit());
    let item = if number.len() < line.len() {
        number.strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '+'])
    };
    item.filter(|it| it.starts_with([' ', '\t']))
}

/// Whether an indented line below goes on with the paragraph that this line is of.
fn is_text(line: &str) -> bool {
    let mut rest = line;
    while let Some(inner) = without_marker(rest) {
        rest = inner.trim_start();
    }
    let begins_as_text = |it: char| it.is_alphanumeric() || matches!(it, '`' | '(' | '"' | ':');
    rest.starts_with(begins_as_text) && !rest.contains('|')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_lines(lines: &[&str]) -> Docs {
        Docs::Comment(lines.iter().map(|it| it.to_string()).collect())
    }

    #[test]
    fn an_item_has_the_first_paragraph_of_its_doc() {
        for (text, lines) in [
            ("Adds.\n\n    iex> add(1)\n    2\n", vec![" Adds."]),
            (
                "\nAdds\nnumbers.\n\nNever fails.",
                vec![" Adds", " numbers."],
            ),
            ("    iex> add(1)\n    2", vec![" `add/1` in Elixir."]),
            ("\n\n", vec![" `add/1` in Elixir."]),
        ] {
            let said = documented(Some(text), "`add/1` in Elixir.");
            assert_eq!(said, of_lines(&lines), "{text}");
        }
    }

    #[test]
    fn no_line_of_a_doc_runs_as_a_rust_test() {
        for (text, lines) in [
            ("Plain.", vec![" Plain."]),
            (
                "An example:\n\n    iex> f(1)\n    {:ok, 1}\n\nDone.",
                vec![
                    " An example:",
                    "",
                    " ```elixir",
                    " iex> f(1)",
                    " {:ok, 1}",
                    " ```",
                    "",
                    " Done.",
                ],
            ),
            (
                "    iex> f(1)\n\n    iex> f(2)",
                vec![" ```elixir", " iex> f(1)", "", " iex> f(2)", " ```"],
            ),
            ("```\nf(1)\n```", vec![" ```text", " f(1)", " ```"]),
            ("````\n```\n````", vec![" ````text", " ```", " ````"]),
            ("```elixir\nf(1)", vec![" ```elixir", " f(1)", " ```"]),
            ("~~~\n```\n~~~", vec![" ~~~text", " ```", " ~~~"]),
            (
                "* an item\n    that goes on",
                vec![" * an item", "     that goes on"],
            ),
            ("ends */ here\r\nnext", vec![" ends */ here", " next"]),
        ] {
            assert_eq!(docs(Some(text)), of_lines(&lines), "{text}");
        }
        assert_eq!(docs(None), of_lines(&[]));
    }

    #[test]
    fn what_may_be_code_or_cannot_be_a_comment_is_an_attribute() {
        for text in [
            "\tcode",
            "> ```\n> code\n> ```",
            ">     code",
            "- ```\n  code\n  ```",
            "*     code",
            "1. a\n\n   ```\n   code\n   ```",
            "# Heading\n    code",
            "a\n---\n    code",
            "<div>\n```\n</div>\n\n```\ncode",
            "```rust\ncode\n```",
            "```no_run\ncode\n```",
            "```{.rust}\ncode\n```",
            "```E0308\ncode\n```",
            "a\u{202E}b",
            "a\0b",
            "a\rb",
        ] {
            let docs = docs(Some(text));
            assert!(matches!(docs, Docs::Hidden(_)), "{text:?}: {docs:?}");
        }
        let strings = [r##"" \ta\u{202e}""##, r##"" \"#""##];
        let hidden = Docs::Hidden(strings.map(str::to_string).to_vec());
        assert_eq!(docs(Some("\ta\u{202E}\n\"#")), hidden);
    }

    #[test]
    fn a_first_paragraph_is_text_or_nothing() {
        assert_eq!(
            first_paragraph("\nOne\ntwo.\n\nThree."),
            Some(vec![" One".to_string(), " two.".to_string()])
        );
        for text in ["", "```\ncode\n```", "    code", "a\n```\ncode", "a\0b"] {
            assert_eq!(first_paragraph(text), None, "{text:?}");
        }
    }
}
