//! Joins lines that prettyplease breaks, as rustfmt would: what fits in a line stands in one, and the last argument of a
//! call begins in the line of the call.
//!
//! Only white space, trailing commas and braces around one expression change.

mod group;

use group::groups;

/// The greatest length of a line.
const WIDTH: usize = 100;

/// Lays out an item that will be indented by `indent` columns.
pub(super) fn compact(text: &str, indent: usize) -> String {
    let mut text = text.to_string();
    let width = WIDTH - indent;
    while let Some(shorter) = shorter(&text, width) {
        text = shorter;
    }
    text
}

/// The text with one place of it shorter, if there is one.
fn shorter(text: &str, width: usize) -> Option<String> {
    let groups = groups(text);
    let in_groups = groups.iter().find_map(|group| {
        if !text[group.open..group.close].contains('\n') {
            return None;
        }
        let in_fewer_lines =
            || (group.with_last_argument(text, width)).or_else(|| group.with_one_line(text, width));
        let new = (group.flat(text, width)).or_else(|| {
            let is_tuple_of_one = group.is_tuple_of_one(text, &groups);
            if is_tuple_of_one {
                None
            } else {
                in_fewer_lines()
            }
        })?;
        Some(format!(
            "{}{new}{}",
            &text[..group.open],
            &text[group.close + 1..]
        ))
    });
    in_groups.or_else(|| {
        let lines: Vec<&str> = text.lines().collect();
        (0..lines.len()).find_map(|at| {
            let (new, count) = joined_lines(&lines[at..], width)?;
            let after = &lines[at + count..];
            let all: Vec<&str> = lines[..at]
                .iter()
                .copied()
                .chain([&*new])
                .chain(after.iter().copied())
                .collect();
            Some(all.join("\n"))
        })
    })
}

