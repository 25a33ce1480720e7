//! What breaks when one contract takes the place of another.
//!
//! The old contract is read back into a boundary ([`contract::read`]); two boundaries are then compared by
//! the rules of one table ([`rules`]). Direction decides: what goes into Rust may be loosened, what
//! comes out of it may be tightened.

mod constraints;
mod definitions;
mod fields;
mod functions;
mod json;
mod meanings;
mod native_types;
mod newtypes;
pub mod rules;
mod subtypes;
#[cfg(test)]
mod tests;
mod variants;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::boundary::*;
use crate::contract;
use crate::text::names;
pub use json::comparison_as_json;
use rules::Entry;
use subtypes::Subtypes;

/// Compares contracts with boundaries, each by the name of its folder.
pub fn compare(
    before: &HashMap<String, String>,
    boundaries: &HashMap<String, Boundary>,
    today: &str,
) -> Result<Comparison, String> {
    let mut old: BTreeMap<&str, Boundary> = BTreeMap::new();
    let before: BTreeMap<&String, &String> = before.iter().collect();
    for (name, contract) in before {
        let boundary = contract::read(contract)
            .map_err(|reason| format!("the contract of {name} {reason}"))?;
        old.insert(name, boundary);
    }
    let mut findings = Vec::new();
    let mut has_grown = false;
    let mut unpaired: BTreeMap<&str, &Boundary> = BTreeMap::new();
    let mut pairs: Vec<(&str, Option<&Boundary>, &Boundary)> = Vec::new();
    for (name, boundary) in &old {
        match boundaries.get(*name) {
            Some(new) => pairs.push((name, Some(boundary), new)),
            None => {
                unpaired.insert(name, boundary);
            }
        }
    }
    let fresh: BTreeSet<&str> = boundaries
        .keys()
        .map(String::as_str)
        .filter(|name| !old.contains_key(name))
        .collect();
    for name in fresh {
        let new = &boundaries[name];
        let moved = unpaired
            .iter()
            .find(|(_, boundary)| boundary.facade == new.facade)
            .map(|(name, _)| *name);
        let boundary = moved.and_then(|it| unpaired.remove(it));
        has_grown |= boundary.is_none();
        pairs.push((name, boundary, new));
    }
    for (name, boundary) in unpaired {
        findings.push(removed(name, boundary));
    }
    for (name, boundary, new) in pairs {
        let mut comparing = Comparing::new(name, boundary.unwrap_or(new), new);
        comparing.boundary();
        has_grown |= comparing.has_grown;
        findings.extend(waived(name, comparing.findings, &new.waivers, today));
    }
    findings.sort_by(|left, right| {
        let key = |it: &Finding| {
            (
                it.boundary.clone(),
                it.severity as u8,
                it.line,
                it.path.clone(),
            )
        };
        key(left).cmp(&key(right))
    });
    let has = |severity: Severity| {
        findings
            .iter()
            .any(|it| it.severity == severity && it.category != Category::Waivers)
    };
    let bump = match () {
        () if has(Severity::Breaking) => Bump::Major,
        () if has_grown || has(Severity::Risky) => Bump::Minor,
        () => Bump::Patch,
    };
    Ok(Comparison { findings, bump })
}

fn removed(name: &str, boundary: &Boundary) -> Finding {
    let facade = &boundary.facade;
    finding(
        &rules::BOUNDARY_REMOVED,
        name,
        facade,
        1,
        (Some(facade.clone()), None),
        format!(
            "the boundary of {facade} is gone, and every function of the module with it; \
             put native/{name}/schema.exs back, or release it as a breaking change"
        ),
    )
}

/// The findings with those that a waiver lets pass marked, and what is wrong with the waivers.
fn waived(
    boundary: &str,
    mut findings: Vec<Finding>,
    waivers: &[Waiver],
    today: &str,
) -> Vec<Finding> {
    let mut about_waivers = Vec::new();
    for waiver in waivers {
        let inside = format!("{}.", waiver.path);
        let mut is_used = false;
        let is_past = waiver.until.as_str() < today;
        for finding in &mut findings {
            if finding.rule == waiver.rule
                && (finding.path == waiver.path || finding.path.starts_with(&inside))
            {
                is_used = true;
                if !is_past && finding.waived.is_none() {
                    finding.waived = Some(waiver.reason.clone());
                }
            }
        }
        let what = format!("the waiver of {} for {}", waiver.rule, waiver.path);
        let (rule, message) = match (is_used, is_past) {
            (true, false) => continue,
            (true, true) => (
                &rules::WAIVER_EXPIRED,
                format!(
                    "{what} was good until {}, so that it lets nothing pass any more; \
                     undo the change, or give the waiver a later date",
                    waiver.until
                ),
            ),
            (false, _) => (
                &rules::WAIVER_UNUSED,
                format!("{what} matches nothing that changed; take it out"),
            ),
        };
        about_waivers.push(finding(
            rule,
            boundary,
            &waiver.path,
            waiver.line,
            (None, None),
            message,
        ));
    }
    findings.extend(about_waivers);
    findings
}

fn finding(
    rule: &Entry,
    boundary: &str,
    path: &str,
    line: u32,
    (before, after): (Option<String>, Option<String>),
    message: String,
) -> Finding {
    Finding {
        rule: rule.name.into(),
        category: rule.category,
        severity: rule.severity,
        boundary: boundary.into(),
        path: path.into(),
        line,
        before,
        after,
        message,
        waived: None,
    }
}

