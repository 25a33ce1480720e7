//! The edits that bring a signature up to date.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::{FnArg, Generics, ReturnType, Signature};

use super::compare::{is_bounded, type_of};
use super::{Comparison, Function};
use crate::user_files::lines::{indentation, line_start};

/// The widest line that a changed list of parameters may take.
const WIDTH: usize = 100;

impl Comparison<'_> {
    /// The edits that bring a signature up to date; none where a comment would be lost.
    pub(super) fn edits(
        &self,
        function: &Function,
        there: &Signature,
        asked_text: &str,
        asked: &Signature,
    ) -> Option<Vec<(Range<usize>, String)>> {
        let start = function.signature.start;
        let at = |range: Range<usize>| start + range.start..start + range.end;
        let asked_source = |range: Range<usize>| asked_text[range].to_string();
        let names = self.names_within(there);
        let inner = self.with(&names);
        // Of edits at one place the first is made first.
        let mut edits: Vec<(Range<usize>, String)> = (head_edits(there).into_iter())
            .map(|(range, new)| (at(range), new))
            .collect();

        if there.inputs.len() == asked.inputs.len() {
            for (there, asked) in there.inputs.iter().zip(&asked.inputs) {
                let (there, asked) = (type_of(there)?, type_of(asked)?);
                if !inner.same(there, asked) {
                    let new = asked_source(asked.span().byte_range());
                    edits.push((at(there.span().byte_range()), new));
                }
            }
        } else {
            let open = there.paren_token.span.open().byte_range().end;
            let close = there.paren_token.span.close().byte_range().start;
            let inside = at(open..close);
            let params = (asked.inputs.iter())
                .map(|asked| inner.param(start, there, asked_text, asked))
                .collect::<Option<Vec<String>>>()?;
            edits.push((inside.clone(), self.laid_out(&inside, &params)));
        }

        if !inner.same_return(&there.output, &asked.output) {
            let (range, new) = return_edit(there, asked_text, asked);
            edits.push((at(range), new));
        }
        let has_comment = |(range, _): &(Range<usize>, String)| {
            let old = &self.text[range.clone()];
            old.contains("//") || old.contains("/*")
        };
        (!edits.iter().any(has_comment)).then_some(edits)
    }

    /// A parameter as required, or as an existing one of the same name is written.
    fn param(
        &self,
        start: usize,
        there: &Signature,
        asked_text: &str,
        asked: &FnArg,
    ) -> Option<String> {
        let FnArg::Typed(asked) = asked else {
            return None;
        };
        let name = asked_text[asked.pat.span().byte_range()].to_string();
        let there = there.inputs.iter().find_map(|it| match it {
            FnArg::Typed(it) => {
                let range = it.pat.span().byte_range();
                let written = &self.text[start + range.start..start + range.end];
                let plain = written.trim_start_matches("mut ").trim_start_matches('_');
                (plain == name.trim_start_matches('_')).then_some((it, written))
            }
            FnArg::Receiver(_) => None,
        });
        Some(match there {
            Some((it, _)) if self.same(&it.ty, &asked.ty) => {
                let range = it.span().byte_range();
                self.text[start + range.start..start + range.end].to_string()
            }
            Some((_, written)) => {
                format!("{written}: {}", &asked_text[asked.ty.span().byte_range()])
            }
            None => asked_text[asked.span().byte_range()].to_string(),
        })
    }

    /// Parameters in the place of those inside of the parentheses: in one line where they were and still fit.
    fn laid_out(&self, inside: &Range<usize>, params: &[String]) -> String {
        let old = &self.text[inside.clone()];
        let line = params.join(", ");
        let start = line_start(self.text, inside.start);
        let head = self.text[start..inside.start].chars().count();
        let tail = self.text[inside.end..]
            .lines()
            .next()
            .map_or(0, |it| it.chars().count());
        if params.is_empty() || !old.contains('\n') && head + line.chars().count() + tail <= WIDTH {
            return line;
        }
        let indent = indentation(self.text, inside.start);
        let unit = if indent.starts_with('\t') {
            "\t"
        } else {
            "    "
        };
        let end = if self.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let lines: String = params
            .iter()
            .map(|param| format!("{end}{indent}{unit}{param},"))
            .collect();
        format!("{lines}{end}{indent}")
    }
}

/// The return type that a signature should have.
fn return_edit(there: &Signature, asked_text: &str, asked: &Signature) -> (Range<usize>, String) {
    let close = there.paren_token.span.close().byte_range().end;
    let range = match &there.output {
        ReturnType::Default => close..close,
        ReturnType::Type(arrow, r#type) => {
            arrow.span().byte_range().start..r#type.span().byte_range().end
        }
    };
    let new = match &asked.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, r#type) => {
            let space = if range.is_empty() { " " } else { "" };
            format!("{space}-> {}", &asked_text[r#type.span().byte_range()])
        }
    };
    // Without a return there is one space before the body.
    let range = match (&asked.output, &there.output) {
        (ReturnType::Default, ReturnType::Type(..)) => close..range.end,
        _ => range,
    };
    (range, new)
}

/// Removes parts of a signature besides its name, parameters and return.
fn head_edits(signature: &Signature) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    let word = signature.fn_token.span.byte_range().start;
    if word > 0 {
        edits.push((0..word, String::new()));
    }
    let Generics {
        lt_token,
        gt_token,
        where_clause,
        ..
    } = &signature.generics;
    if let (Some(open), Some(close)) = (lt_token, gt_token)
        && signature.generics.params.iter().any(is_bounded)
    {
        let lifetimes: Vec<String> = (signature.generics.lifetimes())
            .map(|it| it.lifetime.to_string())
            .collect();
        let kept = match lifetimes.is_empty() {
            true => String::new(),
            false => format!("<{}>", lifetimes.join(", ")),
        };
        edits.push((
            open.span.byte_range().start..close.span.byte_range().end,
            kept,
        ));
    }
    if let Some(clause) = where_clause {
        let before = match &signature.output {
            ReturnType::Default => signature.paren_token.span.close(),
            ReturnType::Type(_, r#type) => r#type.span(),
        };
        edits.push((
            before.byte_range().end..clause.span().byte_range().end,
            String::new(),
        ));
    }
    edits
}
