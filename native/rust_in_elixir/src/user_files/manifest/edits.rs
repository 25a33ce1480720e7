//! Edits of a TOML text that leave every byte they do not concern.
//!
//! The text is parsed for its spans and never printed from the parsed document. So comments,
//! order, line ends and odd formatting stay.

use std::ops::Range;

use toml_edit::{Document, Item, Table, TableLike, Value};

use crate::boundary::SyntaxError;
use crate::user_files::lines::{indentation, is_space, line_end, line_start};

/// A TOML text with the edits that are to be made in it.
pub struct Edits<'a> {
    text: &'a str,
    document: Document<String>,
    line_end: &'static str,
    splices: Vec<Splice>,
    sections: Vec<Section>,
}

/// The bytes that go, and the text that comes for them.
type Splice = (Range<usize>, String);

/// A table that is to be appended, with its entries.
struct Section {
    header: String,
    entries: Vec<String>,
}

/// The innermost table of a path that has its own brackets or header.
enum Enclosing<'d> {
    Header(&'d Table),
    Braces(Range<usize>, &'d dyn TableLike),
}

impl<'a> Edits<'a> {
    /// Parses a text.
    pub fn new(text: &'a str) -> Result<Self, SyntaxError> {
        let line_end = line_end(text);
        let parsed = match text.is_empty() || text.ends_with(['\n', '\r']) {
            true => text.to_string(),
            // So that every entry ends its line. `apply` takes it away again. After a lone `\r`, which TOML
            // refuses, it would make the text pass.
            false => format!("{text}{line_end}"),
        };
        let document = Document::parse(parsed).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            SyntaxError::at(text, offset, error.message())
        })?;
        Ok(Self {
            text,
            document,
            line_end,
            splices: Vec::new(),
            sections: Vec::new(),
        })
    }

    /// The item at a path, if there is one.
    pub fn get(&self, path: &[&str]) -> Option<&Item> {
        path.iter().try_fold(self.document.as_item(), |item, key| {
            item.as_table_like()?.get(key)
        })
    }

    /// The strings of the array at a path, if there is one.
    pub fn strings(&self, path: &[&str]) -> Result<Option<Vec<&str>>, SyntaxError> {
        self.get(path)
            .map(|item| {
                item.as_array()
                    .and_then(|array| array.iter().map(Value::as_str).collect())
                    .ok_or_else(|| self.error(path, "expected an array of strings"))
            })
            .transpose()
    }

    /// An error at the value of a path.
    pub fn error(&self, path: &[&str], message: impl Into<String>) -> SyntaxError {
        let offset = self.get(path).and_then(Item::span).map_or(0, |at| at.start);
        SyntaxError::at(self.source(), offset, message)
    }

    /// Sets the value at a path, replacing the present one or adding an entry.
    ///
    /// An array or a table is not replaced: there can be comments in it.
    pub fn set(&mut self, path: &[&str], value: &str) -> Result<(), SyntaxError> {
        let Some(present) = self.get(path) else {
            let (key, table) = path.split_last().expect("a path has a key");
            return self.add(table, &[(key, value)]);
        };
        if present.is_array() {
            return Err(self.error(path, "expected a value, not an array"));
        }
        match present.as_value().filter(|old| !old.is_inline_table()) {
            Some(old) => self.splices.push((span(old), value.to_string())),
            None => return Err(self.error(path, "expected a value, not a table")),
        }
        Ok(())
    }

    /// Puts new entries, as keys and values, into the table at a path, which need not be there.
    pub fn add(&mut self, path: &[&str], entries: &[(&str, &str)]) -> Result<(), SyntaxError> {
        match self.insertion(path, entries)? {
            Some(splices) => self.splices.extend(splices),
            None => self.add_to_section(path, entries),
        }
        Ok(())
    }

    /// Appends strings to the array at a path, in the style of its last element.
    pub fn push(&mut self, path: &[&str], strings: &[&str]) {
        let Some(array) = self.get(path).and_then(Item::as_array) else {
            return;
        };
        let brackets = array.span().expect("a parsed array has a span");
        let items: Vec<String> = strings.iter().map(|string| quoted(string)).collect();
        let splices = self.append(brackets, array.iter().last().map(span), &items, "");
        self.splices.extend(splices);
    }

    /// The text with all edits made; the very same text if there are none.
    pub fn apply(mut self) -> String {
        if self.splices.is_empty() && self.sections.is_empty() {
            return self.text.to_string();
        }
        // Stable, so that edits of one place keep their order.
        self.splices.sort_by_key(|(range, _)| range.start);
        let source = self.source();
        let mut text = String::with_capacity(source.len() + 256);
        let mut copied = 0;
        for (range, replacement) in &self.splices {
            text.push_str(&source[copied..range.start]);
            text.push_str(replacement);
            copied = range.end;
        }
        text.push_str(&source[copied..]);
        for section in &self.sections {
            if !ends_blank(&text) {
                text.push_str(self.line_end);
            }
            for line in std::iter::once(&section.header).chain(&section.entries) {
                text.push_str(line);
                text.push_str(self.line_end);
            }
        }
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        text
    }

    /// The parsed text: that of the user, with its last line ended.
    fn source(&self) -> &str {
        self.document.raw()
    }

    /// How new entries come into a table that is there; `None` if they need a header of their own.
    fn insertion(
        &self,
        path: &[&str],
        entries: &[(&str, &str)],
    ) -> Result<Option<Vec<Splice>>, SyntaxError> {
        let mut table: &dyn TableLike = self.document.as_table();
        let mut enclosing = Enclosing::Header(self.document.as_table());
        let mut depth = 0;
        let mut is_dotted = false;
        for (index, key) in path.iter().enumerate() {
            let Some(item) = table.get(key) else { break };
            table = item
                .as_table_like()
                .ok_or_else(|| self.error(&path[..=index], "expected a table"))?;
            is_dotted = table.is_dotted();
            if !is_dotted {
                depth = index + 1;
                enclosing = match item {
                    Item::Table(table) => Enclosing::Header(table),
                    _ => Enclosing::Braces(item.span().expect("a parsed table has a span"), table),
                };
            }
        }
        let entries: Vec<String> = (entries.iter())
            .map(|(key, value)| {
                let key = [&path[depth..], &[*key]].concat().join(".");
                format!("{key} = {value}")
            })
            .collect();
        Ok(match enclosing {
            Enclosing::Braces(braces, table) => {
                Some(self.append(braces, values(table).pop(), &entries, " "))
            }
            Enclosing::Header(_) if is_dotted => {
                Some(vec![self.lines_after(table, None, &entries)])
            }
            Enclosing::Header(header) if depth == path.len() && !header.is_implicit() => {
                Some(vec![self.lines_after(header, header.span(), &entries)])
            }
            Enclosing::Header(_) => None,
        })
    }

    fn add_to_section(&mut self, path: &[&str], entries: &[(&str, &str)]) {
        let header = format!("[{}]", path.join("."));
        let entries = (entries.iter()).map(|(key, value)| format!("{key} = {value}"));
        match (self.sections.iter_mut()).find(|section| section.header == header) {
            Some(section) => section.entries.extend(entries),
            None => self.sections.push(Section {
                header,
                entries: entries.collect(),
            }),
        }
    }

    /// Lines of their own after the last entry of a table, indented like it.
    fn lines_after(
        &self,
        table: &dyn TableLike,
        header: Option<Range<usize>>,
        entries: &[String],
    ) -> Splice {
        let source = self.source();
        let last = (values(table).pop().or(header)).expect("a table without values has a header");
        let place = (source[last.end..].find('\n')).map_or(source.len(), |at| last.end + at + 1);
        let indentation = indentation(source, last.start);
        let lines = (entries.iter()).map(|entry| format!("{indentation}{entry}{}", self.line_end));
        (place..place, lines.collect())
    }

    /// New items at the end of an array or an inline table. `padding` goes between the brackets
    /// and the items where there were none.
    fn append(
        &self,
        brackets: Range<usize>,
        last: Option<Range<usize>>,
        items: &[String],
        padding: &str,
    ) -> Vec<Splice> {
        let source = self.source();
        let close = brackets.end - 1;
        let Some(last) = last else {
            return vec![self.fill(brackets.start + 1..close, items, padding)];
        };
        let own_line = own_line(source, last.start);
        let separator = match own_line {
            Some(indentation) => format!("{}{indentation}", self.line_end),
            None => " ".to_string(),
        };
        // New lines come after a comment that stands behind the last item.
        let place_after = |end: usize| match source[end..close].find('\n') {
            Some(at) if own_line.is_some() => end + source[end..end + at].trim_end().len(),
            _ => end,
        };
        match comma(source, last.end..close) {
            Some(comma) => {
                let place = place_after(comma + 1);
                let new = items.iter().map(|item| format!("{separator}{item},"));
                vec![(place..place, new.collect())]
            }
            None => {
                let place = place_after(last.end);
                let new: Vec<_> = (items.iter())
                    .map(|item| format!("{separator}{item}"))
                    .collect();
                vec![
                    (last.end..last.end, ",".to_string()),
                    (place..place, new.join(",")),
                ]
            }
        }
    }

    /// The first items of an array or an inline table.
    fn fill(&self, inside: Range<usize>, items: &[String], padding: &str) -> Splice {
        let blank = &self.source()[inside.clone()];
        match blank.rfind('\n') {
            None => (inside, format!("{padding}{}{padding}", items.join(", "))),
            Some(at) => {
                let place = inside.start + blank[..at].trim_end().len();
                let indentation = format!("{}    ", &blank[at + 1..]);
                let new =
                    (items.iter()).map(|item| format!("{}{indentation}{item},", self.line_end));
                (place..place, new.collect())
            }
        }
    }
}

