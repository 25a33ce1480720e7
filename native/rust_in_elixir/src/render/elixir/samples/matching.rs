//! Texts that match a regular expression.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// Characters that read well in a sample, the best first.
const READABLE: &[char] = &['a', 'A', '1', '0', '-', '_', '.', '/'];

/// Syntax that Elixir's regular expressions read differently from the parser used here.
const READ_DIFFERENTLY: &[&str] = &["&&", "--", "~~"];

/// A text of at least `shortest` characters that matches.
///
/// Gives nothing for a regular expression that looks around, refers back, or asks for characters
/// beyond ASCII, and where no text is long enough.
pub fn matching(format: &str, shortest: u64) -> Option<String> {
    if READ_DIFFERENTLY.iter().any(|it| format.contains(it)) {
        return None;
    }
    let hir = regex_syntax::ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .build()
        .parse(format)
        .ok()?;
    let minimal = Writer::write(&hir, 0)?;
    let missing = shortest.saturating_sub(minimal.len() as u64);
    let text = Writer::write(&hir, missing)?;
    (text.len() as u64 >= shortest).then_some(text)
}

struct Writer {
    text: String,
    /// How many characters are still to be added where something may be repeated.
    missing: u64,
    is_at_end: bool,
}

impl Writer {
    fn write(hir: &Hir, missing: u64) -> Option<String> {
        let mut writer = Self {
            text: String::new(),
            missing,
            is_at_end: false,
        };
        writer.append(hir)?;
        Some(writer.text)
    }

    fn append(&mut self, hir: &Hir) -> Option<()> {
        match hir.kind() {
            HirKind::Empty => Some(()),
            HirKind::Literal(literal) => {
                let literal = std::str::from_utf8(&literal.0).ok()?;
                literal.chars().try_for_each(|it| self.push(it))
            }
            HirKind::Class(class) => self.push(readable(class)?),
            HirKind::Look(Look::Start) => self.text.is_empty().then_some(()),
            HirKind::Look(Look::End) => {
                self.is_at_end = true;
                Some(())
            }
            HirKind::Look(_) => None,
            HirKind::Capture(capture) => self.append(&capture.sub),
            HirKind::Concat(parts) => parts.iter().try_for_each(|it| self.append(it)),
            HirKind::Alternation(alternatives) => {
                let (before, is_at_end) = (self.text.len(), self.is_at_end);
                alternatives.iter().find_map(|it| {
                    self.text.truncate(before);
                    self.is_at_end = is_at_end;
                    self.append(it)
                })
            }
            HirKind::Repetition(repetition) => {
                let least = u64::from(repetition.min);
                let greatest = repetition.max.map_or(u64::MAX, u64::from);
                let is_single = matches!(repetition.sub.kind(), HirKind::Class(_));
                let more = if is_single {
                    self.missing.min(greatest - least)
                } else {
                    0
                };
                self.missing -= more;
                (0..least + more).try_for_each(|_| self.append(&repetition.sub))
            }
        }
    }

    fn push(&mut self, character: char) -> Option<()> {
        let is_plain = matches!(character, ' '..='~');
        (is_plain && !self.is_at_end).then(|| self.text.push(character))
    }
}

/// The character of a class that reads best.
fn readable(class: &Class) -> Option<char> {
    let holds = |character: char| match class {
        Class::Bytes(class) => class
            .ranges()
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&(character as u8))),
        Class::Unicode(class) => class
            .ranges()
            .iter()
            .any(|range| (range.start()..=range.end()).contains(&character)),
    };
    READABLE
        .iter()
        .copied()
        .chain('!'..='~')
        .find(|it| holds(*it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_matches_and_is_as_long_as_it_has_to_be() {
        for (format, shortest, expected) in [
            ("^[a-z0-9-]+$", 1, "a"),
            ("^[a-z0-9-]+$", 3, "aaa"),
            (r"^/[a-z/]+\/\d$", 0, "/a/1"),
            (r"^/[a-z/]+\/\d$", 8, "/aaaaa/1"),
            (r"^\d{4}-\d{2}-\d{2}$", 0, "1111-11-11"),
            ("^#([0-9a-f]{3}|[0-9a-f]{6})$", 0, "#aaa"),
            (r"\A(GET|PUT) /\w*\z", 0, "GET /"),
            (r"\A(GET|PUT) /\w*\z", 9, "GET /aaaa"),
            ("(?i)^yes$", 0, "YES"),
            ("colou?r", 0, "color"),
        ] {
            let text = matching(format, shortest);
            assert_eq!(text.as_deref(), Some(expected), "{format}");
        }
    }

    #[test]
    fn what_cannot_be_known_is_left_to_the_user() {
        for (format, shortest) in [
            ("^(?=.*a)b+$", 0),
            (r"^(a)\1$", 0),
            (r"\ba", 0),
            ("^[äöü]$", 0),
            ("a^", 0),
            ("$a", 0),
            ("^abc$", 4),
            ("^[a-z&&b]$", 0),
            ("^\n$", 0),
        ] {
            assert_eq!(matching(format, shortest), None, "{format}");
        }
    }
}
