//! The layout of Elixir's formatter, with its own settings, for what the templates print.
//!
//! A template prints each statement in one line, or in lines that the formatter leaves. What is left are blank lines, and
//! statements that are too long for a line. Whoever calls this formats what it does not know how to break.

mod expression;
mod statement;

/// The greatest length of a line that the formatter leaves.
pub(super) const WIDTH: usize = 98;

/// The source in the layout of the formatter; `None` if some statement in it is of a form that is not known here.
pub(super) fn layout(source: &str) -> Option<String> {
    let mut laid = Laid::default();
    let mut lines = source.lines().peekable();
    while let Some(line) = lines.next() {
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        let next = lines.peek().copied().unwrap_or_default();
        if opens_sigil(line) {
            return None;
        }
        if text.is_empty() {
            laid.blank(next);
        } else if text.ends_with("\"\"\"") {
            let end = " ".repeat(indent) + "\"\"\"";
            let mut heredoc = vec![line.to_string()];
            for line in lines.by_ref() {
                let is_blank = line.trim_start().is_empty() && line.len() <= indent;
                heredoc.push(if is_blank {
                    String::new()
                } else {
                    line.to_string()
                });
                if line == end {
                    break;
                }
            }
            laid.attribute(heredoc);
        } else if text.starts_with('#') {
            laid.part();
            laid.lines.push(line.trim_end().to_string());
        } else if text.starts_with('@') {
            laid.attribute(statement::laid_out(line)?);
        } else if text.ends_with(", do:") {
            let body = lines.next()?.trim();
            laid.statement(statement::laid_out(&format!("{line} {body}"))?, "");
        } else {
            laid.statement(statement::laid_out(line)?, next);
        }
    }
    laid.lines.push(String::new());
    Some(laid.lines.join("\n"))
}

/// The lines so far.
#[derive(Default)]
struct Laid {
    lines: Vec<String>,
    /// Whether the last of them ends an attribute, which stands right before what it is for.
    ends_attribute: bool,
    /// Whether it ends a statement of several lines, which has a blank line behind it.
    ends_several: bool,
}

impl Laid {
    fn blank(&mut self, next: &str) {
        let is_needless = self.last().is_empty() || opens(self.last());
        if !is_needless && !closes(next) && !next.trim().is_empty() {
            self.lines.push(String::new());
        }
    }

    fn last(&self) -> &str {
        self.lines.last().map_or("", String::as_str)
    }

    fn attribute(&mut self, lines: Vec<String>) {
        self.part();
        self.ends_several = false;
        self.ends_attribute = true;
        self.lines.extend(lines);
    }

    fn statement(&mut self, lines: Vec<String>, next: &str) {
        let [first, ..] = &lines[..] else { return };
        let is_several =
            lines.len() > 1 || first.ends_with(" do") || first.ends_with(" =") || continues(next);
        let ends_several =
            lines.len() > 1 || first.trim() == "end" || continues(first) && !continues(next);
        if !closes(first) && !continues(first) {
            self.part();
            let is_plain = !(self.last().is_empty() || opens(self.last()) || self.ends_attribute);
            if is_several && is_plain && !self.last().trim_start().starts_with('#') {
                self.lines.push(String::new());
            }
        }
        self.ends_attribute = false;
        self.ends_several = ends_several;
        self.lines.extend(lines);
    }

    /// The blank line behind a statement of several lines.
    fn part(&mut self) {
        if self.ends_several && !self.last().is_empty() {
            self.lines.push(String::new());
        }
        self.ends_several = false;
    }
}

/// Whether a regular expression goes on in the next line, every character of which is part of it.
fn opens_sigil(line: &str) -> bool {
    line.split("~r/").skip(1).any(|sigil| {
        let mut characters = sigil.chars();
        loop {
            match characters.next() {
                Some('\\') => drop(characters.next()),
                Some('/') => break false,
                Some(_) => {}
                None => break true,
            }
        }
    })
}