fn ends_blank(text: &str) -> bool {
    matches!(text.lines().last(), None | Some("" | "\u{feff}"))
}

/// A string as TOML.
pub fn quoted(string: &str) -> String {
    Value::from(string).to_string()
}

fn span(value: &Value) -> Range<usize> {
    value.span().expect("a parsed value has a span")
}

/// The spans of the values of a table, in the order of the text, without those of tables that
/// have a header of their own.
fn values(table: &dyn TableLike) -> Vec<Range<usize>> {
    let mut spans: Vec<_> = (table.iter())
        .flat_map(|(_, item)| match (item, item.as_table_like()) {
            (_, Some(dotted)) if dotted.is_dotted() => values(dotted),
            (Item::Value(value), _) => vec![span(value)],
            _ => vec![],
        })
        .collect();
    spans.sort_by_key(|span| span.start);
    spans
}

/// The space before an offset, if nothing else stands before it in its line.
fn own_line(source: &str, offset: usize) -> Option<&str> {
    let start = line_start(source, offset);
    let before = &source[start..offset];
    (start > 0 && is_space(before)).then_some(before)
}

/// The first comma in a range that holds only space, comments and commas.
fn comma(source: &str, range: Range<usize>) -> Option<usize> {
    let mut is_comment = false;
    for (at, byte) in source[range.clone()].bytes().enumerate() {
        match byte {
            b'#' => is_comment = true,
            b'\n' => is_comment = false,
            b',' if !is_comment => return Some(range.start + at),
            _ => {}
        }
    }
    None
}
