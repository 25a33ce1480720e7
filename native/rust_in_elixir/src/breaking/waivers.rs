//! Which findings waivers allow, and problems with waivers.

use super::{finding, rules};
use crate::boundary::{Category, Finding, Waiver};
use crate::text::names;

/// The findings, with the waived ones marked, and findings about the waivers themselves.
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
        let description = format!("the waiver of `{}` for `{}`", waiver.rule, waiver.path);
        let (rule, message) = match (is_used, is_past) {
            (true, false) => continue,
            (true, true) => (
                &rules::WAIVER_EXPIRED,
                format!(
                    "{description} was valid until {}; undo the change, or give the waiver a later date",
                    waiver.until
                ),
            ),
            (false, _) => (
                &rules::WAIVER_UNUSED,
                format!("{description} matches no change; remove it"),
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

/// The rule that is most similar to a misspelt one.
pub fn nearest_rule(rule: &str) -> Option<&'static str> {
    names::nearest(rule, rules::ALL.iter().map(|it| it.name))
}
