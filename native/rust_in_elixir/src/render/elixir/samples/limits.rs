//! The constraints of a newtype, with those of the newtypes inside.

use crate::boundary::*;
use crate::check::literal;
use crate::model::Model;

/// The limits of a newtype, its own and those of the newtypes inside of it.
pub(super) struct Limits<'a> {
    pub(super) least: Option<Literal>,
    pub(super) greatest: Option<Literal>,
    pub(super) shortest: u64,
    pub(super) longest: Option<u64>,
    pub(super) formats: Vec<&'a str>,
    pub(super) choices: Vec<&'a Literal>,
}

impl<'a> Limits<'a> {
    pub(super) fn of(model: &Model<'a>, inner: &Type, constraints: &'a [Constraint]) -> Self {
        let mut limits = Self {
            least: None,
            greatest: None,
            shortest: 0,
            longest: None,
            formats: Vec::new(),
            choices: Vec::new(),
        };
        limits.add(constraints);
        let mut inner = inner.clone();
        while let Type::Named(name) = &inner
            && let Some(Kind::Newtype(held, constraints)) =
                model.definition(name).map(|it| &it.kind)
        {
            limits.add(constraints);
            inner = held.clone();
        }
        limits
    }

    fn add(&mut self, constraints: &'a [Constraint]) {
        for constraint in constraints {
            match constraint {
                Constraint::Trim => {}
                Constraint::Min(limit) => {
                    if self
                        .least
                        .as_ref()
                        .is_none_or(|it| literal::is_above(limit, it))
                    {
                        self.least = Some(limit.clone());
                    }
                }
                Constraint::Max(limit) => {
                    if self
                        .greatest
                        .as_ref()
                        .is_none_or(|it| literal::is_above(it, limit))
                    {
                        self.greatest = Some(limit.clone());
                    }
                }
                Constraint::MinLength(length) => self.shortest = self.shortest.max(*length),
                // Samples have one byte for each character.
                Constraint::MaxLength(length) | Constraint::MaxBytes(length) => {
                    self.longest = Some(self.longest.map_or(*length, |it| it.min(*length)));
                }
                Constraint::Format(format) => self.formats.push(format),
                Constraint::In(values) if self.choices.is_empty() => {
                    self.choices = values.iter().collect();
                }
                Constraint::In(_) => {}
            }
        }
    }
}