/// Which way values of a type go.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Direction {
    goes_in: bool,
    comes_out: bool,
}

/// How a type expression changed, as far as it matters to where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    None,
    /// No caller can tell, but Rust has another type.
    InRust,
    Narrowed,
    Widened,
    Other,
}

/// Two states of one boundary, and what was found so far.
struct Comparing<'a> {
    name: &'a str,
    old: &'a Boundary,
    new: &'a Boundary,
    subtypes: Subtypes<'a>,
    directions: HashMap<String, Direction>,
    findings: Vec<Finding>,
    /// Whether callers can do something that they could not.
    has_grown: bool,
    /// Whether the Rust side of what is being looked at has changed.
    is_rust_changed: bool,
}

impl<'a> Comparing<'a> {
    fn new(name: &'a str, old: &'a Boundary, new: &'a Boundary) -> Self {
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

    fn boundary(&mut self) {
        let (old, new) = (self.old, self.new);
        if old.facade != new.facade {
            self.report(
                &rules::FACADE_RENAMED,
                &new.facade,
                1,
                (Some(old.facade.clone()), Some(new.facade.clone())),
                format!(
                    "the facade {} is called {} now, as is every module under it, \
                     and structs that were made before belong to none; keep the old name, or release \
                     it as a breaking change",
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
                    "the crate {} is called {} now; adapt what names it in Cargo.toml and in the \
                     release",
                    old.crate_name, new.crate_name
                ),
            );
        }
        self.functions();
        self.definitions();
    }

    fn report(
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

    /// Tells of a change that only Rust can see, unless something was found since `found` already.
    fn report_rust(&mut self, rule: &Entry, path: &str, line: u32, found: usize) {
        if std::mem::take(&mut self.is_rust_changed) && self.findings.len() == found {
            self.report(
                rule,
                path,
                line,
                (None, None),
                format!(
                    "{path} changes in Rust, though every call works as before; \
                     run `mix rust_in_elixir.sync` and adapt the crate where rustc says so"
                ),
            );
        }
    }

    fn type_change(&mut self, old: &Type, new: &Type, direction: Direction) -> Change {
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

    /// The way of a type, by its new name.
    fn direction(&self, name: &str) -> Direction {
        self.directions.get(name).copied().unwrap_or(Direction {
            goes_in: true,
            comes_out: true,
        })
    }

    /// What is renamed to `name` within `holder`, which is empty for a type.
    fn old_name(&self, holder: &str, name: &str) -> Option<&'a str> {
        let path = member_path(holder, name);
        (self.new.renames.iter())
            .find(|it| it.path == path)
            .map(|it| it.from.as_str())
    }
}

/// The place of a member within its holder.
fn member_path(holder: &str, name: &str) -> String {
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

/// Which way each type went before and goes now, by its new name.
///
/// Nobody depends on a way that is new, and the loss of an old one is told where the function or
/// field is that it led through. What goes no way at all is treated as if it went both.
fn directions(
    old: &Boundary,
    new: &Boundary,
    renamed: &HashMap<String, String>,
) -> HashMap<String, Direction> {
    let current = |name: &str| renamed.get(name).map_or(name, String::as_str).to_string();
    let named = |names: HashSet<&str>| names.into_iter().map(current).collect::<HashSet<_>>();
    let (old_in, old_out) = (named(reached(old, true)), named(reached(old, false)));
    let (new_in, new_out) = (reached(new, true), reached(new, false));
    (new.definitions.iter())
        .map(|it| {
            let name = it.name.as_str();
            let [was_in, was_out] = [old_in.contains(name), old_out.contains(name)];
            let [is_in, is_out] = [new_in.contains(name), new_out.contains(name)];
            let both = [was_in && is_in, was_out && is_out];
            let either = [was_in || is_in, was_out || is_out];
            let [goes_in, comes_out] = [both, either, [true, true]]
                .into_iter()
                .find(|it| it[0] || it[1])
                .unwrap_or_default();
            (it.name.clone(), Direction { goes_in, comes_out })
        })
        .collect()
}

/// The types that go into Rust, or that come out of it.
fn reached(boundary: &Boundary, goes_in: bool) -> HashSet<&str> {
    let definitions: HashMap<&str, &Definition> = (boundary.definitions.iter())
        .map(|it| (it.name.as_str(), it))
        .collect();
    let mut open: Vec<&str> = (boundary.nifs.iter())
        .flat_map(|nif| {
            if goes_in {
                nif.params.iter().map(|it| &it.r#type).collect()
            } else {
                nif.returns.types()
            }
        })
        .flat_map(Type::references)
        .collect();
    let mut reached = HashSet::new();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(
                definitions
                    .get(name)
                    .into_iter()
                    .flat_map(|it| it.references()),
            );
        }
    }
    reached
}

/// Whether a waiver may name the rule.
pub fn is_waivable(rule: &str) -> bool {
    (rules::ALL.iter()).any(|it| it.name == rule && it.category != Category::Waivers)
}

/// The rule that a misspelt one was probably meant to be.
pub fn nearest_rule(rule: &str) -> Option<&'static str> {
    names::nearest(rule, rules::ALL.iter().map(|it| it.name))
}
