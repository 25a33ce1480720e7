//! Comments that allow a finding: `// rust_in_elixir: allow(rule) reason`.
//!
//! A comment at the end of a line applies to that line, and one on a line of its own to the next line with code. Above a
//! function, it applies to all of it.

use proc_macro2::{LineColumn, TokenStream, TokenTree};

use super::examiner::Findings;
use super::rules::{ALL, UNUSED_WAIVER, WRONG_WAIVER};
use crate::boundary::Diagnosis;
use crate::crate_source::{Function, Place};

const MARK: &str = "rust_in_elixir: allow(";

struct Waiver {
    rule: String,
    reason: String,
    /// Its own line, and those that it applies to.
    line: u32,
    first: u32,
    last: u32,
}

/// Applies the waivers of a file, and reports those that are wrong or not used. `comment` begins a comment.
pub fn apply(
    path: &str,
    text: &str,
    comment: &str,
    functions: &[Function],
    findings: &mut Findings,
) {
    if !text.contains(MARK) {
        return;
    }
    for waiver in waivers(path, text, comment, functions) {
        let place = Place {
            path: path.to_string(),
            line: waiver.line,
        };
        let known = ALL.iter().any(|rule| rule.name == waiver.rule);
        if !known {
            let message = format!("`{}` is not a rule", waiver.rule);
            findings.at(&WRONG_WAIVER, &place, message);
        } else if waiver.reason.is_empty() {
            let message = format!("this waiver of `{}` has no reason", waiver.rule);
            findings.at(&WRONG_WAIVER, &place, message);
        } else {
            let mut used = false;
            let covered = |found: &&mut Diagnosis| {
                found.rule == waiver.rule
                    && found.path == path
                    && (waiver.first..=waiver.last).contains(&found.line)
            };
            for diagnosis in findings.found.iter_mut().filter(covered) {
                diagnosis.waived = Some(waiver.reason.clone());
                used = true;
            }
            if !used {
                let message = format!("`{}` finds nothing here", waiver.rule);
                findings.at(&UNUSED_WAIVER, &place, message);
            }
        }
    }
}

fn waivers(path: &str, text: &str, comment: &str, functions: &[Function]) -> Vec<Waiver> {
    let literals = if comment == "//" {
        literals(text)
    } else {
        Vec::new()
    };
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(waiver) = parse(line, comment) else {
            continue;
        };
        let (before, rule, reason) = waiver;
        let column = before.chars().count();
        let position = LineColumn {
            line: index + 1,
            column,
        };
        if literals
            .iter()
            .any(|(start, end)| *start <= position && position < *end)
        {
            continue;
        }
        let target = if before.trim().is_empty() {
            let code = |line: &&str| !line.trim().is_empty() && !line.trim().starts_with(comment);
            let next = lines[index + 1..].iter().position(code);
            next.map_or(index, |next| index + 1 + next)
        } else {
            index
        };
        let target = u32::try_from(target + 1).unwrap_or(u32::MAX);
        let function = (functions.iter()).find(|function| {
            function.place.path == path
                && (function.first_line..=function.place.line).contains(&target)
        });
        found.push(Waiver {
            rule: rule.to_string(),
            reason: reason.to_string(),
            line: u32::try_from(index + 1).unwrap_or(u32::MAX),
            first: target,
            last: function.map_or(target, |function| function.last_line),
        });
    }
    found
}

/// The text before the comment, the rule and the reason.
fn parse<'a>(line: &'a str, comment: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let mark = line.find(MARK)?;
    let before = line[..mark].trim_end().strip_suffix(comment)?;
    let (rule, reason) = line[mark + MARK.len()..].split_once(')')?;
    Some((before, rule.trim(), reason.trim()))
}

/// Where the literals of Rust source are, in which there are no comments.
fn literals(text: &str) -> Vec<(LineColumn, LineColumn)> {
    let mut found = Vec::new();
    if let Ok(tokens) = text.parse::<TokenStream>() {
        collect(tokens, &mut found);
    }
    found
}

fn collect(tokens: TokenStream, found: &mut Vec<(LineColumn, LineColumn)>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Literal(literal) => {
                found.push((literal.span().start(), literal.span().end()));
            }
            _ => {}
        }
    }
}
