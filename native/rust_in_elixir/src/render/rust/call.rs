//! The wrapper of a function: the locks that it takes, the call of the user's function, and the result.

use super::signature::parameter_names;
use super::source::rust_string;
use super::types::{Argument, parameter};
use super::{RustSide, nodes};
use crate::boundary::*;
use crate::model::{Loan, Places};
use crate::text::names;

/// Names of variables that a wrapper uses itself.
const VARIABLES: &[&str] = &["arguments", "call", "locks"];

impl RustSide<'_> {
    pub(super) fn nif(&self, nif: &Nif, function: String) -> nodes::Nif {
        let mut taken: Vec<String> = VARIABLES.iter().map(ToString::to_string).collect();
        taken.extend(self.model.resources().map(|(it, _)| shared(&it.name)));
        let reserved = taken.len();
        taken.extend(parameter_names(nif));
        let variables = names::distinct(taken).split_off(reserved);
        let locks = self.locks(nif, &variables);
        let parameters: Vec<nodes::Parameter> = (nif.params.iter().zip(&variables).enumerate())
            .map(|(index, (param, variable))| self.parameter(nif, param, index, variable))
            .collect();
        let (stream, decoded): (Vec<_>, Vec<_>) =
            (parameters.iter().cloned().zip(&nif.params)).partition(|(_, param)| param.is_stream());
        nodes::Nif {
            function,
            implementation: self.model.rust_function(nif),
            parameters,
            decoded: decoded.into_iter().map(|(it, _)| it).collect(),
            stream: stream.into_iter().map(|(it, _)| it).next(),
            sliced: (nif.params.iter().enumerate())
                .filter(|(_, param)| nif.returns_slices() && param.can_be_sliced())
                .map(|(place, _)| place)
                .collect(),
            locks,
            answer: self.answer(nif),
        }
    }

    /// The names of the wrappers of all functions. With the arity in them, they are the names of nothing else around.
    pub(super) fn wrappers(&self) -> Vec<String> {
        names::distinct(self.model.boundary.nifs.iter().map(|nif| {
            let function = self.model.rust_function(nif);
            let function = function.trim_start_matches("r#").trim_end_matches('_');
            format!("{function}_{}", nif.params.len())
        }))
    }

    /// The functions that the VM calls: those of the schema, and those that read and feed streams.
    pub(super) fn entries(&self) -> nodes::Entries {
        let entry = |schedule, name: &str, arity, function: String| nodes::Entry {
            schedule: schedule_flag(schedule),
            name: name.to_string(),
            arity,
            function,
        };
        let nifs = &self.model.boundary.nifs;
        let mut entries: Vec<nodes::Entry> = (nifs.iter().zip(self.wrappers()))
            .map(|(nif, function)| entry(nif.schedule, &nif.name, nif.params.len(), function))
            .collect();
        let mut of_streams = |schedule, name, arity, function: &str| {
            let function = format!("nif_codec::{function}");
            entries.push(entry(schedule, name, arity, function));
        };
        if nifs.iter().any(|nif| nif.stream_parameter().is_some()) {
            // A call that waits for the lock of a resource may keep a dirty scheduler until the stream has ended.
            of_streams(Schedule::Normal, "__feed_stream__", 2, "StreamInput::feed");
            of_streams(Schedule::Normal, "__await_stream__", 2, "StreamInput::wait");
            of_streams(Schedule::Normal, "__end_stream__", 2, "StreamInput::end");
            of_streams(
                Schedule::DirtyCpu,
                "__stream_answer__",
                1,
                "StreamInput::answer",
            );
        }
        if nifs.iter().any(|nif| self.model.next_chunk(nif).is_some()) {
            of_streams(Schedule::Normal, "__open_stream__", 1, "Stream::open");
            of_streams(Schedule::DirtyCpu, "__close_stream__", 1, "Stream::close");
        }
        for (schedule, name) in [
            (Schedule::DirtyCpu, "__next_chunk__"),
            (Schedule::DirtyIo, "__next_chunk_io__"),
        ] {
            let mut nifs = nifs.iter();
            if nifs.any(|nif| self.model.next_chunk(nif) == Some(name)) {
                of_streams(schedule, name, 2, "Stream::next");
            }
        }
        nodes::Entries { entries }
    }

    fn parameter(
        &self,
        nif: &Nif,
        param: &Param,
        index: usize,
        variable: &str,
    ) -> nodes::Parameter {
        let parameter = parameter(self.model, nif, param);
        // A method call on a handle needs its type.
        let is_kept = self.model.is_kept_locked(nif, param);
        let passed = match parameter.argument {
            Argument::AsIs => nodes::Passed::AsIs,
            Argument::Bytes => nodes::Passed::Bytes,
            Argument::OptionalBytes => nodes::Passed::OptionalBytes,
            Argument::Numbers => nodes::Passed::Reference,
            Argument::OptionalNumbers => nodes::Passed::OptionalDeref,
            Argument::Lent(loan) => {
                let is_shared = is_shared(&loan) && self.model.takes_several_locks(nif);
                lent(loan, is_shared)
            }
        };
        nodes::Parameter {
            index,
            variable: variable.to_string(),
            name: rust_string(&names::elixir_name(&param.name)),
            decoder: match (
                self.model.rust_validates(nif),
                self.model.reaches_custom(&param.r#type),
            ) {
                (true, false) => "decode",
                (true, true) => "decode_custom",
                (false, _) => "decode_validated",
            },
            decoded: (parameter.decoded).or(is_kept.then_some(parameter.in_trait)),
            passed,
        }
    }

    /// What becomes of a function's value until it has a codec.
    fn answer(&self, nif: &Nif) -> nodes::Answer {
        let value = |it| self.encodable(it, nif.returns_handle);
        let error = |it| self.encodable(it, false);
        match &nif.returns {
            Return::Ok => nodes::Answer::Ok,
            Return::Value(it) if names::is_question(&nif.name) => {
                nodes::Answer::Bare { value: value(it) }
            }
            Return::Value(it) => nodes::Answer::Value { value: value(it) },
            Return::Result(None, failure) => nodes::Answer::OkOrError {
                error: error(failure),
            },
            Return::Result(Some(it), failure) => nodes::Answer::Result {
                value: value(it),
                error: error(failure),
            },
            Return::Stream(_, _, None) => nodes::Answer::Stream,
            Return::Stream(_, _, Some(failure)) => nodes::Answer::StreamOrError {
                error: error(failure),
            },
        }
    }

    /// The locks that a function's call takes, and the handles that have to lead to something.
    fn locks(&self, nif: &Nif, variables: &[String]) -> Option<nodes::Locks> {
        let params = || nif.params.iter().zip(variables);
        let kept: Vec<nodes::KeptHandle> = params()
            .filter(|(param, _)| self.model.is_kept_locked(nif, param))
            .map(|(param, variable)| nodes::KeptHandle {
                variable: variable.clone(),
                name: rust_string(&names::elixir_name(&param.name)),
                is_one: matches!(param.r#type, Type::Named(_)),
            })
            .collect();
        let locked: Vec<(Loan, nodes::Lock)> = params()
            .filter_map(|(param, variable)| {
                let loan = self.model.loan(nif, param).filter(|it| it.is_locked)?;
                Some((loan, lock(&loan, param, variable)))
            })
            .collect();
        let locks = |locked: &[(Loan, nodes::Lock)]| {
            let locks = locked.iter().map(|(_, lock)| lock.clone());
            locks.collect::<Vec<_>>()
        };
        if kept.is_empty() && locked.is_empty() {
            None
        } else if self.model.takes_several_locks(nif) {
            Some(nodes::Locks {
                kept,
                only: None,
                several: locks(&locked),
                are_all_single: locked.iter().all(|(it, _)| it.places == Places::One),
                shared: shared_locks(&locked),
            })
        } else {
            Some(nodes::Locks {
                kept,
                only: locks(&locked).pop(),
                several: Vec::new(),
                are_all_single: false,
                shared: Vec::new(),
            })
        }
    }
}

/// A scheduler as Rustler calls it.
fn schedule_flag(schedule: Schedule) -> &'static str {
    match schedule {
        Schedule::Normal => "Normal",
        Schedule::DirtyCpu => "DirtyCpu",
        Schedule::DirtyIo => "DirtyIo",
    }
}

