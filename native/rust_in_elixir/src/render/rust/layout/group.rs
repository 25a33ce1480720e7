//! What stands between two delimiters, and the ways to lay it out in fewer lines.

use super::{indentation, joined};

/// What two delimiters enclose, by the places of these.
pub(super) struct Group {
    pub(super) open: usize,
    pub(super) close: usize,
}

impl Group {
    /// The group in the line in which it begins, if that is not too long.
    pub(super) fn flat(&self, text: &str, width: usize) -> Option<String> {
        let (before, after) = self.around(text);
        let inner = &text[self.open..=self.close];
        let is_literal = inner.starts_with('{');
        if inner.contains("//")
            || is_literal && !self.is_literal(text)
            || !is_literal && has_block(inner)
        {
            return None;
        }
        let mut lines = inner.lines();
        let first = format!("{before}{}", lines.next().unwrap_or_default());
        let line = lines.fold(first, |line, next| joined(line, next.trim()));
        (line.chars().count() + after.chars().count() <= width)
            .then(|| line[before.len()..].to_string())
    }

    /// Whether the group is a tuple of one value with a comma behind it, and not what a function or a type takes.
    /// `groups` are all of the text.
    pub(super) fn is_tuple_of_one(&self, text: &str, groups: &[Self]) -> bool {
        let is_applied = text[..self.open]
            .ends_with(|last: char| last.is_alphanumeric() || "_>!)]#".contains(last));
        text[self.open..].starts_with('(') && !is_applied && self.commas(text, groups) == 1
    }

    /// How many commas stand directly in the group, and not in what it encloses.
    fn commas(&self, text: &str, groups: &[Self]) -> usize {
        let bytes = text.as_bytes();
        let mut commas = 0;
        let mut depth = 0;
        let mut at = self.open + 1;
        while at < self.close {
            if let Some(inner) = groups.iter().find(|it| it.open == at) {
                at = inner.close;
            }
            match bytes[at] {
                b'"' => at = end_of_quoted(bytes, at),
                b'\'' if is_character(text, at) => at = end_of_quoted(bytes, at),
                b'<' => depth += 1,
                b'>' if !b"-=".contains(&bytes[at - 1]) => depth -= 1,
                b',' if depth == 0 => commas += 1,
                _ => {}
            }
            at += 1;
        }
        commas
    }

    /// Whether the group has the fields of a literal, of a variant, or of a struct without public ones.
    fn is_literal(&self, text: &str) -> bool {
        let (before, _) = self.around(text);
        let mut words = before.split_whitespace().rev();
        let name = words.next().unwrap_or_default();
        let last = name
            .rsplit([':', '(', '&', '*', '|'])
            .next()
            .unwrap_or_default();
        let keyword = words.next().unwrap_or_default();
        let lines: Vec<&str> = text[self.open + 1..self.close].trim().lines().collect();
        let is_field = |line: &&str| {
            let name = line
                .trim()
                .trim_end_matches(',')
                .split(": ")
                .next()
                .unwrap_or_default();
            line.ends_with(',') && name.chars().all(|it| it.is_alphanumeric() || it == '_')
        };
        last.starts_with(|first: char| first.is_uppercase())
            && !["enum", "trait", "impl", "for"].contains(&keyword)
            && lines.iter().all(is_field)
    }

