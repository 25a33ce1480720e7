//! The rules about functions.

use super::{Change, Comparing, Direction, rules};
use crate::boundary::*;

const IN: Direction = Direction {
    goes_in: true,
    comes_out: false,
};

fn find<'a>(boundary: &'a Boundary, label: &str) -> Option<&'a Nif> {
    boundary.nifs.iter().find(|it| it.label() == label)
}

impl<'a> Comparing<'a> {
    pub(super) fn functions(&mut self) {
        let (before, after) = (self.old, self.new);
        let mut paired: Vec<String> = Vec::new();
        for old in &before.nifs {
            let label = old.label();
            if let Some(new) = find(after, &label) {
                paired.push(label);
                self.function(old, new);
            } else if let Some(new) = self.renamed_function(old) {
                paired.push(new.label());
                self.report(
                    &rules::NIF_RENAMED,
                    &new.label(),
                    new.line,
                    (Some(label.clone()), Some(new.label())),
                    format!(
                        "`{label}` is now called `{}`; keep `{label}` until the next breaking release, or have callers use the new name",
                        new.label()
                    ),
                );
                self.function(old, new);
            } else if let Some(new) = self.with_options(old) {
                paired.push(new.label());
                self.has_grown = true;
                self.is_rust_changed = true;
                self.function(old, new);
            } else {
                self.function_removed(old);
            }
        }
        self.has_grown |= after.nifs.iter().any(|it| !paired.contains(&it.label()));
    }

