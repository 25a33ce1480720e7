mod any_text;
mod completion;
mod conflicts;
mod renames;
mod resource_types;

use std::io::Write;
use std::process::{Command, Stdio};

use syn::spanned::Spanned;

use super::completion::{create, declare};
use super::{Stub, Tokens, lib_source};
use crate::boundary::*;
use crate::render::rust::{Returned, Signature};
use crate::text::diff::unified_diff;

/// The stub of a function, with its signature as text.
pub(super) fn stub(label: &str, signature: &str) -> Stub {
    let parsed: syn::Signature = syn::parse_str(signature).expect("a signature");
    let source = |it: &dyn Spanned| signature[it.span().byte_range()].to_string();
    let param = |it: &syn::FnArg| match it {
        syn::FnArg::Typed(it) => (source(&it.pat), source(&it.ty)),
        syn::FnArg::Receiver(_) => panic!("{signature}"),
    };
    let stub = Stub {
        label: label.to_string(),
        signature: Signature {
            name: source(&parsed.ident),
            names_lifetime: false,
            params: parsed.inputs.iter().map(param).collect(),
            returns: match &parsed.output {
                syn::ReturnType::Default => Returned::Nothing,
                syn::ReturnType::Type(_, it) => returned(&source(it)),
            },
        },
    };
    assert_eq!(stub.signature.to_string(), signature);
    stub
}

fn returned(text: &str) -> Returned {
    let items = |it: &str| {
        let item = it.strip_prefix("impl Iterator<Item = ")?;
        Some(item.strip_suffix("> + Send + 'static")?.to_string())
    };
    let result: Option<syn::TypePath> = syn::parse_str(text).ok();
    let arguments = result.as_ref().and_then(|it| it.path.segments.last());
    let arguments = arguments.map(|it| (it.ident.to_string(), &it.arguments));
    match arguments {
        Some((name, syn::PathArguments::AngleBracketed(it))) if name == "Result" => {
            let source = |index| text[it.args[index].span().byte_range()].to_string();
            let (value, error) = (source(0), source(1));
            match items(&value) {
                Some(item) => Returned::StreamOrError { item, error },
                None => Returned::Result { value, error },
            }
        }
        _ => match items(text) {
            Some(item) => Returned::Stream { item },
            None => Returned::Value(text.to_string()),
        },
    }
}

fn complete(text: &str, implementation: &str, stubs: &[Stub]) -> Result<LibSource, SyntaxError> {
    let tokens = Tokens::read(text, implementation)?;
    super::complete(text, &tokens, implementation, stubs)
}

fn stubs() -> Vec<Stub> {
    vec![
        stub("ping/0", "fn ping()"),
        stub("match/1", "fn r#match(text: &str) -> bool"),
        stub("add/2", "fn add(a: i64, r#type: Option<&[u8]>) -> i64"),
    ]
}

const PING: &str = r#"    fn ping() {
        panic!("ping/0 is not implemented yet")
    }
"#;

const MATCH: &str = r#"    fn r#match(text: &str) -> bool {
        let _ = text;
        panic!("match/1 is not implemented yet")
    }
"#;

const ADD: &str = r#"    fn add(a: i64, r#type: Option<&[u8]>) -> i64 {
        let _ = (&a, &r#type);
        panic!("add/2 is not implemented yet")
    }
"#;

fn all() -> String {
    format!("{PING}\n{MATCH}\n{ADD}")
}

#[test]
fn makes_the_first_file() {
    let expected = format!(
        r#"//! Markdown rendering, done in Rust.

#[rustfmt::skip]
pub mod boundary;

use boundary::*;

/// Implements the functions of the boundary.
pub struct Markdown;

impl Nifs for Markdown {{
{}}}
"#,
        all()
    );
    let doc = "\nMarkdown rendering, done in Rust.  \n\n    iex> MyApp.Markdown.ping()\n    :ok\n";
    assert_eq!(create(Some(doc), "Markdown", &[], &stubs()), expected);
    assert_eq!(
        complete(&expected, "Markdown", &stubs()),
        Ok(LibSource {
            text: expected,
            missing: vec![],
            mismatches: vec![],
        })
    );
}

#[test]
fn takes_the_first_paragraph_of_the_doc() {
    let cases = [
        (None, "//! The NIFs of this crate."),
        (Some(""), "//! The NIFs of this crate."),
        (Some("    iex> 1"), "//! The NIFs of this crate."),
        (Some("```\ncode\n```"), "//! The NIFs of this crate."),
        (Some("One\r\ntwo.\r\n\r\nThree."), "//! One\n//! two."),
        (Some("Løvely."), "//! Løvely."),
    ];
    for (doc, expected) in cases {
        let text = create(doc, "Markdown", &[], &[]);
        assert!(
            text.starts_with(&format!("{expected}\n\n#[rustfmt")),
            "{text}"
        );
        assert!(text.ends_with("\n\nimpl Nifs for Markdown {}\n"), "{text}");
    }
}

/// A boundary of `Demo.Text` with `resize/1`, `resize/2` and the resource `Grid`.
fn boundary(renames: &[(&str, &str)]) -> Boundary {
    let nif = |width: usize| Nif {
        name: "resize".to_string(),
        params: (0..width)
            .map(|at| Param {
                name: format!("x{at}"),
                r#type: Type::Scalar(Scalar::U8),
                passing: Passing::Plain,
                line: 1,
            })
            .collect(),
        returns: Return::Ok,
        return_style: ReturnStyle::Tagged,
        schedule: Schedule::DirtyCpu,
        cast: false,
        returns_handle: false,
        chunk: 500,
        doc: None,
        line: 1,
    };
    let grid = Definition {
        name: "Grid".to_string(),
        owner: None,
        kind: Kind::Resource(Resource {
            rust: "crate::Grid".to_string(),
            lock: None,
            on_drop: None,
            monitor: false,
        }),
        doc: None,
        cast: false,
        redact: false,
        line: 1,
    };
    Boundary {
        definitions: vec![grid],
        nifs: vec![nif(1), nif(2)],
        renames: (renames.iter())
            .map(|(path, from)| Rename {
                path: path.to_string(),
                from: from.to_string(),
                line: 1,
            })
            .collect(),
        ..Boundary::named("Demo.Text", "demo_text")
    }
}

fn lib(types: &str, functions: &str) -> String {
    format!(
        "#[rustfmt::skip]\npub mod boundary;\nuse boundary::*;\n{types}\nstruct Text;\nimpl Nifs for Text {{\n{functions}\n}}\n"
    )
}

fn rustfmt(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is part of the toolchain");
    let mut input = rustfmt.stdin.take().expect("the input is piped");
    input.write_all(text.as_bytes()).expect("rustfmt reads");
    drop(input);
    let output = rustfmt.wait_with_output().expect("rustfmt ends");
    String::from_utf8(output.stdout).expect("rustfmt writes UTF-8")
}
