//! Each function: its parameters, how they are passed, and what it returns.

use std::collections::HashSet;

use super::Check;
use crate::boundary::*;
use crate::text::names;

/// How many parameters a function of the VM has at most.
const MOST_PARAMETERS: usize = 255;

impl<'a> Check<'a> {
    pub(super) fn nif(&mut self, nif: &Nif) {
        if !names::is_function_name(&nif.name) {
            self.function_name(nif);
            return;
        }
        let label = nif.label();
        self.reserved_name(nif);
        if nif.params.len() > MOST_PARAMETERS {
            self.report(
                nif.line,
                format!("`{label}` has more than {MOST_PARAMETERS} parameters, which is the limit of the VM; put some of them into a struct, a map or options"),
            );
        }
        self.distinct_names(
            "parameter",
            &format!("`{label}`"),
            nif.params.iter().map(|it| (&it.name, it.line)),
        );
        for param in &nif.params {
            self.type_expression(&param.r#type, param.line);
            let why = "is for results; a parameter is borrowed anyway";
            self.no_slice(&param.r#type, param.line, why);
            self.passing(nif, param);
        }
        self.waits_on_a_scheduler(nif);
        self.streams(nif);
        self.returned(nif);
        self.untagged(nif);
        self.returned_slices(nif);
        for r#type in nif.returns.types() {
            self.type_expression(r#type, nif.line);
        }
    }

    /// A question returns `bool`, and only a resource has handles.
    fn returned(&mut self, nif: &Nif) {
        let label = nif.label();
        let gives_bool = matches!(&nif.returns, Return::Value(value) if *self.model.base(value) == Type::Scalar(Scalar::Bool));
        if names::is_question(&nif.name) && !gives_bool {
            self.report(
                nif.line,
                format!(
                    "`{label}` returns `{}`, but a function whose name ends in `?` must return `bool`; write `:: bool`, or drop the `?`",
                    nif.returns
                ),
            );
        }
        if let (true, Return::Value(value) | Return::Result(Some(value), _)) =
            (nif.returns_handle, &nif.returns)
            && !matches!(value, Type::Named(name) if self.model.resource(name).is_some() || self.model.definition(name).is_none())
            && !matches!(value, Type::Invalid(_))
        {
            self.report(
                nif.line,
                format!("`{label}` returns `handle({value})`, but `{value}` is not a resource; write `{value}`"),
            );
        }
    }

    /// A value without a tag must not look like an error.
    fn untagged(&mut self, nif: &Nif) {
        if let (ReturnStyle::Untagged, Return::Result(Some(value), error)) =
            (nif.return_style, &nif.returns)
            && self.may_be_an_error(value, &mut HashSet::new())
        {
            self.report(
                nif.line,
                format!(
                    "`{}` returns `{value} | {{:error, {error}}}`, but a value of `{value}` can itself be an `{{:error, …}}`; write `{{:ok, {value}}} | {{:error, {error}}}`",
                    nif.label()
                ),
            );
        }
    }

    fn may_be_an_error(&self, r#type: &'a Type, seen: &mut HashSet<&'a str>) -> bool {
        let name = match self.model.base(r#type) {
            Type::Optional(item) => return self.may_be_an_error(item, seen),
            Type::Named(name) if seen.insert(name) => name,
            _ => return false,
        };
        match self.model.definition(name).map(|it| &it.kind) {
            Some(Kind::TaggedEnum(variants)) => (variants.iter())
                .filter(|it| it.name == "error")
                .any(|it| match &it.shape {
                    Shape::Unit => false,
                    Shape::Values(types) => types.len() == 1,
                    Shape::Fields(_) => true,
                }),
            Some(Kind::UntaggedEnum(variants)) => (variants.iter())
                .flat_map(|it| it.shape.types())
                .any(|it| self.may_be_an_error(it, seen)),
            Some(Kind::Record(tag, fields)) => tag == "error" && fields.len() == 1,
            _ => false,
        }
    }

    /// A scheduler that waits for a lock runs no other process.
    fn waits_on_a_scheduler(&mut self, nif: &Nif) {
        let locked = nif
            .params
            .iter()
            .find(|param| self.model.loan(nif, param).is_some_and(|it| it.is_locked));
        if let (Schedule::Normal, Some(param)) = (nif.schedule, locked) {
            self.report(
                nif.line,
                format!(
                    "`{}` waits for the lock of `{}`, which would block a normal scheduler; remove `schedule: :normal`",
                    nif.label(),
                    names::elixir_name(&param.name)
                ),
            );
        }
    }

    fn passing(&mut self, nif: &Nif, param: &Param) {
        let notation = param.notation();
        if matches!(param.passing, Passing::Plain | Passing::Stream) {
            return;
        }
        let resource = match &param.r#type {
            Type::Invalid(_) => return,
            Type::Named(name) if self.model.definition(name).is_none() => return,
            Type::Named(name) => self.model.resource(name),
            _ => None,
        };
        let inner = match &param.r#type {
            Type::Optional(item) | Type::List(item) => match &**item {
                Type::Named(name) => self.model.resource(name).map(|_| name),
                _ => None,
            },
            _ => None,
        };
        if let Some(name) = inner {
            let word = notation.split('(').next().unwrap_or_default();
            self.report(
                param.line,
                format!(
                    "`{word}` takes one resource that is always there, not `{}`; write `{word}({name})` or `{}`",
                    param.r#type, param.r#type
                ),
            );
        } else if resource.is_none() {
            self.report(
                param.line,
                format!(
                    "`{notation}` needs a resource, but `{}` is not one; write `{}`",
                    param.r#type, param.r#type
                ),
            );
        } else if param.passing == Passing::Mut && matches!(nif.returns, Return::Stream(..)) {
            self.report(
                param.line,
                format!(
                    "a stream outlives the call, but `{notation}` of `{}` does not; write `{}`, so that the stream can lock its handle for each value",
                    nif.label(),
                    param.r#type
                ),
            );
        } else if param.passing == Passing::Mut && nif.stream_parameter().is_some() {
            self.report(
                param.line,
                format!(
                    "`{}` reads a stream, and `{notation}` would stay locked while Elixir makes its values; write `{}`, whose handle the function can lock for each of them",
                    nif.label(),
                    param.r#type
                ),
            );
        }
    }