/// Whether a line continues the statement of the line before it.
fn continues(line: &str) -> bool {
    ["|> ", "do: ", "else: "]
        .iter()
        .any(|it| line.trim_start().starts_with(it))
}

/// Whether a line begins what its next lines are in.
fn opens(line: &str) -> bool {
    line.ends_with(" do")
        || line.ends_with(" =")
        || line.ends_with("->")
        || line.trim_start() == "else"
        || line.ends_with(['(', '[', '{'])
}

/// Whether a line ends what the lines before it are in.
fn closes(line: &str) -> bool {
    let text = line.trim_start();
    ["end", "else"].contains(&text) || text.starts_with("end)") || text.starts_with([')', ']', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_laid_out(source: &str, expected: &str) {
        assert_eq!(layout(source).as_deref(), Some(expected));
    }

    #[test]
    fn blank_lines_to_spare_go_and_those_between_statements_of_several_lines_stay() {
        assert_laid_out(
            "def f do\n\n  a = 1\n\n\n  a\n\nend\ndef g, do: 1\n",
            "def f do\n  a = 1\n\n  a\nend\n\ndef g, do: 1\n",
        );
    }

    #[test]
    fn both_branches_of_a_condition_are_laid_out_alike() {
        let long = "a".repeat(60);
        assert_laid_out(
            &format!("  if a do\n    f({long}, b: &{long}/3)\n  else\n    b\n  end\n"),
            &format!("  if a do\n    f({long},\n      b: &{long}/3\n    )\n  else\n    b\n  end\n"),
        );
    }

    #[test]
    fn keywords_of_a_call_have_no_brackets() {
        assert_laid_out("  f(a, [b: &c/3])\n", "  f(a, b: &c/3)\n");
        assert_laid_out("  f(a, [:b, c: 1])\n", "  f(a, [:b, c: 1])\n");
        assert_laid_out("  defstruct [a: 1]\n", "  defstruct a: 1\n");
    }

    #[test]
    fn statements_that_are_too_long_are_broken() {
        let long = "a".repeat(60);
        assert_laid_out(
            &format!("  @spec f({long}) :: {{:ok, t()}} | {{:error, {long}}}\n"),
            &format!("  @spec f({long}) ::\n          {{:ok, t()}} | {{:error, {long}}}\n"),
        );
        assert_laid_out(
            &format!("  @type t :: %{{a: {long}, b: {long}}}\n"),
            &format!("  @type t :: %{{\n          a: {long},\n          b: {long}\n        }}\n"),
        );
        assert_laid_out(
            &format!("  f(a, b: &{long}/3, c: g([&{long}/3]))\n"),
            &format!("  f(a,\n    b: &{long}/3,\n    c: g([&{long}/3])\n  )\n"),
        );
        assert_laid_out(
            &format!("  f({long}, [:a, {long}])\n"),
            &format!("  f({long}, [\n    :a,\n    {long}\n  ])\n"),
        );
        assert_laid_out(
            &format!("  def f({long}), do: g({long})\n  def f(_), do: 1\n"),
            &format!("  def f({long}),\n    do: g({long})\n\n  def f(_), do: 1\n"),
        );
    }

    #[test]
    fn heredocs_and_long_comments_stay() {
        let long = "a ".repeat(60);
        let source =
            format!("  @doc \"\"\"\n  f(a, [b: 1])\n\n\n  {long}\n  \"\"\"\n  # {long}a\n");
        assert_laid_out(&source, &source);
    }

    #[test]
    fn what_is_not_known_is_left_to_the_formatter() {
        let long = "a".repeat(60);
        for source in [
            format!("  {long} and {long}\n"),
            format!("  def f({long}, {long}) do\n"),
            format!("  {{{long}, {long}}}\n"),
            format!("  f({long}, fn it -> {long} end)\n"),
            "  f(1000000)\n".to_string(),
            "  f(~r/a\\/ \n  b/u)\n".to_string(),
        ] {
            assert_eq!(layout(&source), None, "{source}");
        }
    }
}