    fn renamed_function(&self, old: &Nif) -> Option<&'a Nif> {
        let after: &'a Boundary = self.new;
        after.nifs.iter().find(|it| {
            let label = it.label();
            it.params.len() == old.params.len()
                && self.old_name("", &label) == Some(old.name.as_str())
                && find(self.old, &label).is_none()
        })
    }

    /// The function with options after its parameters, which can be called as before.
    fn with_options(&self, old: &Nif) -> Option<&'a Nif> {
        let label = format!("{}/{}", old.name, old.params.len() + 1);
        let new = find(self.new, &label)?;
        (find(self.old, &label).is_none() && self.subtypes.new.model.ends_in_options(new))
            .then_some(new)
    }

    fn function_removed(&mut self, old: &Nif) {
        let label = old.label();
        let others: Vec<String> = (self.new.nifs.iter())
            .filter(|it| it.name == old.name)
            .map(|it| format!("`{}`", it.label()))
            .collect();
        let (there_is, fix) = if others.is_empty() {
            let fix = format!(
                "restore it, or write `renamed_from: :{}` on its replacement",
                old.name
            );
            (String::new(), fix)
        } else {
            let there_is = format!(", although {} exists", others.join(" and "));
            (there_is, "restore it as well".to_string())
        };
        self.report(
            &rules::NIF_REMOVED,
            &label,
            1,
            (Some(label.clone()), None),
            format!("`{label}` was removed{there_is}; {fix}"),
        );
    }

    fn function(&mut self, old: &Nif, new: &Nif) {
        let label = new.label();
        let found = self.findings.len();
        let is_reordered = self.params_reordered(old, new, &label);
        for (old_param, new_param) in old.params.iter().zip(&new.params) {
            self.param(old_param, new_param, &label, is_reordered);
        }
        self.returns(old, new, &label);
        self.meanings(old, new);
        if old.cast && !new.cast {
            self.report(
                &rules::CAST_REMOVED,
                &label,
                new.line,
                (Some("cast: true".into()), None),
                format!(
                    "`{label}` no longer accepts input in the shape of JSON; write `cast: true` again"
                ),
            );
        }
        self.has_grown |= new.cast && !old.cast;
        if old.schedule != new.schedule {
            let (before, after) = (schedule(old.schedule), schedule(new.schedule));
            self.report(
                &rules::SCHEDULE_CHANGED,
                &label,
                new.line,
                (Some(before.into()), Some(after.into())),
                format!(
                    "`{label}` now runs as `{after}` instead of `{before}`; make sure that it {}",
                    match new.schedule {
                        Schedule::Normal => "always returns within a millisecond",
                        Schedule::DirtyCpu => "computes rather than waits",
                        Schedule::DirtyIo => "waits rather than computes",
                    }
                ),
            );
        }
        self.chunk(old, new, &label);
        self.is_rust_changed |= old.returns_handle != new.returns_handle;
        self.report_rust(&rules::RUST_SIGNATURE_CHANGED, &label, new.line, found);
    }

    fn chunk(&mut self, old: &Nif, new: &Nif, label: &str) {
        if !(old.has_stream() && new.has_stream()) || old.chunk == new.chunk {
            return;
        }
        let (verb, advice) = match new.stream_parameter() {
            Some(_) => ("takes", "that so many fit into memory"),
            None => (
                "fetches",
                "that this is not too much work ahead of its reader",
            ),
        };
        self.report(
            &rules::CHUNK_CHANGED,
            label,
            new.line,
            (Some(old.chunk.to_string()), Some(new.chunk.to_string())),
            format!(
                "the stream of `{label}` now {verb} {} values at once instead of {}; make sure {advice}",
                new.chunk, old.chunk
            ),
        );
    }

    fn params_reordered(&mut self, old: &Nif, new: &Nif, label: &str) -> bool {
        let names =
            |nif: &Nif| -> Vec<String> { (nif.params.iter()).map(|it| it.name.clone()).collect() };
        let (before, after) = (names(old), names(new));
        let sorted = |names: &[String]| {
            let mut names = names.to_vec();
            names.sort();
            names
        };
        let is_reordered = before != after && sorted(&before) == sorted(&after);
        if is_reordered {
            let (before, after) = (before.join(", "), after.join(", "));
            self.is_rust_changed = true;
            self.report(
                &rules::PARAMS_REORDERED,
                label,
                new.line,
                (Some(before.clone()), Some(after.clone())),
                format!(
                    "the parameters of `{label}` are now `{after}` instead of `{before}`; restore the order, or add another function for the new one"
                ),
            );
        }
        is_reordered
    }

    fn param(&mut self, old: &Param, new: &Param, label: &str, is_reordered: bool) {
        let path = format!("{label}.{}", new.name);
        if old.name != new.name && !is_reordered {
            self.is_rust_changed = true;
            self.report(
                &rules::PARAM_RENAMED,
                &path,
                new.line,
                (Some(old.name.clone()), Some(new.name.clone())),
                format!(
                    "the parameter `{0}` of `{label}` is now called `{1}`, so the paths of its validation errors start with `:{1}`; update code that matches on `:{0}`",
                    old.name, new.name
                ),
            );
        }
        let (before, after) = (old.notation(), new.notation());
        let terms = || (Some(before.clone()), Some(after.clone()));
        let change = match (old.is_stream(), new.is_stream()) {
            // A list can be passed for a stream, but not the other way round.
            (true, false) if self.type_change(&taken(old), &new.r#type, IN) != Change::Other => {
                Change::Narrowed
            }
            _ => self.type_change(&taken(old), &taken(new), IN),
        };
        match change {
            Change::None | Change::InRust | Change::Widened => {}
            Change::Narrowed => self.report(
                &rules::PARAM_TYPE_NARROWED,
                &path,
                new.line,
                terms(),
                format!(
                    "the parameter `{}` of `{label}` now takes `{after}` instead of `{before}`, so values that callers pass may be rejected; take `{before}` again, or add another function for `{after}`",
                    new.name
                ),
            ),
            Change::Other => self.report(
                &rules::PARAM_TYPE_CHANGED,
                &path,
                new.line,
                terms(),
                format!(
                    "the parameter `{}` of `{label}` now takes `{after}` instead of `{before}`; take `{before}` again, or add another function for `{after}`",
                    new.name
                ),
            ),
        }
        self.passing(old, new, &path, label);
    }

    fn passing(&mut self, old: &Param, new: &Param, path: &str, label: &str) {
        if old.passing == new.passing {
            return;
        }
        self.is_rust_changed = true;
        let terms = (Some(old.notation()), Some(new.notation()));
        let name = &new.name;
        match new.passing {
            Passing::Take => self.report(
                &rules::RESOURCE_TAKEN,
                path,
                new.line,
                terms,
                format!(
                    "`{label}` now takes `{name}` from its handles, which are closed afterwards; add another function for that"
                ),
            ),
            Passing::Mut if old.passing != Passing::Take => self.report(
                &rules::RESOURCE_MUTATED,
                path,
                new.line,
                terms,
                format!(
                    "`{label}` now changes `{name}`, and waits until no other call uses it; make sure that callers who share the handle expect this"
                ),
            ),
            Passing::Mut | Passing::Plain | Passing::Handle | Passing::Stream => {}
        }
    }
}

/// The type of what a parameter takes, where a stream is a list as well.
fn taken(param: &Param) -> Type {
    match param.is_stream() {
        true => Type::List(Box::new(param.r#type.clone())),
        false => param.r#type.clone(),
    }
}

fn schedule(schedule: Schedule) -> &'static str {
    match schedule {
        Schedule::Normal => ":normal",
        Schedule::DirtyCpu => ":dirty_cpu",
        Schedule::DirtyIo => ":dirty_io",
    }
}
