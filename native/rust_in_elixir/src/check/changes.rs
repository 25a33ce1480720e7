//! Checks of waivers and old names.

use super::Check;
use crate::boundary::*;
use crate::breaking;
use crate::text::names;

impl Check<'_> {
    pub(super) fn changes(&mut self) {
        let boundary = self.model.boundary;
        for waiver in &boundary.waivers {
            self.waiver(waiver);
        }
        for rename in &boundary.renames {
            let Rename { path, from, line } = rename;
            if self.has_renamed(path, from) {
                self.report(
                    *line,
                    format!(
                        "`{path}` is renamed from `{}`, which still exists; remove `renamed_from`",
                        names::elixir_atom(from)
                    ),
                );
            }
        }
    }

    fn waiver(&mut self, waiver: &Waiver) {
        let rule = &waiver.rule;
        if breaking::is_waivable(rule) {
            return;
        }
        let hint = match breaking::nearest_rule(rule).filter(|it| breaking::is_waivable(it)) {
            Some(near) => format!("did you mean `:{near}`?"),
            None => "see `mix help rust_in_elixir.breaking`".to_string(),
        };
        self.report(
            waiver.line,
            format!(
                "there is no rule `{}` to waive; {hint}",
                names::elixir_atom(rule)
            ),
        );
    }

    /// Whether the old name of what is at `path` is still one beside it.
    fn has_renamed(&self, path: &str, from: &str) -> bool {
        let boundary = self.model.boundary;
        if let Some((_, arity)) = path.rsplit_once('/') {
            return (boundary.nifs.iter()).any(|it| it.label() == format!("{from}/{arity}"));
        }
        match path.split_once('.') {
            None => self.model.definition(from).is_some(),
            Some((holder, _)) => self.model.definition(holder).is_some_and(|it| {
                it.fields().iter().any(|it| it.name == from)
                    || it.variants().iter().any(|it| it.name == from)
            }),
        }
    }
}