fn indentation(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// A line with the next one behind it.
fn joined(mut line: String, next: &str) -> String {
    let closes = next.starts_with([')', ']', '}']) || next.starts_with('>') && line.ends_with(',');
    if closes && line.ends_with(',') && !is_tuple_of_one(&line, next) {
        line.pop();
    }
    let is_part = next.starts_with('?') || next.starts_with('.') && !next.starts_with("..");
    let is_apart = !closes && !is_part && !line.ends_with(['(', '[', '<']) || next.starts_with('}');
    if is_apart && !line.is_empty() {
        line.push(' ');
    }
    line + next
}

/// Whether the last comma of a line makes a tuple of what the next line closes.
fn is_tuple_of_one(line: &str, next: &str) -> bool {
    let text = format!("{line}{next}");
    let groups = groups(&text);
    let closed = groups.iter().find(|it| it.close == line.len());
    closed.is_some_and(|it| it.is_tuple_of_one(&text, &groups))
}

/// The first lines as one that is not too long, and how many they are.
fn joined_lines(lines: &[&str], width: usize) -> Option<(String, usize)> {
    let (first, rest) = lines.split_first()?;
    let next = rest.first()?;
    let indent = indentation(first);
    if is_comment(first) || is_comment(next) || next.is_empty() {
        return None;
    }
    let within = |line: String, count| (line.chars().count() <= width).then_some((line, count));
    if next.trim_start() == "{" && indentation(next) == indent {
        return within(format!("{first} {{"), 2);
    }
    if let Some(line) = one_choice(lines) {
        return within(line, 5);
    }
    if let Some(line) = one_arm(lines).or_else(|| one_block(lines)) {
        return within(line, 3);
    }
    if indentation(next) <= indent {
        return None;
    }
    let count = continuations(first, rest)?;
    let (joining, after) = rest.split_at(count);
    let line = joining
        .iter()
        .fold((*first).to_string(), |line, next| joined(line, next.trim()));
    if line.chars().count() > width || joining.iter().any(|line| is_comment(line)) {
        return None;
    }
    // What the last of the lines encloses moves with it.
    let step = indentation(next) - indent;
    let is_deeper = |line: &&&str| line.is_empty() || indentation(line) > indent;
    let deeper = after.iter().take_while(is_deeper).count();
    if deeper > 0 && !line.ends_with(['{', '(', '[']) {
        return None;
    }
    let moved = after[..deeper]
        .iter()
        .map(|line| line.get(step..).unwrap_or_default());
    let all: Vec<&str> = [&*line].into_iter().chain(moved).collect();
    Some((all.join("\n"), 1 + count + deeper))
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// How many lines go on with what the first one begins.
fn continuations(first: &str, rest: &[&str]) -> Option<usize> {
    let next = rest.first()?;
    let start = |line: &str| {
        let operators = [".", "&& ", "|| ", "+ "];
        operators
            .into_iter()
            .find(|it| line.trim_start().starts_with(it))
    };
    if let Some(operator) = start(next) {
        let is_same =
            |line: &&&str| start(line) == Some(operator) && indentation(line) == indentation(next);
        Some(rest.iter().take_while(is_same).count())
    } else if first.ends_with(" =") {
        Some(1)
    } else if first.ends_with('<') {
        Some(
            rest.iter()
                .position(|line| indentation(line) <= indentation(first))?
                + 1,
        )
    } else {
        None
    }
}

/// An arm of a match whose expression stands in braces, without these.
fn one_arm(lines: &[&str]) -> Option<String> {
    let [first, expression, end, ..] = lines else {
        return None;
    };
    let head = first.strip_suffix(" {").filter(|it| it.ends_with("=>"))?;
    let is_expression = !expression.ends_with([';', '{', ',']) && end.trim() == "}";
    is_expression.then(|| format!("{head} {},", expression.trim()))
}

/// A function with one expression or statement, a statement under a condition or for each of several values, or what
/// becomes of a value that is another one.
fn one_block(lines: &[&str]) -> Option<String> {
    let [first, body, end, ..] = lines else {
        return None;
    };
    let start = first.trim_start();
    let is_function = ["fn ", "pub fn ", "pub(super) fn "]
        .into_iter()
        .any(|it| start.starts_with(it));
    let is_statement =
        (start.starts_with("if ") || start.starts_with("for ")) && body.ends_with(';');
    let is_else = start.starts_with("let ") && first.ends_with(" else {") && end.trim() == "};";
    let is_block =
        is_else || (is_function || is_statement) && first.ends_with(" {") && end.trim() == "}";
    let is_inner = indentation(body) > indentation(first) && indentation(end) == indentation(first);
    (is_block && is_inner && !body.ends_with(['{', '(', '[', ',']) && !is_comment(body))
        .then(|| format!("{first} {} {}", body.trim(), end.trim()))
}

/// One of two expressions, which a variable is or a block ends with.
fn one_choice(lines: &[&str]) -> Option<String> {
    let [first, one, r#else, other, end, ..] = lines else {
        return None;
    };
    let closing = if first.trim_start().starts_with("let ") {
        "};"
    } else {
        "}"
    };
    let is_choice = ["let ", "if "]
        .iter()
        .any(|it| first.trim_start().starts_with(it))
        && first.ends_with(" {")
        && r#else.trim() == "} else {"
        && end.trim() == closing
        && ![one, other].iter().any(|it| it.ends_with([';', '{', ',']));
    is_choice.then(|| {
        format!(
            "{first} {} }} else {{ {} {closing}",
            one.trim(),
            other.trim()
        )
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn what_fits_stands_in_one_line() {
        for (text, short) in [
            (
                "fn a(\n    b: u8,\n    c: u8,\n) -> u8 {}",
                "fn a(b: u8, c: u8) -> u8 {}",
            ),
            (
                "type A = Result<\n    B,\n    C,\n>;",
                "type A = Result<B, C>;",
            ),
            (
                "    let a = b\n        .c()\n        .d();",
                "    let a = b.c().d();",
            ),
            ("    let a =\n        b;", "    let a = b;"),
            ("    a == b\n        && c", "    a == b && c"),
            (
                "if a\n{\n    b();\n    c();\n}",
                "if a {\n    b();\n    c();\n}",
            ),
            ("pub struct A {\n    b: u8,\n}", "pub struct A { b: u8 }"),
            ("let a = (\n    b,\n);", "let a = (b,);"),
            (
                "a(\n    (\n        (\n            b.c(d, \"(\"),\n        ),\n        e,\n    ),\n)",
                "a(((b.c(d, \"(\"),), e))",
            ),
            ("type A = (\n    B<C, D>,\n);", "type A = (B<C, D>,);"),
            ("a((\n    \"b, c\",\n))", "a((\"b, c\",))"),
            (
                "a(\n    (\n        (\n            b,\n        ),\n    ),\n)",
                "a(((b,),))",
            ),
            ("if a {\n    b\n} else {\n    c\n}", "if a { b } else { c }"),
            ("if a {\n    return b;\n}", "if a { return b; }"),
            ("Self {\n    a,\n    b: c,\n}", "Self { a, b: c }"),
            ("    A => {\n        b()\n    }", "    A => b(),"),
            (
                "fn a(&self) -> u8 {\n    self.b\n}",
                "fn a(&self) -> u8 { self.b }",
            ),
            (
                "let Some(a) = b else {\n    return c;\n};",
                "let Some(a) = b else { return c; };",
            ),
            (
                "let a = if b {\n    c\n} else {\n    d\n};",
                "let a = if b { c } else { d };",
            ),
        ] {
            assert_eq!(compact(text, 0), short);
        }
    }

    #[test]
    fn what_means_something_stays() {
        for text in [
            "let a = (\n    B {\n        c: d(),\n        e: || {\n            f();\n        },\n    },\n);",
            "a(\n    // Why.\n    b,\n);",
            "pub struct A {\n    pub b: u8,\n}",
            "if a {\n    b()\n} else {\n    c();\n}",
            "if a == B {\n    c()\n}",
            "match A {\n    b => c,\n}",
            "    A => {\n        b();\n    }",
        ] {
            assert_eq!(compact(text, 0), text);
        }
    }

    #[test]
    fn generated_code_means_the_same_as_before() {
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test/golden");
        let mut tried = 0;
        for boundary in fs::read_dir(golden).expect("there are golden files") {
            let native = boundary.expect("it is read").path().join("native");
            for file in fs::read_dir(native).into_iter().flatten() {
                let file = file.expect("it is read").path().join("src/boundary.rs");
                let Ok(source) = fs::read_to_string(&file) else {
                    continue;
                };
                let file = syn::parse_file(&source).expect("it is Rust");
                let text = prettyplease::unparse(&file);
                let compact = compact(&text, 0);
                syn::parse_file(&compact).expect("it is Rust");
                // Of an arm or a closure the braces may go or come.
                let bare = |text: &str| {
                    text.replace(|it: char| it.is_whitespace() || "{},".contains(it), "")
                };
                assert_eq!(bare(&compact), bare(&text));
                tried += 1;
            }
        }
        assert!(tried > 3, "{tried} files");
    }

    #[test]
    fn the_last_argument_begins_in_the_line_of_its_call() {
        let text = "a(\n    b,\n    |c| {\n        d();\n        e();\n    },\n);";
        assert_eq!(compact(text, 0), "a(b, |c| {\n    d();\n    e();\n});");
        let text = "    a.b()\n        .c(|d| {\n            e();\n        });";
        assert_eq!(compact(text, 0), "    a.b().c(|d| {\n        e();\n    });");
    }

    #[test]
    fn a_closure_that_does_not_fit_has_its_expression_in_a_line_of_its_own() {
        let text = "a(\n    b,\n    || c(dd, ee),\n);";
        assert_eq!(compact(text, 100 - 18), "a(b, || {\n    c(dd, ee)\n});");
    }

    #[test]
    fn arguments_that_do_not_fit_beside_the_call_share_a_line() {
        let text = "fn abc(\n    d: u8,\n    e: u8,\n) -> u8 {}";
        assert_eq!(
            compact(text, 100 - 20),
            "fn abc(\n    d: u8, e: u8,\n) -> u8 {}"
        );
    }

    #[test]
    fn delimiters_in_literals_are_none() {
        let text = "a(\n    '(',\n    \"\\\"(\",\n    b::<'c>(),\n);";
        assert_eq!(compact(text, 0), "a('(', \"\\\"(\", b::<'c>());");
    }
}
