//! The rules about what functions return.

use super::{Change, Comparing, Direction, rules};
use crate::boundary::*;

const OUT: Direction = Direction {
    goes_in: false,
    comes_out: true,
};

/// The return of a function on success.
#[derive(PartialEq)]
enum Success<'a> {
    Ok,
    Value(&'a Type),
    Stream(&'a Type, Option<&'a Type>),
}

fn parts(returns: &Return) -> (Success<'_>, Option<&Type>) {
    match returns {
        Return::Ok => (Success::Ok, None),
        Return::Value(value) => (Success::Value(value), None),
        Return::Result(None, error) => (Success::Ok, Some(error)),
        Return::Result(Some(value), error) => (Success::Value(value), Some(error)),
        Return::Stream(item, item_error, error) => {
            (Success::Stream(item, item_error.as_ref()), error.as_ref())
        }
    }
}

impl Comparing<'_> {
    pub(super) fn returns(&mut self, old: &Nif, new: &Nif, label: &str) {
        self.return_style(old, new, label);
        let ((before, old_error), (after, new_error)) = (parts(&old.returns), parts(&new.returns));
        let changes = match (before, after) {
            (Success::Ok, Success::Ok) => vec![],
            (Success::Value(before), Success::Value(after)) => {
                vec![self.type_change(before, after, OUT)]
            }
            (Success::Stream(before, None), Success::Stream(after, None)) => {
                vec![self.type_change(before, after, OUT)]
            }
            (Success::Stream(before, Some(old)), Success::Stream(after, Some(new))) => {
                vec![
                    self.type_change(before, after, OUT),
                    self.type_change(old, new, OUT),
                ]
            }
            _ => vec![Change::Other],
        };
        let (before, after) = (old.returns.to_string(), new.returns.to_string());
        let terms = || (Some(before.clone()), Some(after.clone()));
        if changes.contains(&Change::Other) {
            self.is_rust_changed = true;
            self.report(
                &rules::RETURN_TYPE_CHANGED,
                label,
                new.line,
                terms(),
                format!(
                    "`{label}` now returns `{after}` instead of `{before}`; return `{before}` again, or add another function for `{after}`"
                ),
            );
        } else if changes.contains(&Change::Widened) {
            self.report(
                &rules::RETURN_TYPE_WIDENED,
                label,
                new.line,
                terms(),
                format!(
                    "`{label}` now returns `{after}` instead of `{before}`, so callers may see new values; return `{before}` again, or add another function for `{after}`"
                ),
            );
        }
        self.errors(old_error, new_error, label, new.line);
    }

    /// The same value, handed over in another way.
    fn return_style(&mut self, old: &Nif, new: &Nif, label: &str) {
        if old.return_style != new.return_style {
            let (before, after) = (old.returned(), new.returned());
            self.report(
                &rules::RETURN_TYPE_CHANGED,
                label,
                new.line,
                (Some(before.clone()), Some(after.clone())),
                format!(
                    "`{label}` now returns `{after}` instead of `{before}`, in Elixir; restore `{before}`, or add another function for `{after}`"
                ),
            );
        }
    }

    fn errors(&mut self, old: Option<&Type>, new: Option<&Type>, label: &str, line: u32) {
        match (old, new) {
            (None, None) => {}
            (Some(_), None) => {
                self.is_rust_changed = true;
            }
            (None, Some(error)) => {
                self.is_rust_changed = true;
                self.report(
                    &rules::ERROR_ADDED,
                    label,
                    line,
                    (None, Some(error.to_string())),
                    format!(
                        "`{label}` can now return `{{:error, {error}}}`; make sure that callers handle it, or add another function for it"
                    ),
                );
            }
            (Some(before), Some(after)) => {
                let change = self.type_change(before, after, OUT);
                if matches!(change, Change::Widened | Change::Other) {
                    self.report(
                        &rules::ERROR_TYPE_CHANGED,
                        label,
                        line,
                        (Some(before.to_string()), Some(after.to_string())),
                        format!(
                            "the error of `{label}` is now `{after}` instead of `{before}`; make sure that callers handle it, or return `{before}` again"
                        ),
                    );
                }
            }
        }
    }
}
