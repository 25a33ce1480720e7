//! Two states of one boundary, as all rules look at them.

use std::collections::HashMap;

use super::directions::{Direction, directions};
use super::finding;
use super::rules::{self, Entry};
use super::subtypes::Subtypes;
use crate::boundary::*;
use crate::model::scalar;

/// How a type expression changed, for the direction it is used in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Change {
    None,
    /// Callers see no difference, but Rust has another type.
    InRust,
    Narrowed,
    Widened,
    Other,
}

/// Two states of one boundary, and the findings so far.
pub(super) struct Comparing<'a> {
    pub(super) name: &'a str,
    pub(super) old: &'a Boundary,
    pub(super) new: &'a Boundary,
    pub(super) subtypes: Subtypes<'a>,
    directions: HashMap<String, Direction>,
    pub(super) findings: Vec<Finding>,
    /// Whether callers can do something new.
    pub(super) has_grown: bool,
    /// Whether the Rust side of the current function or type has changed.
    pub(super) is_rust_changed: bool,
}

impl<'a> Comparing<'a> {
    pub(super) fn new(name: &'a str, old: &'a Boundary, new: &'a Boundary) -> Self {
        let renamed = renamed_types(old, new);
        let directions = directions(old, new, &renamed);
        Self {
            name,
            old,
            new,
            subtypes: Subtypes::new(old, new, renamed),
            directions,
            findings: Vec::new(),
            has_grown: false,
            is_rust_changed: false,
        }
    }

    pub(super) fn boundary(&mut self) {
        let (old, new) = (self.old, self.new);
        if old.facade != new.facade {
            self.report(
                &rules::FACADE_RENAMED,
                &new.facade,
                1,
                (Some(old.facade.clone()), Some(new.facade.clone())),
                format!(
                    "the facade `{}` is now called `{}`, as are all modules under it, and existing structs no longer match them; keep the old name, or release this as a breaking change",
                    old.facade, new.facade
                ),
            );
        }
        if old.crate_name != new.crate_name {
            self.report(
                &rules::CRATE_RENAMED,
                &new.facade,
                1,
                (Some(old.crate_name.clone()), Some(new.crate_name.clone())),
                format!(
                    "the crate `{}` is now called `{}`; update its name in Cargo.toml and in the release",
                    old.crate_name, new.crate_name
                ),
            );
        }
        self.type_crates();
        self.functions();
        self.definitions();
    }

    /// Crates in whose types something of the schema is now another type in Rust.
    fn type_crates(&mut self) {
        let (old, new) = (&self.subtypes.old.model, &self.subtypes.new.model);
        let changed: Vec<(Scalar, &str, &str)> = (scalar::ALL.iter())
            .filter(|it| old.uses(**it) && new.uses(**it))
            .map(|it| (*it, old.rust_scalar(*it), new.rust_scalar(*it)))
            .filter(|(_, before, after)| before != after)
            .collect();
        for (scalar, before, after) in changed {
            let name = scalar.name();
            let (rule, advice) = match self.new.decimal {
                DecimalCrate::RustDecimal if scalar == Scalar::Decimal => (
                    &rules::DECIMALS_NARROWED,
                    "so values of more than 96 bits or 28 decimal places are rejected; write \
                     `decimal: :bigdecimal` again",
                ),
                _ => (
                    &rules::TYPE_CRATE_CHANGED,
                    "while every call works as before; run `mix rust_in_elixir.sync`, then fix the errors that rustc \
                     reports",
                ),
            };
            self.report(
                rule,
                &self.new.facade,
                1,
                (Some(before.to_string()), Some(after.to_string())),
                format!("`{name}` is now `{after}` in Rust instead of `{before}`, {advice}"),
            );
        }
    }

    pub(super) fn report(
        &mut self,
        rule: &Entry,
        path: &str,
        line: u32,
        terms: (Option<String>, Option<String>),
        message: String,
    ) {
        let finding = finding(rule, self.name, path, line, terms, message);
        self.findings.push(finding);
    }

