//! What waivers let pass, and what is wrong with them.

use super::{finding, rules};
use crate::boundary::{Category, Finding, Waiver};
use crate::text::names;

/// The findings with those that a waiver lets pass marked, and what is wrong with the waivers.
pub(super) fn waived(
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

/// Whether a waiver may name the rule.
pub fn is_waivable(rule: &str) -> bool {
    (rules::ALL.iter()).any(|it| it.name == rule && it.category != Category::Waivers)
}

/// The rule that a misspelt one was probably meant to be.
pub fn nearest_rule(rule: &str) -> Option<&'static str> {
    names::nearest(rule, rules::ALL.iter().map(|it| it.name))
}