    /// The group with its last argument in the line in which it begins, if that one ends in a line of its own.
    pub(super) fn with_last_argument(&self, text: &str, width: usize) -> Option<String> {
        let (before, after) = self.around(text);
        let inner = text[self.open..self.close].strip_prefix("(\n")?;
        let outer = indentation(&text[text[..self.close].rfind('\n')? + 1..]);
        let indent = indentation(inner);
        let lines: Vec<&str> = inner.trim_end().lines().collect();
        let begins = |line: &&str| indentation(line) == indent && !line.ends_with(',');
        let first = (lines.iter().position(begins)).unwrap_or(lines.len() - 1);
        let (others, last) = lines.split_at(first);
        if others
            .iter()
            .any(|it| indentation(it) != indent || it.contains("//"))
        {
            return None;
        }
        let others: Vec<&str> = others.iter().map(|it| it.trim()).collect();
        let start = last[0].trim();
        let is_closure = start.starts_with('|') || start.starts_with("move |");
        let fits = |line: &str| before.chars().count() + line.chars().count() < width;
        let dedented = |line: &&str| line.get(indent - outer..).unwrap_or_default().to_string();
        if let [line] = last {
            let (parameters, body) = is_closure.then(|| closure(line))??;
            let head = [&others[..], &[parameters, "{"]].concat().join(" ");
            let body = format!("{:1$}{body}", "", outer + 4);
            let is_short = fits(&head) && body.chars().count() <= width;
            return is_short.then(|| format!("({head}\n{body}\n{:1$}}})", "", outer));
        }
        let (end, body) = last[1..].split_last()?;
        let is_whole = body
            .iter()
            .all(|line| line.is_empty() || indentation(line) > indent)
            && indentation(end) == indent
            && end
                .trim_end_matches(',')
                .trim_start()
                .chars()
                .all(|it| "})]".contains(it));
        let head = [&others[..], &[start]].concat().join(" ");
        let is_opening =
            head.ends_with('{') || head.ends_with(['(', '[']) && (is_closure || others.is_empty());
        if !is_whole
            || !is_opening
            || !fits(&head)
            || after.starts_with('.') && is_closure && !head.ends_with('{')
        {
            return None;
        }
        let body: String = body.iter().map(|line| dedented(line) + "\n").collect();
        Some(format!(
            "({head}\n{body}{})",
            dedented(end).trim_end_matches(',')
        ))
    }

    /// The group with all that it encloses in one line.
    pub(super) fn with_one_line(&self, text: &str, width: usize) -> Option<String> {
        let inner = text[self.open..self.close].strip_prefix("(\n")?;
        let indent = indentation(inner);
        let lines: Vec<&str> = inner.trim_end().lines().collect();
        let is_simple = |line: &&str| {
            indentation(line) == indent && line.ends_with(',') && !line.contains("//")
        };
        if lines.len() < 2 || !lines.iter().all(is_simple) {
            return None;
        }
        let line: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
        let line = format!("{:1$}{2}", "", indent, line.join(" "));
        let end = &text[text[..self.close].rfind('\n')?..self.close];
        (line.chars().count() <= width).then(|| format!("(\n{line}{end})"))
    }

    /// What stands in the first line before the group, and in the last one after it.
    fn around<'a>(&self, text: &'a str) -> (&'a str, &'a str) {
        let before = &text[..self.open];
        let after = &text[self.close + 1..];
        let start = before.rfind('\n').map_or(0, |it| it + 1);
        (
            &before[start..],
            after.split('\n').next().unwrap_or_default(),
        )
    }
}

/// The parameters of a closure, and its body.
fn closure(line: &str) -> Option<(&str, &str)> {
    let line = line.trim().trim_end_matches(',');
    let start = line.find('|')? + 1;
    let end = start + line[start..].find('|')? + 1;
    let body = line[end..].trim();
    (!body.starts_with(['{', '-'])).then_some((&line[..end], body))
}

/// Whether a block or something else in braces takes more than a line.
fn has_block(text: &str) -> bool {
    text.lines().any(|line| line.ends_with('{'))
}

/// The groups of a source, outer ones before inner ones.
pub(super) fn groups(text: &str) -> Vec<Group> {
    let bytes = text.as_bytes();
    let mut groups: Vec<Group> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at = text[at..].find('\n').map_or(bytes.len(), |it| at + it);
            }
            b'"' => at = end_of_quoted(bytes, at),
            b'\'' if is_character(text, at) => at = end_of_quoted(bytes, at),
            b'(' | b'[' | b'{' => {
                open.push(groups.len());
                groups.push(Group {
                    open: at,
                    close: at,
                });
            }
            b')' | b']' | b'}' => {
                if let Some(index) = open.pop() {
                    groups[index].close = at;
                }
            }
            _ => {}
        }
        at += 1;
    }
    groups
}

/// Whether a quote begins a character, and not a lifetime.
fn is_character(text: &str, at: usize) -> bool {
    let mut after = text[at + 1..].chars();
    after.next() == Some('\\') || after.next() == Some('\'')
}

/// The place of the quote that ends what begins at another one.
fn end_of_quoted(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != bytes[start] {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at
}
