//! Reads types and terms back out of their notation.
//!
//! Unreadable text becomes an invalid type or nothing, never a panic; a text that nests deeper than
//! any schema does is one of these.

use crate::boundary::*;
use crate::model::scalar;

const DEEPEST: usize = 64;

/// The type that a text says, or an invalid one that holds the text.
pub fn type_of(text: &str) -> Type {
    whole(text, |parser| parser.type_expression(0)).unwrap_or_else(|| Type::Invalid(text.into()))
}

/// A parameter's type, and how it is passed.
pub fn param(text: &str) -> (Passing, Type) {
    let passed = |passing: Passing| {
        let inner = text.strip_prefix(passing.word()?)?;
        let inner = inner.strip_prefix('(')?.strip_suffix(')')?;
        Some((passing, type_of(inner)))
    };
    let words = [
        Passing::Mut,
        Passing::Take,
        Passing::Handle,
        Passing::Stream,
    ];
    (words.into_iter())
        .find_map(passed)
        .unwrap_or_else(|| (Passing::Plain, type_of(text)))
}

/// The return of a NIF.
pub fn returns(text: &str) -> Return {
    whole(text, Parser::returns).unwrap_or_else(|| Return::Value(type_of(text)))
}

/// The name and the shape of a tagged variant out of its term, such as `{:moved, i64, i64}`.
pub fn variant(text: &str) -> (String, Shape) {
    whole(text, Parser::variant).unwrap_or_else(|| (text.to_string(), Shape::Unit))
}

fn whole<'a, T>(text: &'a str, parse: impl FnOnce(&mut Parser<'a>) -> Option<T>) -> Option<T> {
    let mut parser = Parser { rest: text };
    let parsed = parse(&mut parser)?;
    parser.rest.is_empty().then_some(parsed)
}

struct Parser<'a> {
    rest: &'a str,
}

