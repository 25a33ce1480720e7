//! The rules about the constraints of a newtype.

use super::{Comparing, Direction, constraints, member_path, rules};
use crate::boundary::*;

impl Comparing<'_> {
    pub(super) fn constraints(
        &mut self,
        before: &[Constraint],
        after: &[Constraint],
        new: &Definition,
        direction: Direction,
    ) {
        let name = new.name.as_str();
        for option in [
            "min",
            "max",
            "min_length",
            "max_length",
            "max_bytes",
            "format",
            "in",
        ] {
            let (old, found) = (
                constraints::find(before, option),
                constraints::find(after, option),
            );
            let Some(change) = constraints::change(old, found) else {
                continue;
            };
            let (was, is) = (
                old.map(constraints::notation),
                found.map(constraints::notation),
            );
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
        let [was, is] = [before, after].map(|it| it.contains(&Constraint::Trim));
        if was != is && direction.goes_in {
            self.trim_changed(new, is);
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
