//! The `format:` of a newtype as a sigil.

use std::iter::Peekable;
use std::str::Chars;

use crate::text::names;

/// The characters that `\v` matches in PCRE. In Elixir's sigil it is only one of them.
const VERTICAL_SPACE: &str = r"\x{A}-\x{D}\x{85}\x{2028}\x{2029}";

/// A regular expression as a sigil that matches what the expression does where `$` is the end.
///
/// Without a modifier of its own, PCRE's `$` also stands before a line break at the end, so that
/// it becomes `\z`. What a sigil reads otherwise than PCRE is written another way.
pub(super) fn regex(source: &str) -> String {
    let mut sigil = Sigil {
        text: String::with_capacity(source.len() + 8),
        rest: source.chars().peekable(),
        modes: vec![Modes::default()],
    };
    while let Some(character) = sigil.rest.next() {
        sigil.outside_class(character);
    }
    format!("~r/{}/u", sigil.text)
}

/// The modes that `(?mx)` and its like switch on and off, up to the end of their group.
#[derive(Clone, Copy, Default)]
struct Modes {
    is_multiline: bool,
    is_extended: bool,
}

struct Sigil<'a> {
    text: String,
    rest: Peekable<Chars<'a>>,
    /// Those of each group that is open, the innermost last.
    modes: Vec<Modes>,
}

impl Sigil<'_> {
    fn mode(&self) -> Modes {
        self.modes.last().copied().unwrap_or_default()
    }

    fn outside_class(&mut self, character: char) {
        let is_extended = self.mode().is_extended;
        match character {
            '\\' => self.escape(false),
            '[' => self.class(),
            '(' => self.group(),
            ')' => {
                if self.modes.len() > 1 {
                    self.modes.pop();
                }
                self.text.push(')');
            }
            '$' if !self.mode().is_multiline => self.text.push_str("\\z"),
            '#' if is_extended => while self.rest.next_if(|it| *it != '\n').is_some() {},
            space if is_extended && space.is_ascii_whitespace() && space != '\n' => {
                self.text.push(' ');
            }
            '\u{B}' if is_extended => self.text.push(' '),
            other => self.plain(other),
        }
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.rest.next();
        }
    }

    /// A character that matches itself, or whatever PCRE makes of it.
    fn plain(&mut self, character: char) {
        match character {
            refused if names::is_refused_by_elixir(refused) => self.by_number(refused),
            '/' => self.text.push_str("\\/"),
            '#' if self.rest.peek() == Some(&'{') => self.text.push_str("\\#"),
            other => self.text.push(other),
        }
    }

    fn by_number(&mut self, character: char) {
        let number = u32::from(character);
        self.text.push_str(&format!("\\x{{{number:X}}}"));
    }

    /// A character behind a backslash.
    fn escape(&mut self, is_in_class: bool) {
        let Some(escaped) = self.rest.next() else {
            return self.text.push('\\');
        };
        match escaped {
            'Q' => self.quotation(),
            // The end of no quotation.
            'E' => {}
            'v' if is_in_class => self.text.push_str(VERTICAL_SPACE),
            'v' => self.text.push_str(&format!("[{VERTICAL_SPACE}]")),
            // The sigil makes the characters themselves of these, which this mode passes over.
            'n' | 'r' | 't' | 'f' if self.mode().is_extended => self.by_number(match escaped {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                _ => '\u{C}',
            }),
            'c' => match self.rest.next() {
                Some(control) if control.is_ascii() => {
                    self.by_number(char::from(control.to_ascii_uppercase() as u8 ^ 64));
                }
                other => self.text.extend("\\c".chars().chain(other)),
            },
            '#' if self.rest.peek() == Some(&'{') => self.by_number('#'),
            control if control.is_control() || names::is_refused_by_elixir(control) => {
                self.by_number(control);
            }
            other => self.text.extend(['\\', other]),
        }
    }

    /// The literal text between `\Q` and `\E`.
    fn quotation(&mut self) {
        while let Some(character) = self.rest.next() {
            match character {
                '\\' if self.rest.next_if_eq(&'E').is_some() => return,
                letter if letter.is_alphanumeric() => self.plain(letter),
                other if other.is_ascii_punctuation() => self.text.extend(['\\', other]),
                other => self.by_number(other),
            }
        }
    }

    fn class(&mut self) {
        self.text.push('[');
        self.text.extend(self.rest.next_if_eq(&'^'));
        // A bracket that comes first does not close the class.
        self.text.extend(self.rest.next_if_eq(&']'));
        while let Some(character) = self.rest.next() {
            match character {
                '\\' => self.escape(true),
                ']' => return self.text.push(']'),
                '[' => self.named_class(),
                other => self.plain(other),
            }
        }
    }

    /// A bracket within a class, with which a name such as `[:alpha:]` begins.
    fn named_class(&mut self) {
        self.text.push('[');
        let mut ahead = self.rest.clone();
        if ahead.next() != Some(':') {
            return;
        }
        let name: String = ahead
            .take_while(|it| it.is_alphabetic() || *it == '^')
            .collect();
        let length = name.chars().count() + 3;
        let whole: String = self.rest.clone().take(length).collect();
        if whole == format!(":{name}:]") {
            self.text.push_str(&whole);
            self.skip(length);
        }
    }

    /// An opening parenthesis with what says what kind of group it opens.
    fn group(&mut self) {
        let ahead: String = self.rest.clone().take_while(|it| *it != ')').collect();
        if ahead.starts_with('*') || ahead.starts_with("?#") {
            self.skip(ahead.chars().count() + 1);
            if ahead.starts_with('*') {
                self.text.push_str(&format!("({ahead})"));
            }
            return;
        }
        self.text.push('(');
        let mut modes = self.mode();
        if let Some(flags) = ahead.strip_prefix('?').and_then(flags) {
            let is_on = |letter: char, was_on: bool| {
                let (on, off) = flags.split_once('-').unwrap_or((flags, ""));
                let was_on = was_on && !on.starts_with('^');
                (was_on || on.contains(letter)) && !off.contains(letter)
            };
            modes = Modes {
                is_multiline: is_on('m', modes.is_multiline),
                is_extended: is_on('x', modes.is_extended),
            };
            self.text.push_str(&format!("?{flags}"));
            self.skip(flags.len() + 1);
            if self.rest.next_if_eq(&')').is_some() {
                self.text.push(')');
                if let Some(outer) = self.modes.last_mut() {
                    *outer = modes;
                }
                return;
            }
        }
        self.modes.push(modes);
    }
}