impl Parser<'_> {
    fn take(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn type_expression(&mut self, depth: usize) -> Option<Type> {
        if depth > DEEPEST {
            return None;
        }
        let mut found = self.plain_type(depth)?;
        let mut optionals = 0;
        while optionals < DEEPEST && self.take(" | nil").is_some() {
            found = Type::Optional(Box::new(found));
            optionals += 1;
        }
        Some(found)
    }

    fn plain_type(&mut self, depth: usize) -> Option<Type> {
        if self.take("[").is_some() {
            let item = self.type_expression(depth + 1)?;
            self.take("]")?;
            return Some(Type::List(Box::new(item)));
        }
        if self.take("{").is_some() {
            if self.take("}").is_some() {
                return Some(Type::Tuple(Vec::new()));
            }
            return self.types_to_brace(depth).map(Type::Tuple);
        }
        if self.take("%{").is_some() {
            let key = self.type_expression(depth + 1)?;
            self.take(" => ")?;
            let value = self.type_expression(depth + 1)?;
            self.take("}")?;
            return Some(Type::Map(Box::new(key), Box::new(value)));
        }
        let mut name = self.word()?;
        if matches!(&*name, "packed" | "slice") && self.take("(").is_some() {
            name = format!("{name}({})", self.word()?);
            self.take(")")?;
        }
        if name == "mapset" && self.take("(").is_some() {
            let item = self.type_expression(depth + 1)?;
            self.take(")")?;
            return Some(Type::Set(Box::new(item)));
        }
        if name == "array" && self.take("(").is_some() {
            let item = self.type_expression(depth + 1)?;
            self.take(", ")?;
            let length = self.word()?.parse().ok()?;
            self.take(")")?;
            return Some(Type::Array(Box::new(item), length));
        }
        match scalar::ALL.iter().find(|it| it.name() == name) {
            Some(scalar) => Some(Type::Scalar(*scalar)),
            None if name.starts_with(char::is_uppercase) => Some(Type::Named(name)),
            None => None,
        }
    }

    fn types_to_brace(&mut self, depth: usize) -> Option<Vec<Type>> {
        let mut types = vec![self.type_expression(depth + 1)?];
        while self.take(", ").is_some() {
            types.push(self.type_expression(depth + 1)?);
        }
        self.take("}")?;
        Some(types)
    }

    fn word(&mut self) -> Option<String> {
        let end = self
            .rest
            .find(|it: char| !(it.is_alphanumeric() || it == '_'))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!word.is_empty()).then(|| word.to_string())
    }

    fn returns(&mut self) -> Option<Return> {
        if self.take(":ok").is_some() {
            return match self.error() {
                Some(error) => Some(Return::Result(None, error)),
                None => Some(Return::Ok),
            };
        }
        if self.take("{:ok, ").is_some() {
            if self.take("stream(").is_some() {
                let (item, item_error) = self.stream_items()?;
                self.take("}")?;
                return Some(Return::Stream(item, item_error, Some(self.error()?)));
            }
            let value = self.type_expression(0)?;
            self.take("}")?;
            return Some(Return::Result(Some(value), self.error()?));
        }
        if self.take("stream(").is_some() {
            let (item, item_error) = self.stream_items()?;
            return Some(Return::Stream(item, item_error, None));
        }
        self.type_expression(0).map(Return::Value)
    }

    /// ` | {:error, type}`
    fn error(&mut self) -> Option<Type> {
        self.take(" | {:error, ")?;
        let error = self.type_expression(0)?;
        self.take("}")?;
        Some(error)
    }

    fn stream_items(&mut self) -> Option<(Type, Option<Type>)> {
        let items = if self.take("{:ok, ").is_some() {
            let item = self.type_expression(0)?;
            self.take("}")?;
            (item, Some(self.error()?))
        } else {
            (self.type_expression(0)?, None)
        };
        self.take(")")?;
        Some(items)
    }

    fn variant(&mut self) -> Option<(String, Shape)> {
        if self.take("{").is_none() {
            return Some((self.atom()?, Shape::Unit));
        }
        let name = self.atom()?;
        self.take(", ")?;
        let is_named = self.rest.starts_with("%{") && !self.begins_map();
        let shape = if is_named {
            self.take("%{")?;
            let fields = self.fields()?;
            self.take("}")?;
            Shape::Fields(fields)
        } else {
            Shape::Values(self.types_to_brace(0)?)
        };
        Some((name, shape))
    }

    /// Whether `%{key => value}` follows, rather than `%{name: type}`.
    fn begins_map(&self) -> bool {
        let mut ahead = Parser { rest: self.rest };
        ahead.plain_type(0).is_some()
    }

    fn fields(&mut self) -> Option<Vec<Field>> {
        let mut fields = Vec::new();
        if self.take("}").is_some() {
            return Some(fields);
        }
        loop {
            let name = self.key()?;
            let r#type = self.type_expression(0)?;
            fields.push(Field {
                name,
                r#type,
                default: None,
                doc: None,
                redact: false,
                line: 1,
            });
            if self.take(", ").is_none() {
                self.take("}")?;
                return Some(fields);
            }
        }
    }

    fn key(&mut self) -> Option<String> {
        let name = if self.rest.starts_with('"') {
            self.quoted()?
        } else {
            self.atom_word()?
        };
        self.take(": ")?;
        Some(name)
    }

    fn atom(&mut self) -> Option<String> {
        for word in ["nil", "true", "false"] {
            if self.rest == word || self.rest.starts_with(&format!("{word},")) {
                self.take(word)?;
                return Some(word.into());
            }
        }
        self.take(":")?;
        if self.rest.starts_with('"') {
            self.quoted()
        } else {
            self.atom_word()
        }
    }

    fn atom_word(&mut self) -> Option<String> {
        let mut word = self.word()?;
        if let Some(mark) = self
            .rest
            .chars()
            .next()
            .filter(|it| matches!(it, '?' | '!'))
        {
            word.push(mark);
            self.rest = &self.rest[1..];
        }
        Some(word)
    }

    /// A string as [`crate::text::names::elixir_string`] writes it.
    fn quoted(&mut self) -> Option<String> {
        self.take("\"")?;
        let mut text = String::new();
        let mut characters = self.rest.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.rest = &self.rest[at + 1..];
                    return Some(text);
                }
                '\\' => match characters.next()?.1 {
                    'n' => text.push('\n'),
                    'u' => {
                        let digits: String = characters
                            .by_ref()
                            .map(|(_, digit)| digit)
                            .skip_while(|it| *it == '{')
                            .take_while(|it| *it != '}')
                            .collect();
                        text.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?)?);
                    }
                    escaped => text.push(escaped),
                },
                other => text.push(other),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::properties;

    #[test]
    fn what_was_printed_is_read_back() {
        for text in [
            "u8",
            "[u8]",
            "Point | nil",
            "{u8, [string | nil] | nil}",
            "{}",
            "%{string => %{u8 => [Point]}}",
        ] {
            let read = type_of(text);
            assert!(!matches!(read, Type::Invalid(_)), "{text}");
            assert_eq!(read.to_string(), text);
        }
        for text in [
            ":ok",
            "u8",
            ":ok | {:error, string}",
            "{:ok, [u8]} | {:error, E | nil}",
            "stream(u8)",
            "stream({:ok, u8} | {:error, E})",
            "{:ok, stream({:ok, u8} | {:error, E})} | {:error, F}",
        ] {
            assert_eq!(returns(text).to_string(), text);
        }
        for text in [
            ":loading",
            "nil",
            "{nil, u8}",
            "{:moved, i64, i64}",
            "{:resize, %{width: u32, \"a b\": u32 | nil}}",
            "{:counted, %{string => u64}}",
            "{:empty, %{}}",
            "{:\"q \\\" \\\\ \\n \\#{ \\u{7}\", u8}",
            ":ok?",
        ] {
            let (name, shape) = variant(text);
            assert_eq!(Variant::new(name, shape).term(), text);
        }
        assert_eq!(
            param("mut(Table)"),
            (Passing::Mut, Type::Named("Table".into()))
        );
        let lines = Type::List(Box::new(Type::Scalar(Scalar::String)));
        assert_eq!(param("stream([string])"), (Passing::Stream, lines));
    }

    #[test]
    fn what_is_no_type_stays_as_it_is() {
        let deep = format!("{}u8{}", "[".repeat(10_000), "]".repeat(10_000));
        for text in ["", "u9", "[u8", "{u8,}", "u8 | ", &deep] {
            assert_eq!(type_of(text), Type::Invalid(text.into()));
        }
    }

    proptest! {
        #![proptest_config(properties::config(256))]

        #[test]
        fn no_text_makes_reading_panic(text in r#"[\{\}\[\]%:|=>", a-zA-Z0-9\\]*|\PC*"#) {
            let _ = (type_of(&text), returns(&text), variant(&text), param(&text));
        }
    }
}