    /// Reports a change that only Rust can see, unless there is a finding since `found`.
    pub(super) fn report_rust(&mut self, rule: &Entry, path: &str, line: u32, found: usize) {
        if std::mem::take(&mut self.is_rust_changed) && self.findings.len() == found {
            self.report(
                rule,
                path,
                line,
                (None, None),
                format!(
                    "`{path}` changes in Rust, while every call works as before; run `mix rust_in_elixir.sync`, then fix the errors that rustc reports"
                ),
            );
        }
    }

    pub(super) fn type_change(&mut self, old: &Type, new: &Type, direction: Direction) -> Change {
        if self.subtypes.is_same(old, new) {
            return Change::None;
        }
        self.is_rust_changed = true;
        match (
            self.subtypes.old_in_new(old, new),
            self.subtypes.new_in_old(old, new),
        ) {
            (true, true) => Change::InRust,
            (true, false) if direction.comes_out => Change::Widened,
            (true, false) => {
                self.has_grown = true;
                Change::InRust
            }
            (false, true) if direction.goes_in => Change::Narrowed,
            (false, true) => Change::InRust,
            (false, false) => Change::Other,
        }
    }

    /// The directions of a type, by its new name.
    pub(super) fn direction(&self, name: &str) -> Direction {
        self.directions.get(name).copied().unwrap_or(Direction {
            goes_in: true,
            comes_out: true,
        })
    }

    /// The changes of a holder's members, matched by their names or former names.
    pub(super) fn members<'m, T: Member>(
        &self,
        holder: &str,
        before: &'m [T],
        after: &'m [T],
    ) -> Members<'m, T> {
        let named = |members: &'m [T], name: &str| members.iter().find(|it| it.name() == name);
        let renamed = |old: &T| {
            (after.iter()).find(|it| {
                self.old_name(holder, it.name()) == Some(old.name())
                    && named(before, it.name()).is_none()
            })
        };
        let before: Vec<(&T, Option<&T>)> = (before.iter())
            .map(|old| (old, named(after, old.name()).or_else(|| renamed(old))))
            .collect();
        let is_new = |name: &str| {
            (before.iter().filter_map(|(_, new)| *new)).all(|paired| paired.name() != name)
        };
        let added = after.iter().filter(|it| is_new(it.name())).collect();
        Members { before, added }
    }

    /// The old name of `name` within `holder`, which is empty for a type.
    pub(super) fn old_name(&self, holder: &str, name: &str) -> Option<&'a str> {
        let path = member_path(holder, name);
        (self.new.renames.iter())
            .find(|it| it.path == path)
            .map(|it| it.from.as_str())
    }
}

/// A field or variant, which may have had another name.
pub(super) trait Member {
    fn name(&self) -> &str;
}

impl Member for Field {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Member for Variant {
    fn name(&self) -> &str {
        &self.name
    }
}

/// The members that a holder had, each with what it is now, and those that are new.
pub(super) struct Members<'a, T> {
    pub(super) before: Vec<(&'a T, Option<&'a T>)>,
    pub(super) added: Vec<&'a T>,
}

/// The place of a member within its holder.
pub(super) fn member_path(holder: &str, name: &str) -> String {
    if holder.is_empty() {
        name.to_string()
    } else {
        format!("{holder}.{name}")
    }
}

/// The new name of each type that was renamed.
fn renamed_types(old: &Boundary, new: &Boundary) -> HashMap<String, String> {
    let has =
        |boundary: &Boundary, name: &str| boundary.definitions.iter().any(|it| it.name == name);
    (new.renames.iter())
        .filter(|it| has(old, &it.from) && has(new, &it.path))
        .filter(|it| !has(new, &it.from) && !has(old, &it.path))
        .map(|it| (it.from.clone(), it.path.clone()))
        .collect()
}
