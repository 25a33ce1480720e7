//! Documentation of one line, as a string in that line.

use super::layout::WIDTH;

/// A source whose docs stand in one line where they fit in it.
pub(super) fn in_one_line(source: &str) -> String {
    let lines: Vec<&str> = source.split('\n').collect();
    let mut joined: Vec<String> = Vec::with_capacity(lines.len());
    let mut rest = &lines[..];
    while let Some((first, after)) = rest.split_first() {
        match doc(rest) {
            Some(line) => {
                joined.push(line);
                rest = &rest[3..];
            }
            None => {
                joined.push((*first).to_string());
                rest = after;
            }
        }
    }
    joined.join("\n")
}

/// The attribute that some lines begin with, if its heredoc has one line.
fn doc(lines: &[&str]) -> Option<String> {
    let [start, text, end, ..] = lines else {
        return None;
    };
    let attribute = start.strip_suffix(" \"\"\"")?;
    let is_doc = ["  @moduledoc", "  @doc"].contains(&attribute);
    // What has more space than the heredoc is code, or has it for another reason.
    let text = text
        .strip_prefix("  ")
        .filter(|it| it.trim() == *it && !it.is_empty())?;
    let line = format!("{attribute} \"{text}\"");
    let fits = line.chars().count() <= WIDTH && !text.contains('"');
    (is_doc && *end == "  \"\"\"" && fits).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docs_of_one_line_stand_in_it() {
        let source =
            "  @moduledoc \"\"\"\n  Text.\n  \"\"\"\n  @doc \"\"\"\n  A.\n\n  B.\n  \"\"\"\n";
        let shorter = "  @moduledoc \"Text.\"\n  @doc \"\"\"\n  A.\n\n  B.\n  \"\"\"\n";
        assert_eq!(in_one_line(source), shorter);
    }

    #[test]
    fn others_stay() {
        let long = "a".repeat(99);
        for text in ["Says \"yes\".", "", "    code", "Space. ", &long] {
            let source = format!("  @doc \"\"\"\n  {text}\n  \"\"\"\n");
            assert_eq!(in_one_line(&source), source);
        }
        let other = "  @other \"\"\"\n  Text.\n  \"\"\"\n";
        assert_eq!(in_one_line(other), other);
    }
}
