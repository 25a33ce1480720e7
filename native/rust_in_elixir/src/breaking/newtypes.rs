//! The rules about the constraints of a newtype.

use super::{Comparing, Direction, constraints, member_path, rules};
use crate::boundary::*;

/// The constraints that have a value.
const OPTIONS: [&str; 7] = [
    "min",
    "max",
    "min_length",
    "max_length",
    "max_bytes",
    "format",
    "in",
];

impl Comparing<'_> {
    pub(super) fn constraints(
        &mut self,
        before: &[Constraint],
        after: &[Constraint],
        new: &Definition,
        direction: Direction,
    ) {
        for option in OPTIONS {
            let [old, found] = [before, after].map(|it| constraints::find(it, option));
            if let Some(change) = constraints::change(old, found) {
                let terms = [old, found].map(|it| it.map(constraints::notation));
                self.constraint(option, change, terms, new, direction);
            }
        }
        let [was, is] = [before, after].map(|it| it.contains(&Constraint::Trim));
        if was != is && direction.goes_in {
            self.trim_changed(new, is);
        }
    }

    /// The change of one constraint, from its old notation to its new one, if any.
    fn constraint(
        &mut self,
        option: &str,
        change: constraints::Change,
        [was, is]: [Option<String>; 2],
        new: &Definition,
        direction: Direction,
    ) {
        let name = new.name.as_str();
        let [was_text, is_text] = [&was, &is].map(|it| match it {
            Some(it) => format!("`{it}`"),
            None => format!("no `{option}`"),
        });
        let path = member_path(name, option);
        if direction.goes_in && change != constraints::Change::Loosened {
            self.report(
                &rules::CONSTRAINT_TIGHTENED,
                &path,
                new.line,
                (was, is),
                format!(
                    "`{name}` now has {is_text} instead of {was_text}, so values that callers pass may be rejected; loosen it again, or declare another type for the new form"
                ),
            );
        } else if direction.comes_out && change != constraints::Change::Tightened {
            self.report(
                &rules::CONSTRAINT_LOOSENED_IN_OUTPUT,
                &path,
                new.line,
                (was, is),
                format!(
                    "`{name}` now has {is_text} instead of {was_text}, so callers may see new values; make sure that they expect them"
                ),
            );
        } else {
            self.has_grown = true;
        }
    }

    fn trim_changed(&mut self, new: &Definition, is: bool) {
        let (name, was) = (new.name.as_str(), !is);
        if !self
            .subtypes
            .new
            .model
            .constraints_of(name)
            .into_iter()
            .all(|it| constraints::bears_trim(it, is))
        {
            let [was_text, is_text] =
                [was, is].map(|it| if it { "`trim: true`" } else { "no `trim`" });
            let [was, is] = [was, is].map(|it| if it { "trim: true" } else { "no trim" });
            self.report(
                &rules::CONSTRAINT_TIGHTENED,
                &member_path(name, "trim"),
                new.line,
                (Some(was.to_string()), Some(is.to_string())),
                format!(
                    "`{name}` now has {is_text} instead of {was_text}, so values that callers pass may be rejected; restore it, or declare another type for the new form"
                ),
            );
        } else {
            let (effect, term) = if is {
                ("is now removed before Rust sees it", "`trim: true`")
            } else {
                ("now reaches Rust", "no `trim`")
            };
            self.report(
                &rules::TRIM_CHANGED,
                &member_path(name, "trim"),
                new.line,
                (Some(was.to_string()), Some(is.to_string())),
                format!(
                    "white space around a `{name}` {effect} ({term}); make sure that nothing relies on the old behaviour"
                ),
            );
        }
    }
}