/// The argument for a borrowed resource; `is_shared` if several may hold its lock at the same time.
fn lent(loan: Loan, is_shared: bool) -> nodes::Passed {
    match (loan.passing, loan.places) {
        (Passing::Mut, _) => nodes::Passed::ReferenceMut,
        (Passing::Take, _) => nodes::Passed::AsIs,
        (_, Places::One) if is_shared => nodes::Passed::Shared(shared(loan.name)),
        (_, Places::Optional) if is_shared => nodes::Passed::OptionalShared(shared(loan.name)),
        (_, Places::List) if is_shared => nodes::Passed::AllShared(shared(loan.name)),
        (_, Places::One) if loan.is_locked => nodes::Passed::Reference,
        (_, Places::One) => nodes::Passed::Value,
        (_, Places::Optional) => nodes::Passed::OptionalDeref,
        (_, Places::List) => nodes::Passed::Derefs,
    }
}

fn is_shared(loan: &Loan) -> bool {
    loan.is_locked && !matches!(loan.passing, Passing::Mut | Passing::Take)
}

fn lock(loan: &Loan, param: &Param, variable: &str) -> nodes::Lock {
    nodes::Lock {
        variable: variable.to_string(),
        name: rust_string(&names::elixir_name(&param.name)),
        handle: names::rust_handle(loan.name),
        access: match loan.passing {
            Passing::Mut => nodes::Access::Write,
            Passing::Take => nodes::Access::Take,
            Passing::Plain | Passing::Handle | Passing::Stream => nodes::Access::Read,
        },
        places: match loan.places {
            Places::One => nodes::Places::One,
            Places::Optional => nodes::Places::Optional,
            Places::List => nodes::Places::List,
        },
    }
}

/// The variable for all shared locks on one type of resource.
fn shared(resource: &str) -> String {
    format!("shared_{}", names::rust_snake(resource))
}

/// The shared locks among those of a call, by resource, in the order of the parameters.
fn shared_locks(locked: &[(Loan, nodes::Lock)]) -> Vec<nodes::SharedLocks> {
    let mut all: Vec<nodes::SharedLocks> = Vec::new();
    for (loan, lock) in locked.iter().filter(|(loan, _)| is_shared(loan)) {
        let variable = shared(loan.name);
        match all.iter_mut().find(|it| it.variable == variable) {
            Some(shared) => shared.locks.push(lock.clone()),
            None => all.push(nodes::SharedLocks {
                variable,
                locks: vec![lock.clone()],
            }),
        }
    }
    all
}
