//! A comparison as JSON, in the shape that the task's documentation promises.

use serde_json::{Value, json};

use crate::boundary::*;

const FORMAT: u64 = 1;

/// The comparison as an object over several lines, with a newline at its end.
pub fn comparison_as_json(comparison: &Comparison, against: &str) -> String {
    let findings: Vec<Value> = comparison.findings.iter().map(finding).collect();
    let value = json!({
        "format": FORMAT,
        "against": against,
        "bump": match comparison.bump {
            Bump::Patch => "patch",
            Bump::Minor => "minor",
            Bump::Major => "major",
        },
        "findings": findings,
    });
    format!("{value:#}\n")
}

fn finding(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule,
        "category": match finding.category {
            Category::Callers => "callers",
            Category::Implementations => "implementations",
            Category::Terms => "terms",
            Category::Behaviour => "behaviour",
            Category::Waivers => "waivers",
        },
        "severity": match finding.severity {
            Severity::Breaking => "breaking",
            Severity::Risky => "risky",
            Severity::Note => "note",
        },
        "boundary": finding.boundary,
        "path": finding.path,
        "line": finding.line,
        "before": finding.before,
        "after": finding.after,
        "message": finding.message,
        "waived": finding.waived,
    })
}
