//! The signatures of the user's functions, held against those that the trait declares.
//!
//! They are compared as types, not as text: paths by their last names, lifetimes not at all. A
//! name that the boundary does not know may be an alias of the user's, and passes for any type;
//! what is wrong about it rustc tells.

use std::ops::Range;

use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, PathArguments, ReturnType, Signature, Token,
    Type, TypeParamBound, Visibility,
};

use super::renames::Renamed;
use crate::boundary::Misfit;
use crate::render::rust::Stub;
use crate::text::stack::with_large_stack;

/// A function in a block, by where it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name, without the `r#` of a raw one.
    pub name: String,
    /// Where its name is written.
    pub written_name: Range<usize>,
    /// From `fn`, or from what qualifies it, up to its body.
    pub signature: Range<usize>,
}

/// How deep types may nest before they are left to rustc.
const DEEPEST: usize = 64;

/// The widest line that a changed list of parameters may take.
const WIDTH: usize = 100;

/// Names that stand for one type wherever they are written.
const KNOWN: &[&str] = &[
    "AnyTerm",
    "Atom",
    "BTreeMap",
    "Box",
    "Bytes",
    "HashMap",
    "HashSet",
    "Option",
    "Path",
    "PathBuf",
    "Pid",
    "Reference",
    "Result",
    "String",
    "Vec",
    "bool",
    "char",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "str",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
];

/// What is wrong with one function, and the edits of the text that would mend it.
pub struct Finding {
    pub misfit: Misfit,
    /// `None` where it takes a person to mend it.
    pub edits: Option<Vec<(Range<usize>, String)>>,
}

/// What the functions of a text are held against.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub stubs: &'a [Stub],
    /// The functions that are still written with the names that they had before.
    pub renamed: &'a [Renamed<'a>],
    /// The Rust names of the types that the boundary declares, or declared.
    pub names: &'a [String],
}

/// Holds the functions of a text against the stubs.
pub fn findings(text: &str, functions: &[Function], asked: Asked) -> Vec<Finding> {
    with_large_stack(|| {
        let comparison = Comparison {
            text,
            names: asked.names,
        };
        (functions.iter())
            .filter_map(|function| comparison.function(function, functions, asked))
            .collect()
    })
}

struct Comparison<'a> {
    text: &'a str,
    names: &'a [String],
}

