//! Expressions of calls, containers, keys and unions, read from one line and printed in several.

use super::WIDTH;

#[derive(Debug)]
pub(super) enum Expression {
    /// A name, a literal or a captured function.
    Token(String),
    /// A call or a container, with what it opens with.
    Group {
        open: String,
        items: Vec<Expression>,
        close: char,
    },
    /// A key with its value: `key: ` or `key => `.
    Pair(String, Box<Expression>),
    Union(Vec<Expression>),
}

use Expression::*;

/// Reads a whole text.
pub(super) fn read(text: &str) -> Option<Expression> {
    let mut reader = Reader { rest: text };
    let read = reader.union()?;
    reader.rest.is_empty().then_some(read)
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn take(&mut self, expected: &str) -> bool {
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn union(&mut self) -> Option<Expression> {
        let mut parts = vec![self.operand()?];
        while self.take(" | ") {
            parts.push(self.operand()?);
        }
        Some(match parts.len() {
            1 => parts.remove(0),
            _ => Union(parts),
        })
    }

    fn item(&mut self) -> Option<Expression> {
        let read = self.union()?;
        if let Token(key) = &read
            && key.ends_with(':')
            && self.take(" ")
        {
            let value = self.union()?;
            return Some(Pair(format!("{key} "), Box::new(value)));
        }
        if self.take(" => ") {
            let value = self.union()?;
            return Some(Pair(format!("{} => ", read.flat()), Box::new(value)));
        }
        Some(read)
    }

    fn operand(&mut self) -> Option<Expression> {
        let token = self.token()?;
        let close = match self.rest.chars().next() {
            Some('(') if !token.is_empty() => ')',
            Some('[') if token.is_empty() => ']',
            Some('{') if token.is_empty() || token.starts_with('%') => '}',
            _ if token.is_empty() => return None,
            _ => return Some(Token(token)),
        };
        let open = format!("{token}{}", &self.rest[..1]);
        self.rest = &self.rest[1..];
        let mut items = Vec::new();
        if !self.take(&close.to_string()) {
            loop {
                items.push(self.item()?);
                if self.take(&close.to_string()) {
                    break;
                }
                if !self.take(", ") {
                    return None;
                }
            }
        }
        // The formatter writes the keywords at the end of a call without brackets.
        if close == ')' && items.last().is_some_and(Expression::is_keywords) {
            let Some(Group { items: pairs, .. }) = items.pop() else {
                return None;
            };
            items.extend(pairs);
        }
        Some(Group { open, items, close })
    }

    /// The characters of a name, a number or a string, which may be none.
    fn token(&mut self) -> Option<String> {
        let mut end = 0;
        let mut characters = self.rest.char_indices().peekable();
        while let Some((index, character)) = characters.next() {
            match character {
                '"' => loop {
                    match characters.next()? {
                        (_, '\\') => drop(characters.next()?),
                        (_, '#') if characters.peek().is_some_and(|it| it.1 == '{') => return None,
                        (index, '"') => {
                            end = index + 1;
                            break;
                        }
                        _ => (),
                    }
                },
                'a'..='z'
                | 'A'..='Z'
                | '0'..='9'
                | '_'
                | '@'
                | '&'
                | ':'
                | '.'
                | '!'
                | '?'
                | '/'
                | '%'
                | '-' => {
                    end = index + 1;
                }
                _ => break,
            }
        }
        let token = self.rest[..end].to_string();
        self.rest = &self.rest[end..];
        let is_word = ["fn", "not", "nil", "when", "do", "end"].contains(&token.as_str());
        // An operator, a sigil or a character is not read.
        (!is_word || token == "nil").then_some(())?;
        (!token.starts_with('-') || token[1..].starts_with(|it: char| it.is_ascii_digit()))
            .then_some(())?;
        (!token.starts_with(['?', '/', '.', '!'])).then_some(token)
    }
}

impl Expression {
    pub(super) fn flat(&self) -> String {
        match self {
            Token(text) => text.clone(),
            Group { open, items, close } => {
                let items: Vec<String> = items.iter().map(Self::flat).collect();
                format!("{open}{}{close}", items.join(", "))
            }
            Pair(key, value) => format!("{key}{}", value.flat()),
            Union(parts) => {
                let parts: Vec<String> = parts.iter().map(Self::flat).collect();
                parts.join(" | ")
            }
        }
    }

    /// Whether it is a list, tuple or map with something in it, which may begin in a line that is full.
    pub(super) fn is_container(&self) -> bool {
        matches!(self, Group { items, close, .. } if *close != ')' && !items.is_empty())
    }

    /// Whether it is a list of keys that are atoms.
    pub(super) fn is_keywords(&self) -> bool {
        let is_keyword = |it: &Expression| matches!(it, Pair(key, _) if !key.ends_with("=> "));
        matches!(self, Group { open, items, .. } if open == "[" && !items.is_empty() && items.iter().all(is_keyword))
    }

    /// Its lines, the first behind `before` and the last with `after`; lines of the same depth are indented by `indent`.
    pub(super) fn lines(&self, before: &str, after: &str, indent: usize) -> Option<Vec<String>> {
        let flat = format!("{before}{}{after}", self.flat());
        if width(&flat) <= WIDTH {
            return Some(vec![flat]);
        }
        match self {
            Pair(key, value) if value.is_container() => {
                value.lines(&format!("{before}{key}"), after, indent)
            }
            // What is not in brackets begins below its key.
            Pair(key, value) if !key.ends_with("=> ") => {
                let mut lines = vec![format!("{before}{}", key.trim_end())];
                lines.extend(value.lines(&" ".repeat(indent + 2), after, indent + 2)?);
                Some(lines)
            }
            // The formatter fills the lines of a tuple.
            Group { open, .. } if open == "{" => None,
            Group { open, items, close } if !items.is_empty() => {
                let end = format!("{}{close}{after}", " ".repeat(indent));
                let mut lines = vec![format!("{before}{open}")];
                let (mut one_each, inner) = (&items[..], indent + 2);
                if *close == ')' {
                    let pairs = items
                        .iter()
                        .rev()
                        .take_while(|it| matches!(it, Pair(..)))
                        .count();
                    let (left, right) = items.split_at(items.len() - pairs);
                    if pairs > 0 {
                        // The arguments before keys stay in the line.
                        if !left.is_empty() {
                            let left: Vec<String> = left.iter().map(Self::flat).collect();
                            lines = vec![format!("{before}{open}{},", left.join(", "))];
                            one_each = right;
                        }
                    } else if let Some((
                        last @ Group {
                            open: inside,
                            items,
                            close: end,
                        },
                        left,
                    )) = items.split_last()
                        && last.is_container()
                        && inside != "{"
                    {
                        let left: String = left.iter().map(|it| it.flat() + ", ").collect();
                        let before = format!("{before}{open}{left}");
                        if width(&before) + inside.len() <= WIDTH {
                            let end = format!("{end}{close}{after}");
                            let end = format!("{}{end}", " ".repeat(indent));
                            return each(vec![format!("{before}{inside}")], items, inner, end);
                        }
                    }
                }
                each(lines, one_each, inner, end)
            }
            _ => None,
        }
    }
}

/// Some lines, then those of each item, then the last one.
fn each(
    mut lines: Vec<String>,
    items: &[Expression],
    indent: usize,
    end: String,
) -> Option<Vec<String>> {
    for (index, item) in items.iter().enumerate() {
        let comma = if index + 1 < items.len() { "," } else { "" };
        lines.extend(item.lines(&" ".repeat(indent), comma, indent)?);
    }
    lines.push(end);
    lines.iter().all(|it| width(it) <= WIDTH).then_some(lines)
}

/// The characters of a line, of which there are no more than bytes.
pub(super) fn width(line: &str) -> usize {
    match line.len() <= WIDTH {
        true => line.len(),
        false => line.chars().count(),
    }
}
