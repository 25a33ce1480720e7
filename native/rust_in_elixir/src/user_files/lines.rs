//! The lines of a user's file, by which what is added to it looks like the rest.

/// The line end of a text, which is that of its first line.
pub fn line_end(text: &str) -> &'static str {
    match text.split_once('\n') {
        Some((line, _)) if line.ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Where the line of an offset starts.
pub fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |at| at + 1)
}

/// The number of the line of an offset, from 1.
pub fn line_of(text: &str, offset: usize) -> u32 {
    let lines = text[..offset].matches('\n').count() + 1;
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// The space before an offset that its line starts with.
pub fn indentation(text: &str, offset: usize) -> &str {
    let line = &text[line_start(text, offset)..offset];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Whether there is nothing but space that a line can be indented by.
pub fn is_space(text: &str) -> bool {
    text.trim_matches([' ', '\t']).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_as_the_first_one_does() {
        for (text, end) in [
            ("", "\n"),
            ("a", "\n"),
            ("a\nb\r\n", "\n"),
            ("a\r\nb\n", "\r\n"),
            ("\r\n", "\r\n"),
        ] {
            assert_eq!(line_end(text), end, "{text:?}");
        }
    }

    #[test]
    fn a_line_is_found_by_an_offset_in_it() {
        let text = "a\n \tb c\r\n\n";
        for (offset, start, number, space) in [
            (0, 0, 1, ""),
            (1, 0, 1, ""),
            (2, 2, 2, ""),
            (3, 2, 2, " "),
            (5, 2, 2, " \t"),
            (7, 2, 2, " \t"),
            (9, 9, 3, ""),
            (10, 10, 4, ""),
        ] {
            assert_eq!(line_start(text, offset), start, "{offset}");
            assert_eq!(line_of(text, offset), number, "{offset}");
            assert_eq!(indentation(text, offset), space, "{offset}");
        }
    }
}