/// The letters that switch modes, if nothing else precedes the colon or the end.
fn flags(ahead: &str) -> Option<&str> {
    let flags = ahead.split(':').next().unwrap_or_default();
    let is_flag = |it: char| "imsxnJUX^-".contains(it);
    (!flags.is_empty() && flags.chars().all(is_flag)).then_some(flags)
}

#[cfg(test)]
mod tests {
    use super::regex;

    /// `FormatTest` compares the matches of each with PCRE itself.
    #[test]
    fn a_sigil_is_written_as_a_person_would() {
        for (source, sigil) in [
            ("^[a-z0-9-]+$", r"~r/^[a-z0-9-]+\z/u"),
            (r"[$]\$(a|b$)", r"~r/[$]\$(a|b\z)/u"),
            ("(?m)^a$", "~r/(?m)^a$/u"),
            ("(?i:(?m:a$)$)", r"~r/(?i:(?m:a$)\z)/u"),
            ("a/b", r"~r/a\/b/u"),
            (r"a\/b", r"~r/a\/b/u"),
            ("#{1}", r"~r/\#{1}/u"),
            ("[\u{2028}\u{202E}]", r"~r/[\x{2028}\x{202E}]/u"),
            ("\\\u{B}\r\n", "~r/\\x{B}\\x{D}\n/u"),
        ] {
            assert_eq!(regex(source), sigil, "{source}");
        }
    }
}