    /// A function reads one stream, on a thread of its own, until it returns.
    fn streams(&mut self, nif: &Nif) {
        let label = nif.label();
        let mut streams = nif.params.iter().filter(|it| it.is_stream());
        let Some(first) = streams.next() else {
            return;
        };
        let first = names::elixir_name(&first.name);
        for other in streams {
            self.report(
                other.line,
                format!(
                    "`{label}` reads the stream `{first}` already, and can read only one; make `{}` a list, or one stream of tuples",
                    names::elixir_name(&other.name)
                ),
            );
        }
        if matches!(nif.returns, Return::Stream(..)) {
            self.report(
                nif.line,
                format!(
                    "`{label}` both reads and returns a stream, but `{first}` ends when the function returns; return a list or a resource, or make `{first}` a list"
                ),
            );
        }
        if nif.schedule == Schedule::Normal {
            self.report(
                nif.line,
                format!(
                    "`{label}` reads a stream on a thread of its own; remove `schedule: :normal`"
                ),
            );
        }
    }

    /// Options are a way to call a function, not a value to return.
    pub(super) fn directions(&mut self) {
        for nif in &self.model.boundary.nifs {
            let mut open: Vec<&str> = nif
                .returns
                .types()
                .into_iter()
                .flat_map(Type::references)
                .collect();
            let mut seen: HashSet<&str> = HashSet::new();
            while let Some(name) = open.pop() {
                if !self.model.holds_options(name) || !seen.insert(name) {
                    continue;
                }
                if let Some(definition) = self.model.definition(name) {
                    if matches!(definition.kind, Kind::Options(_)) {
                        self.report(
                            nif.line,
                            format!(
                                "`{}` returns the options `{name}`, but options can only be passed in; make `{name}` a map or a struct",
                                nif.label()
                            ),
                        );
                    }
                    open.extend(definition.references());
                }
            }
        }
    }
}
