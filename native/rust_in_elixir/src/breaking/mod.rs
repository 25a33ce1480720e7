//! Compares two contracts of a boundary, and reports what breaks for callers.
//!
//! The old contract is read back into a boundary ([`contract::read`]); two boundaries are then compared by
//! the rules of one table ([`rules`]). Direction decides: input of Rust may be loosened, output may be tightened.

mod comparing;
mod constraints;
mod definitions;
mod directions;
mod fields;
mod functions;
mod json;
mod meanings;
mod native_types;
mod newtypes;
mod returns;
pub mod rules;
mod subtypes;
#[cfg(test)]
mod tests;
mod variants;
mod waivers;

use std::collections::{BTreeMap, HashMap};

use crate::boundary::*;
use crate::contract;
use comparing::{Change, Comparing, member_path};
use directions::Direction;
pub use json::comparison_as_json;
use rules::Entry;
pub use waivers::{is_waivable, nearest_rule};

/// Compares contracts with boundaries, each by the name of its folder.
pub fn compare(
    before: &HashMap<&str, &str>,
    boundaries: &HashMap<&str, Boundary>,
    today: &str,
) -> Result<Comparison, String> {
    let old = read(before)?;
    let Pairs { compared, gone } = Pairs::new(&old, boundaries);
    let mut findings: Vec<Finding> = (gone.into_iter())
        .map(|(name, boundary)| removed(name, boundary))
        .collect();
    let mut has_grown = false;
    for (name, boundary, new) in compared {
        let mut comparing = Comparing::new(name, boundary.unwrap_or(new), new);
        comparing.boundary();
        has_grown |= comparing.has_grown || boundary.is_none();
        let found = waivers::waived(name, comparing.findings, &new.waivers, today);
        findings.extend(found);
    }
    findings.sort_by(|left, right| place(left).cmp(&place(right)));
    let bump = bump(&findings, has_grown);
    Ok(Comparison { findings, bump })
}

fn read<'a>(contracts: &HashMap<&'a str, &str>) -> Result<BTreeMap<&'a str, Boundary>, String> {
    let sorted: BTreeMap<&str, &str> = contracts.iter().map(|(name, it)| (*name, *it)).collect();
    (sorted.into_iter())
        .map(|(name, contract)| match contract::read(contract) {
            Ok(boundary) => Ok((name, boundary)),
            Err(reason) => Err(format!("the contract of {name} {reason}")),
        })
        .collect()
}

/// Which boundary takes the place of which.
struct Pairs<'a> {
    /// Each with its name, and with what it was before if it is not new.
    compared: Vec<(&'a str, Option<&'a Boundary>, &'a Boundary)>,
    gone: BTreeMap<&'a str, &'a Boundary>,
}

impl<'a> Pairs<'a> {
    /// A boundary keeps its name, or its facade in a folder of another name.
    fn new(old: &'a BTreeMap<&str, Boundary>, boundaries: &'a HashMap<&str, Boundary>) -> Self {
        let mut gone: BTreeMap<&str, &Boundary> =
            old.iter().map(|(name, it)| (*name, it)).collect();
        let new: BTreeMap<&str, &Boundary> =
            boundaries.iter().map(|(name, it)| (*name, it)).collect();
        let (kept, fresh): (Vec<_>, Vec<_>) = new
            .into_iter()
            .partition(|(name, _)| old.contains_key(name));
        let mut compared: Vec<_> = (kept.into_iter())
            .map(|(name, boundary)| (name, gone.remove(name), boundary))
            .collect();
        for (name, boundary) in fresh {
            let moved = (gone.iter())
                .find(|(_, old)| old.facade == boundary.facade)
                .map(|(name, _)| *name);
            compared.push((name, moved.and_then(|it| gone.remove(it)), boundary));
        }
        Self { compared, gone }
    }
}

/// By boundary, then the worst first.
fn place(finding: &Finding) -> (&str, u8, u32, &str) {
    (
        &finding.boundary,
        finding.severity as u8,
        finding.line,
        &finding.path,
    )
}

fn bump(findings: &[Finding], has_grown: bool) -> Bump {
    let has = |severity: Severity| {
        (findings.iter()).any(|it| it.severity == severity && it.category != Category::Waivers)
    };
    if has(Severity::Breaking) {
        Bump::Major
    } else if has_grown || has(Severity::Risky) {
        Bump::Minor
    } else {
        Bump::Patch
    }
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
            "the boundary of `{facade}` was removed with all of its functions; restore native/{name}/schema.exs, or release this as a breaking change"
        ),
    )
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