impl Comparison<'_> {
    fn function(
        &self,
        function: &Function,
        functions: &[Function],
        asked: Asked,
    ) -> Option<Finding> {
        let found = self.text[function.signature.clone()].trim_end();
        let misfit = |label: &str, expected: Option<&str>| Misfit {
            label: label.to_string(),
            line: line_of(self.text, function.signature.start),
            found: one_line(found),
            expected: expected.map(str::to_string),
            advice: None,
        };
        let Some(stub) =
            (asked.stubs.iter()).find(|stub| stub.name.trim_start_matches("r#") == function.name)
        else {
            let renamed = asked.renamed.iter().find(|it| it.from == function.name);
            return Some(Finding {
                misfit: match renamed {
                    Some(it) => misfit(&it.stub.label, Some(&it.stub.signature)),
                    None => misfit(&function.name, None),
                },
                edits: None,
            });
        };
        let there = parse(found)?;
        let asked = parse(&stub.signature)?;
        if self.same_signature(&there, &asked) {
            return None;
        }
        // Of a function that is written for several configurations one has to fit.
        let fits = |other: &&Function| {
            other.name == function.name
                && parse(&self.text[other.signature.clone()])
                    .is_none_or(|it| self.same_signature(&it, &asked))
        };
        if functions.iter().any(|other| fits(&other)) {
            return None;
        }
        Some(Finding {
            misfit: misfit(&stub.label, Some(&stub.signature)),
            edits: self.edits(function, &there, &stub.signature, &asked),
        })
    }

    fn same_signature(&self, there: &Signature, asked: &Signature) -> bool {
        let types = |signature: &Signature| -> Vec<Type> {
            signature
                .inputs
                .iter()
                .filter_map(type_of)
                .cloned()
                .collect()
        };
        let (there_types, asked_types) = (types(there), types(asked));
        let names = self.names_within(there);
        let inner = self.with(&names);
        is_plain(there)
            && !is_generic(&there.generics)
            && there.inputs.len() == asked.inputs.len()
            && there_types.len() == asked_types.len()
            && there_types
                .iter()
                .zip(&asked_types)
                .all(|(there, asked)| inner.same(there, asked))
            && inner.same_return(&there.output, &asked.output)
    }

    /// The names that are no aliases in a signature: what it takes by itself is none.
    fn names_within(&self, signature: &Signature) -> Vec<String> {
        let own = (signature.generics.type_params()).map(|it| it.ident.to_string());
        self.names.iter().cloned().chain(own).collect()
    }

    fn with<'b>(&'b self, names: &'b [String]) -> Comparison<'b> {
        Comparison {
            text: self.text,
            names,
        }
    }

    fn same_return(&self, there: &ReturnType, asked: &ReturnType) -> bool {
        match (there, asked) {
            (ReturnType::Default, ReturnType::Default) => true,
            (ReturnType::Type(_, there), ReturnType::Type(_, asked)) => self.same(there, asked),
            (ReturnType::Type(_, unit), ReturnType::Default)
            | (ReturnType::Default, ReturnType::Type(_, unit)) => {
                matches!(&**unit, Type::Tuple(tuple) if tuple.elems.is_empty())
            }
        }
    }

    /// Whether two types are, or may be, the same; the second is one that the trait declares.
    fn same(&self, there: &Type, asked: &Type) -> bool {
        match (there, asked) {
            (Type::Paren(there), _) => self.same(&there.elem, asked),
            (Type::Group(there), _) => self.same(&there.elem, asked),
            (Type::Reference(there), Type::Reference(asked)) => {
                // What is lent for a call is not lent for ever.
                let is_static = |it: &syn::Lifetime| it.ident == "static";
                !there.lifetime.as_ref().is_some_and(is_static)
                    && there.mutability.is_some() == asked.mutability.is_some()
                    && self.same(&there.elem, &asked.elem)
            }
            (Type::Slice(there), Type::Slice(asked)) => self.same(&there.elem, &asked.elem),
            (Type::Tuple(there), Type::Tuple(asked)) => {
                there.elems.len() == asked.elems.len()
                    && there
                        .elems
                        .iter()
                        .zip(&asked.elems)
                        .all(|(there, asked)| self.same(there, asked))
            }
            (Type::ImplTrait(there), Type::ImplTrait(asked)) => {
                match (item_of(there), item_of(asked)) {
                    (Some(there), Some(asked)) => self.same(there, asked),
                    _ => true,
                }
            }
            // A method may return a type of its own for one that its trait leaves open.
            (_, Type::ImplTrait(_)) => true,
            (Type::Path(there), Type::Path(asked)) => {
                let (Some(there), Some(asked)) =
                    (there.path.segments.last(), asked.path.segments.last())
                else {
                    return true;
                };
                let name = there.ident.to_string();
                if asked.ident != name {
                    return !self.is_known(&name);
                }
                let (there, asked) = (arguments(&there.arguments), arguments(&asked.arguments));
                // With other parameters it is an alias, such as `io::Result`.
                there.len() != asked.len()
                    || there
                        .iter()
                        .zip(&asked)
                        .all(|(there, asked)| self.same(there, asked))
            }
            (Type::Path(there), _) => {
                let last = there.path.segments.last();
                last.is_none_or(|it| !self.is_known(&it.ident.to_string()))
            }
            (Type::Infer(_) | Type::Macro(_) | Type::Verbatim(_), _) => true,
            _ => false,
        }
    }

    fn is_known(&self, name: &str) -> bool {
        KNOWN.contains(&name) || self.names.iter().any(|it| it == name)
    }

    /// The edits that bring a signature up to date; none where a comment would be lost.
    fn edits(
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
            edits.push((
                inside.clone(),
                inner.params(&inside, start, there, asked_text, asked)?,
            ));
        }

        if !inner.same_return(&there.output, &asked.output) {
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
                    format!("{space}-> {}", asked_source(r#type.span().byte_range()))
                }
            };
            // Without a return there is no space to keep before the body but one.
            let range = match (&asked.output, &there.output) {
                (ReturnType::Default, ReturnType::Type(..)) => close..range.end,
                _ => range,
            };
            edits.push((at(range), new));
        }
        let has_comment = |(range, _): &(Range<usize>, String)| {
            let old = &self.text[range.clone()];
            old.contains("//") || old.contains("/*")
        };
        (!edits.iter().any(has_comment)).then_some(edits)
    }

    /// A list of parameters: those that have the name of one that is there stay as they are written.
    fn params(
        &self,
        inside: &Range<usize>,
        start: usize,
        there: &Signature,
        asked_text: &str,
        asked: &Signature,
    ) -> Option<String> {
        let old = &self.text[inside.clone()];
        let mut params = Vec::new();
        for input in &asked.inputs {
            let FnArg::Typed(asked) = input else {
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
            params.push(match there {
                Some((it, _)) if self.same(&it.ty, &asked.ty) => {
                    let range = it.span().byte_range();
                    self.text[start + range.start..start + range.end].to_string()
                }
                Some((_, written)) => {
                    format!("{written}: {}", &asked_text[asked.ty.span().byte_range()])
                }
                None => asked_text[asked.span().byte_range()].to_string(),
            });
        }
        let line = params.join(", ");
        let line_start = self.text[..inside.start].rfind('\n').map_or(0, |at| at + 1);
        let head = self.text[line_start..inside.start].chars().count();
        let tail = self.text[inside.end..]
            .lines()
            .next()
            .map_or(0, |it| it.chars().count());
        if !old.contains('\n') && head + line.chars().count() + tail <= WIDTH {
            return Some(line);
        }
        let indent: String = self.text[line_start..]
            .chars()
            .take_while(|it| matches!(it, ' ' | '\t'))
            .collect();
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
        Some(if params.is_empty() {
            String::new()
        } else {
            format!("{lines}{end}{indent}")
        })
    }
}

