//! Rust source: its literals and its layout.

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
    fn items_stand_apart_by_an_empty_line() {
        let formatted = format_items("struct A; struct B { x : u8 }").unwrap();
        assert_eq!(formatted, "struct A;\n\nstruct B {\n    x: u8,\n}");
    }
}
