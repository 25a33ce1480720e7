//! Rust source: its docs, its literals and its layout.

/// Documentation as the lines of doc comments, each with the space before it.
///
/// Rustdoc would take an indented block, or a fence without a language, for Rust and run it.
pub(super) fn docs(text: Option<&str>) -> Vec<String> {
    let Some(text) = text else {
        return Vec::new();
    };
    let mut lines: Vec<String> = Vec::new();
    // What the fence is made of, inside of one.
    let mut fence: Option<&str> = None;
    let mut indented = false;
    let mut after_blank = true;
    for line in text.trim_start_matches('\n').trim_end().lines() {
        let line: String = line.chars().filter(|it| *it != '\r').collect();
        let marker = ["```", "~~~"]
            .into_iter()
            .find(|it| line.trim_start().starts_with(it))
            .filter(|it| fence.is_none_or(|open| open == *it));
        let is_code = line.starts_with("    ") && fence.is_none() && (indented || after_blank);
        if indented && !is_code && !line.trim().is_empty() {
            close_block(&mut lines);
            indented = false;
        }
        if is_code && !indented {
            lines.push("```elixir".to_string());
            indented = true;
        }
        if fence.is_none() && marker == Some(line.trim()) {
            lines.push(format!("{line}text"));
        } else if indented {
            lines.push(line.strip_prefix("    ").unwrap_or("").to_string());
        } else {
            lines.push(line.clone());
        }
        if marker.is_some() {
            fence = if fence.is_none() { marker } else { None };
        }
        after_blank = line.trim().is_empty();
    }
    if indented {
        close_block(&mut lines);
    }
    lines
        .into_iter()
        .map(|line| {
            let line = line.trim_end();
            if line.is_empty() {
                String::new()
            } else {
                format!(" {line}")
            }
        })
        .collect()
}

/// Ends a block of code before the blank lines that follow it.
pub(super) fn close_block(lines: &mut Vec<String>) {
    let end = lines
        .iter()
        .rposition(|line| !line.trim().is_empty())
        .map_or(0, |last| last + 1);
    lines.insert(end, "```".to_string());
}

/// A string as Rust source.
pub(super) fn rust_string(text: &str) -> String {
    format!("{text:?}")
}

/// Formats the items of some source, with an empty line between them.
pub(super) fn format_items(text: &str) -> Result<String, syn::Error> {
    let file = syn::parse_file(text)?;
    let is_use = |item: &syn::Item| matches!(item, syn::Item::Use(_));
    let mut before_is_use = false;
    let mut text = String::new();
    for item in file.items {
        if !text.is_empty() {
            let together = before_is_use && is_use(&item);
            text.push_str(if together { "\n" } else { "\n\n" });
        }
        before_is_use = is_use(&item);
        let file = syn::File {
            frontmatter: None,
            shebang: None,
            attrs: Vec::new(),
            items: vec![item],
        };
        text.push_str(&space_out(prettyplease::unparse(&file).trim_end()));
    }
    Ok(text)
}

/// Puts an empty line between the items inside of an item, which prettyplease does not keep.
fn space_out(text: &str) -> String {
    const STARTS: [&str; 4] = ["///", "#[", "fn ", "pub"];
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        let inner = line.trim_start();
        let starts = STARTS.iter().any(|start| inner.starts_with(start));
        let indent = line.len() - inner.len();
        let before = lines.last().copied().unwrap_or_default();
        let follows = before.len() - before.trim_start().len() == indent
            && (before.ends_with('}') || before.trim_start().starts_with("type "));
        if indent > 0 && starts && follows {
            lines.push("");
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// Formats one method of a trait.
pub(super) fn format_method(text: &str) -> Result<String, String> {
    let file = syn::parse_file(&format!("trait Nifs {{ {text} }}"))
        .map_err(|error| format!("a signature is not Rust: {error}\n{text}"))?;
    let formatted = prettyplease::unparse(&file);
    let inner: Vec<&str> = formatted.lines().collect();
    let method: Vec<&str> = inner[1..inner.len() - 1]
        .iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect();
    Ok(method.join("\n"))
}

/// A block of items, indented, with an empty line between them.
pub(super) fn block(opening: &str, items: &[String]) -> String {
    let indented: Vec<String> = items
        .iter()
        .map(|item| {
            item.lines()
                .map(|line| {
                    if line.is_empty() {
                        String::new()
                    } else {
                        format!("    {line}")
                    }
                })
                .collect::<Vec<_>>()
                .join("\n")
        })
        .collect();
    if indented.is_empty() {
        format!("{opening}}}")
    } else {
        format!("{opening}\n{}\n}}", indented.join("\n\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_doc_runs_as_a_rust_test() {
        for (text, lines) in [
            ("Plain.", vec![" Plain."]),
            (
                "An example:\n\n    iex> f(1)\n    {:ok, 1}\n\nDone.",
                vec![
                    " An example:",
                    "",
                    " ```elixir",
                    " iex> f(1)",
                    " {:ok, 1}",
                    " ```",
                    "",
                    " Done.",
                ],
            ),
            (
                "    iex> f(1)\n\n    iex> f(2)",
                vec![" ```elixir", " iex> f(1)", "", " iex> f(2)", " ```"],
            ),
            ("```\nf(1)\n```", vec![" ```text", " f(1)", " ```"]),
            ("```elixir\nf(1)\n```", vec![" ```elixir", " f(1)", " ```"]),
            ("~~~\n```\n~~~", vec![" ~~~text", " ```", " ~~~"]),
            ("ends */ here\r\nnext", vec![" ends */ here", " next"]),
        ] {
            assert_eq!(docs(Some(text)), lines, "{text}");
        }
        assert_eq!(docs(None), Vec::<String>::new());
    }

    #[test]
    fn items_stand_apart_by_an_empty_line() {
        let formatted = format_items("struct A; struct B { x : u8 }").unwrap();
        assert_eq!(formatted, "struct A;\n\nstruct B {\n    x: u8,\n}");
    }
}