/// What has to go from a signature that is more than a name with parameters and a return.
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

/// Whether nothing stands before the `fn` of a signature.
fn is_plain(signature: &Signature) -> bool {
    signature.fn_token.span.byte_range().start == 0 && signature.variadic.is_none()
}

/// Whether a signature leaves open what the trait does not. Plain lifetimes only have names.
fn is_generic(generics: &Generics) -> bool {
    generics.where_clause.is_some() || generics.params.iter().any(is_bounded)
}

fn is_bounded(param: &GenericParam) -> bool {
    match param {
        GenericParam::Lifetime(lifetime) => !lifetime.bounds.is_empty(),
        GenericParam::Type(_) | GenericParam::Const(_) => true,
    }
}

/// Parses the head of a function, with whatever may stand before its `fn` anywhere in Rust.
fn parse(signature: &str) -> Option<Signature> {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for character in signature.chars() {
        match character {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if deepest > DEEPEST {
        return None;
    }
    let head = |input: ParseStream| {
        input.parse::<Visibility>()?;
        input.parse::<Option<Token![default]>>()?;
        input.parse()
    };
    head.parse_str(signature).ok()
}

fn type_of(input: &FnArg) -> Option<&Type> {
    match input {
        FnArg::Typed(typed) => Some(&typed.ty),
        FnArg::Receiver(_) => None,
    }
}

fn arguments(arguments: &PathArguments) -> Vec<&Type> {
    match arguments {
        PathArguments::AngleBracketed(list) => list
            .args
            .iter()
            .filter_map(|it| match it {
                GenericArgument::Type(r#type) => Some(r#type),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// The `Item` of an `impl Iterator<Item = …>`.
fn item_of(r#type: &syn::TypeImplTrait) -> Option<&Type> {
    r#type.bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else {
            return None;
        };
        let segment = bound.path.segments.last()?;
        let PathArguments::AngleBracketed(list) = &segment.arguments else {
            return None;
        };
        list.args.iter().find_map(|it| match it {
            GenericArgument::AssocType(assoc) if assoc.ident == "Item" => Some(&assoc.ty),
            _ => None,
        })
    })
}

pub fn line_of(text: &str, offset: usize) -> u32 {
    let lines = text[..offset].matches('\n').count() + 1;
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// A signature as one line, as the trait has it.
fn one_line(signature: &str) -> String {
    let line = signature.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace("( ", "(")
        .replace(", )", ")")
        .replace(",)", ")")
        .replace(" )", ")")
}

#[cfg(test)]
mod tests {
    use crate::user_files::lib_source::findings as all_findings;
    use crate::user_files::lib_source::fix_signatures;
    use crate::user_files::lib_source::tokens::Tokens;

    use super::*;

    fn stub(signature: &str) -> Stub {
        let name = &signature[3..signature.find('(').expect("a function has parentheses")];
        Stub {
            name: name.to_string(),
            label: format!("{name}/1"),
            signature: signature.to_string(),
        }
    }

    fn names() -> Vec<String> {
        ["Point", "Row", "Table", "TableHandle"]
            .map(String::from)
            .to_vec()
    }

    fn in_block(function: &str) -> String {
        format!("impl Nifs for Text {{\n    {function}\n}}\n")
    }

    fn misfits(function: &str, asked: &str) -> Vec<Misfit> {
        let stubs = [stub(asked)];
        let text = in_block(function);
        let tokens = Tokens::read(&text, "Text").expect("the text falls into tokens");
        all_findings(&text, &tokens, asked_for(&stubs, &names()))
            .into_iter()
            .map(|it| it.misfit)
            .collect()
    }

    fn asked_for<'a>(stubs: &'a [Stub], names: &'a [String]) -> Asked<'a> {
        Asked {
            stubs,
            renamed: &[],
            names,
        }
    }

    #[test]
    fn types_are_compared_and_not_their_text() {
        for (written, asked) in [
            (
                "fn f(text: &str) -> String { todo!() }",
                "fn f(text: &str) -> String",
            ),
            (
                "fn f(_: &str) -> std::string::String { todo!() }",
                "fn f(text: &str) -> String",
            ),
            (
                "fn f<'a>(mut text: &'a str) -> String { todo!() }",
                "fn f(text: &str) -> String",
            ),
            (
                "fn f(\n        path: &std::path::Path,\n    ) -> (u8,) { todo!() }",
                "fn f(path: &Path) -> (u8,)",
            ),
            ("fn f(Point { x, y }: Point) {}", "fn f(point: Point)"),
            ("fn f() -> () {}", "fn f()"),
            (
                "fn f() -> Result<(), crate::Error> { todo!() }",
                "fn f() -> Result<(), Error>",
            ),
            // What the boundary does not know may be an alias.
            (
                "fn f(line: Line) -> Answer { todo!() }",
                "fn f(line: Vec<String>) -> Result<u8, String>",
            ),
            (
                "fn f() -> io::Result<u8> { todo!() }",
                "fn f() -> Result<u8, Error>",
            ),
            ("fn f() -> Self::Row { todo!() }", "fn f() -> Row"),
            (
                "fn f() -> impl Send + Iterator<Item = Row> + 'static { todo!() }",
                "fn f() -> impl Iterator<Item = Row> + Send + 'static",
            ),
            (
                "fn f() -> std::vec::IntoIter<Row> { todo!() }",
                "fn f() -> impl Iterator<Item = Row> + Send + 'static",
            ),
            (
                "#[cfg(a)] fn f(x: u8) {}\n#[cfg(not(a))] fn f(x: u16) {}",
                "fn f(x: u8)",
            ),
            ("fn f(x: type_of!(u8)) {}", "fn f(x: u8)"),
            ("include!(\"f.rs\");", "fn f(x: u8)"),
        ] {
            assert_eq!(misfits(written, asked), [], "{written}");
        }
    }

    #[test]
    fn signatures_that_differ_are_named_and_mended() {
        for (written, asked, mended) in [
            (
                "fn f(text: String) -> u8 { g(1) }",
                "fn f(text: &str) -> u8",
                "fn f(text: &str) -> u8 { g(1) }",
            ),
            (
                "fn f( mut a : u8 ) { /* a */ }",
                "fn f(a: u16)",
                "fn f( mut a : u16 ) { /* a */ }",
            ),
            (
                "fn f(table: &Table) {}",
                "fn f(table: &mut Table)",
                "fn f(table: &mut Table) {}",
            ),
            (
                "fn f(table: &Table) {}",
                "fn f(table: Table)",
                "fn f(table: Table) {}",
            ),
            ("fn f() -> u8 { 1 }", "fn f()", "fn f() { 1 }"),
            ("fn f() { 1 }", "fn f() -> u8", "fn f() -> u8 { 1 }"),
            (
                "fn f()->Vec<u8>{ 1 }",
                "fn f() -> Vec<Row>",
                "fn f()-> Vec<Row>{ 1 }",
            ),
            (
                "fn f(a: u8, mut c: std::string::String) {}",
                "fn f(a: u8, b: Point, c: String)",
                "fn f(a: u8, b: Point, mut c: std::string::String) {}",
            ),
            ("fn f(a: u8, b: u8) {}", "fn f(b: u16)", "fn f(b: u16) {}"),
            ("fn f(a: u8) {}", "fn f()", "fn f() {}"),
            (
                "fn f(\n        a: u8,\n    ) -> u8 {\n        // here\n        1\n    }",
                "fn f(a: u8, b: u8) -> u8",
                "fn f(\n        a: u8,\n        b: u8,\n    ) -> u8 {\n        // here\n        1\n    }",
            ),
            (
                "async fn f(x: u8) -> u8 { x }",
                "fn f(x: u8) -> u8",
                "fn f(x: u8) -> u8 { x }",
            ),
            ("const fn f() {}", "fn f()", "fn f() {}"),
            ("unsafe fn f() {}", "fn f()", "fn f() {}"),
            ("extern \"C\" fn f() {}", "fn f()", "fn f() {}"),
            (
                "pub(crate) const unsafe extern fn f() -> u8 { 1 }",
                "fn f() -> u16",
                "fn f() -> u16 { 1 }",
            ),
            (
                "fn f<T: Into<String>>(x: T) {}",
                "fn f(x: &str)",
                "fn f(x: &str) {}",
            ),
            (
                "fn f<'a, const N: usize>(x: &'a str) {}",
                "fn f(x: &str)",
                "fn f<'a>(x: &'a str) {}",
            ),
            (
                "fn f<T>(x: Vec<T>)\n    where\n        T: Clone,\n    {\n    }",
                "fn f(x: Vec<u8>) -> u8",
                "fn f(x: Vec<u8>) -> u8\n    {\n    }",
            ),
            (
                "fn f<'a: 'a>(x: &'a str) {}",
                "fn f(x: &str)",
                "fn f<'a>(x: &'a str) {}",
            ),
            (
                "fn f(x: &'static str) {}",
                "fn f(x: &str)",
                "fn f(x: &str) {}",
            ),
            ("fn f(x: char) {}", "fn f(x: u32)", "fn f(x: u32) {}"),
            (
                "fn f() -> impl Iterator<Item = u8> { todo!() }",
                "fn f() -> impl Iterator<Item = Row> + Send + 'static",
                "fn f() -> impl Iterator<Item = Row> + Send + 'static { todo!() }",
            ),
        ] {
            let found = misfits(written, asked);
            assert_eq!(found.len(), 1, "{written}");
            assert_eq!(found[0].expected.as_deref(), Some(asked), "{written}");
            let stubs = [stub(asked)];
            let text = in_block(written);
            let fixed = fix_signatures(&text, "Text", asked_for(&stubs, &names())).expect(written);
            assert_eq!(fixed, in_block(mended), "{written}");
            assert_eq!(misfits(mended, asked), [], "{mended}");
        }
    }

    #[test]
    fn what_is_left_over_or_commented_is_for_a_person() {
        let left = misfits("fn gone(x: u8) -> u8 { 1 }", "fn f()");
        let expected = Misfit {
            label: "gone".to_string(),
            line: 2,
            found: "fn gone(x: u8) -> u8".to_string(),
            expected: None,
            advice: None,
        };
        assert_eq!(left, [expected]);

        let text = in_block("fn f(a: u8, // why\n b: u8) {}");
        let stubs = [stub("fn f(a: u8)")];
        assert_eq!(
            fix_signatures(&text, "Text", asked_for(&stubs, &names())),
            Ok(text.clone())
        );
    }

    #[test]
    fn types_of_any_depth_are_left_to_rustc_in_time() {
        let deep = format!(
            "fn f(x: {}u8{}) {{}}",
            "Vec<".repeat(50_000),
            ">".repeat(50_000)
        );
        assert_eq!(misfits(&deep, "fn f(x: u8)"), []);
        let array = format!(
            "fn f(x: [u8; {}1{}]) {{}}",
            "{".repeat(5_000),
            "}".repeat(5_000)
        );
        assert_eq!(misfits(&array, "fn f(x: u8)"), []);
    }
}
