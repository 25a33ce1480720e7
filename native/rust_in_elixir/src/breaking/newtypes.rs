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

    /// What became of one constraint, which was and is as its notation says, if it is there.
    fn constraint(
        &mut self,
        option: &str,
        change: constraints::Change,
        [was, is]: [Option<String>; 2],
        new: &Definition,
        direction: Direction,
    ) {
        let name = new.name.as_str();
        let [was_text, is_text] =
            [&was, &is].map(|it| it.clone().unwrap_or_else(|| format!("no {option}")));
        let path = member_path(name, option);
        if direction.goes_in && change != constraints::Change::Loosened {
            self.report(
                &rules::CONSTRAINT_TIGHTENED,
                &path,
                new.line,
                (was, is),
                format!(
                    "{name} has {is_text} where it had {was_text}, so that values which callers \
                     pass may be refused; loosen it again, or give the new form a type of its own"
                ),
            );
        } else if direction.comes_out && change != constraints::Change::Tightened {
            self.report(
                &rules::CONSTRAINT_LOOSENED_IN_OUTPUT,
                &path,
                new.line,
                (was, is),
                format!(
                    "{name} has {is_text} where it had {was_text}, so that callers may meet \
                     values they never did; make sure that they expect them"
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
            let [was, is] = [was, is].map(|it| if it { "trim: true" } else { "no trim" });
            self.report(
                &rules::CONSTRAINT_TIGHTENED,
                &member_path(name, "trim"),
                new.line,
                (Some(was.to_string()), Some(is.to_string())),
                format!(
                    "{name} has {is} where it had {was}, so that values which callers pass may be \
                     refused; put it back, or give the new form a type of its own"
                ),
            );
        } else {
            let (what, term) = if is {
                ("is taken away before Rust sees it", "trim: true")
            } else {
                ("reaches Rust now", "no trim")
            };
            self.report(
                &rules::TRIM_CHANGED,
                &member_path(name, "trim"),
                new.line,
                (Some(was.to_string()), Some(is.to_string())),
                format!(
                    "white space around a {name} {what} ({term}); make sure that nothing relies on \
                     how it was"
                ),
            );
        }
    }
}
