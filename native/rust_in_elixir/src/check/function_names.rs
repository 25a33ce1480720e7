//! Names of functions: what would share a name in Elixir or in Rust, and what belongs to Elixir.

use std::collections::HashMap;

use super::{Check, LONGEST_NAME};
use crate::boundary::*;
use crate::text::names;

/// The longest name of a function beside which there is one with a `!` behind it.
const LONGEST_FUNCTION: usize = LONGEST_NAME - 1;

/// Functions that the compiler puts into every module, or the generator into the stubs, by name
/// and arity.
const MODULE_FUNCTIONS: &[(&str, usize)] = &[
    ("__await_stream__", 2),
    ("__close_stream__", 1),
    ("__end_stream__", 2),
    ("__feed_stream__", 2),
    ("__info__", 1),
    ("__next_chunk__", 2),
    ("__next_chunk_io__", 2),
    ("__open_stream__", 1),
    ("__resource__", 1),
    ("__stream_answer__", 1),
    ("__struct__", 0),
    ("__struct__", 1),
    ("behaviour_info", 1),
    ("module_info", 0),
    ("module_info", 1),
];

/// Macros that a module's definitions are themselves made of.
const DEFINING_MACROS: &[(&str, usize)] = &[
    ("alias", 1),
    ("case", 2),
    ("def", 1),
    ("def", 2),
    ("defmodule", 2),
    ("import", 2),
    ("unquote", 1),
    ("unquote_splicing", 1),
    ("use", 2),
    ("when", 2),
];

/// Names in Elixir's syntax trees that are not calls.
const SYNTAX: &[&str] = &["__aliases__", "__block__"];

impl<'a> Check<'a> {
    pub(super) fn names_of_functions(&mut self) {
        // A function with options last is also one without them.
        let mut first: HashMap<String, &Nif> = HashMap::new();
        let is_named = |nif: &&Nif| names::is_function_name(&nif.name);
        for nif in self.model.boundary.nifs.iter().filter(is_named) {
            let mut labels = vec![nif.label()];
            if self.model.ends_in_options(nif) {
                labels.push(format!("{}/{}", nif.name, nif.params.len() - 1));
            }
            for label in labels {
                match first.get(&label) {
                    Some(other) if other.label() == nif.label() => {
                        let message =
                            format!("`{label}` is declared twice, first on line {}", other.line);
                        self.report(nif.line, message);
                        break;
                    }
                    Some(other) => {
                        let optional = if other.params.len() > nif.params.len() {
                            other
                        } else {
                            nif
                        };
                        let message = format!(
                            "`{}` and `{}` (line {}) could both be called as `{label}`, because the options of `{}` can be left out; rename one of them",
                            nif.label(),
                            other.label(),
                            other.line,
                            optional.label()
                        );
                        self.report(nif.line, message);
                    }
                    None => {
                        first.insert(label, nif);
                    }
                }
            }
        }
        let mut idents: HashMap<String, &Nif> = HashMap::new();
        for nif in self.model.boundary.nifs.iter().filter(is_named) {
            let ident = self.model.rust_function(nif);
            match idents.get(&ident) {
                Some(other) if other.label() != nif.label() => {
                    let message = format!(
                        "`{}` and `{}` (line {}) would both be the Rust function `{ident}`; rename one of them",
                        nif.label(),
                        other.label(),
                        other.line
                    );
                    self.report(nif.line, message);
                }
                Some(_) => {}
                None => {
                    idents.insert(ident, nif);
                }
            }
        }
    }

    /// A name that is too long, or that Elixir or the generated double has already.
    pub(super) fn reserved_name(&mut self, nif: &Nif) {
        let label = nif.label();
        if nif.name.len() > LONGEST_FUNCTION {
            self.report(
                nif.line,
                format!(
                    "the name of this NIF is {} bytes long, and the limit is {LONGEST_FUNCTION}, because the function that raises has a `!` more",
                    nif.name.len()
                ),
            );
        }
        // A function with options last is also one without them.
        let least = nif.params.len() - usize::from(self.model.ends_in_options(nif));
        let belongs_to_elixir = |functions: &[(&str, usize)]| {
            functions.iter().any(|(name, arity)| {
                *name == nif.name && (least..=nif.params.len()).contains(arity)
            })
        };
        if belongs_to_elixir(MODULE_FUNCTIONS)
            || belongs_to_elixir(DEFINING_MACROS)
            || SYNTAX.contains(&nif.name.as_str())
        {
            self.report(
                nif.line,
                format!("`{label}` is reserved by Elixir; choose another name"),
            );
        }
        let casts = (self.model.boundary.nifs.iter()).any(|it| self.model.takes_json(it));
        if casts && belongs_to_elixir(&[("cast", 2)]) {
            self.report(
                nif.line,
                format!(
                    "`{label}` would clash with the generated `{}.cast/2`, which casts arguments without a call; choose another name",
                    self.model.boundary.facade
                ),
            );
        }
        let is_of_double = match (nif.name.as_str(), nif.params.len()) {
            ("stub", 2) => true,
            ("handle", 1) => self.model.resources().next().is_some(),
            _ => false,
        };
        if self.model.boundary.double && is_of_double {
            self.report(
                nif.line,
                format!(
                    "`{label}` would clash with the generated `{}.Double.{label}`; choose another name",
                    self.model.boundary.facade
                ),
            );
        }
    }

    /// Says what is wrong with the name of a function, and a name that is near it.
    pub(super) fn function_name(&mut self, nif: &Nif) {
        let name = nif.name.trim_end_matches('!');
        let message = if names::is_function_name(name) {
            format!(
                "the name of the NIF `{}` cannot end in `!`, because `{name}!` is the generated function that raises; write `{name}`",
                nif.label()
            )
        } else {
            format!(
                "the NIF name `{}` is not valid in both languages: use letters from a to z, digits and `_`, with a lowercase letter or `_` first, such as `{}`",
                names::elixir_atom(&nif.name),
                names::rust_value(&nif.name).trim_start_matches("r#"),
            )
        };
        self.report(nif.line, message);
    }
}
