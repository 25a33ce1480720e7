//! The place of an error in a user's file.

use crate::boundary::SyntaxError;

impl SyntaxError {
    /// The error at a byte offset of a text.
    ///
    /// Lines and columns count from 1, and columns count characters, as rustc and Cargo print
    /// them. A byte order mark takes no column.
    pub(crate) fn at(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = &text[..text.floor_char_boundary(offset)];
        let before = before.strip_prefix('\u{feff}').unwrap_or(before);
        let (lines, last) = match before.rfind('\n') {
            Some(end) => (before[..=end].matches('\n').count(), &before[end + 1..]),
            None => (0, before),
        };
        Self {
            line: from_one(lines),
            column: from_one(last.chars().count()),
            message: message.into(),
        }
    }
}

fn from_one(index: usize) -> u32 {
    u32::try_from(index).map_or(u32::MAX, |index| index.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::SyntaxError;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let cases = [
            ("", 0, (1, 1)),
            ("ab", 1, (1, 2)),
            ("ab\ncd", 3, (2, 1)),
            ("ab\r\ncd", 5, (2, 2)),
            ("å\nøæx", 7, (2, 3)),
            ("øx", 1, (1, 1)),
            ("\u{feff}ab", 4, (1, 2)),
            ("ab\n", 3, (2, 1)),
            ("ab", 9, (1, 3)),
        ];
        for (text, offset, place) in cases {
            let error = SyntaxError::at(text, offset, "wrong");
            assert_eq!((error.line, error.column), place, "{text:?} at {offset}");
        }
    }
}
