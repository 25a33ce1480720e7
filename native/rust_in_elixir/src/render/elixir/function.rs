//! Nodes for the templates of the facade, one for each function.

use super::arguments::casting;
use super::conversions::Way;
use super::definition::item_doc;
use super::doc;
use super::module::Module;
use super::nodes;
use super::variables::parameter_variables;
use crate::boundary::*;
use crate::model::scalar;
use crate::text::names;

impl Module<'_> {
    /// A function of the facade: with a double beside it, its arguments are validated elsewhere.
    pub(super) fn facade_function(&self, nif: &Nif) -> Result<nodes::Function, String> {
        self.alias("Native");
        let answer = self.answer(nif)?;
        let body = match self.side.has_double() || self.side.model.takes_json(nif) {
            true => self.taking(nif, nodes::Taken::Apart, answer),
            false => self.validating(nif, answer)?,
        };
        let spec = self.spec(nif);
        self.need_if(spec.is_raised(), "CallError.new");
        Ok(nodes::Function {
            accepted: self.accepted(nif),
            ..self.function(nif, spec, body)
        })
    }

    /// The private function that takes the answer of a function, and raises if that is an error.
    pub(super) fn value_function(&self) -> Option<nodes::ValueFunction> {
        let nifs = &self.side.model.boundary.nifs;
        let specs: Vec<nodes::Spec> = nifs.iter().map(|it| self.spec(it)).collect();
        let is_raised = |has_value: bool| {
            (specs.iter()).any(|it| it.is_raised() && it.value.is_some() == has_value)
        };
        let (of_ok, of_value) = (is_raised(false), is_raised(true));
        (of_ok || of_value).then(|| nodes::ValueFunction {
            name: match nifs.iter().any(|it| it.name == "value") {
                true => format!("{}value!", private_prefix(nifs, "do_")),
                false => "value!".to_string(),
            },
            of_ok,
            of_value,
        })
    }

    /// A function with its body, and what `f!` raises.
    pub(super) fn function(
        &self,
        nif: &Nif,
        spec: nodes::Spec,
        body: nodes::Body,
    ) -> nodes::Function {
        nodes::Function {
            doc: doc(nif.doc.as_deref()),
            remarks: remarks(nif, spec.is_raised()),
            spec,
            options: self.option_docs(nif),
            streams: matches!(nif.returns, Return::Stream(..)),
            chunk: scalar::grouped(&nif.chunk.to_string()),
            casts: self.side.casts_arguments(nif),
            accepted: None,
            has_options: self.side.model.ends_in_options(nif),
            unguarded: private_prefix(&self.side.model.boundary.nifs, "do_") + &nif.name,
            body,
        }
    }

    /// The options that a function takes at its end.
    fn option_docs(&self, nif: &Nif) -> Vec<nodes::OptionDoc> {
        let model = self.side.model;
        let last = nif.params.last().filter(|_| model.ends_in_options(nif));
        let Some(Type::Named(name)) = last.map(|param| &param.r#type) else {
            return Vec::new();
        };
        let definition = model
            .boundary
            .definitions
            .iter()
            .find(|it| it.name == *name);
        let fields = definition.map_or(&[][..], |it| it.fields());
        (fields.iter())
            .map(|field| nodes::OptionDoc {
                atom: names::elixir_atom(&field.name),
                absent_ok: field.may_be_absent(),
                default_doc: names::elixir_heredoc(&self.default(field)),
                doc: field.doc.as_deref().map(item_doc),
            })
            .collect()
    }

    /// The parameters and results of a function.
    pub(super) fn spec(&self, nif: &Nif) -> nodes::Spec {
        let options_last = self.side.model.ends_in_options(nif);
        let last = nif.params.len().saturating_sub(1);
        let params = (nif.params.iter().zip(parameter_variables(nif)).enumerate())
            .map(|(index, (param, var))| nodes::Parameter {
                var,
                r#type: self.parameter_type(nif, param),
                is_options: options_last && index == last,
            })
            .collect();
        let question = names::is_question(&nif.name);
        let own_errors = [
            (self.side.is_checked(nif), "ValidationError"),
            (self.side.model.is_guarded(nif), "ResourceError"),
        ];
        let own_errors = (own_errors.iter())
            .filter(|(is_given, _)| *is_given && !question)
            .map(|(_, name)| format!("{}.t()", self.need(name)));
        let error = match &nif.returns {
            Return::Result(_, error) | Return::Stream(_, _, Some(error)) => Some(error),
            _ => None,
        };
        let tagged = (nif.return_style != ReturnStyle::Tagged)
            .then(|| private_prefix(&self.side.model.boundary.nifs, "try_") + &nif.name);
        let is_bare = question || nif.return_style == ReturnStyle::Bare;
        nodes::Spec {
            definition: names::elixir_definition(&nif.name),
            is_keyword: names::is_elixir_keyword(&nif.name),
            call: nif.name.clone(),
            own_call: tagged
                .clone()
                .unwrap_or_else(|| names::elixir_own_call(&nif.name)),
            bang: (!is_bare).then(|| format!("{}!", nif.name)),
            label: nif.label(),
            question,
            tagged,
            raises: is_bare,
            params,
            value: self.returned_type(nif),
            errors: (error.map(|it| self.typespec(it)).into_iter())
                .chain(own_errors)
                .collect(),
        }
    }

    fn parameter_type(&self, nif: &Nif, param: &Param) -> String {
        let value = match self.side.is_cast(nif, param) {
            true => Scalar::Term.typespec(),
            false => self.typespec(&param.r#type),
        };
        match param.is_stream() {
            true => format!("Enumerable.t({value})"),
            false => value,
        }
    }

    fn returned_type(&self, nif: &Nif) -> Option<nodes::ReturnedType> {
        match &nif.returns {
            Return::Ok | Return::Result(None, _) => None,
            Return::Value(value) | Return::Result(Some(value), _) => {
                Some(nodes::ReturnedType::Value {
                    r#type: self.typespec(value),
                })
            }
            Return::Stream(item, item_error, _) => Some(nodes::ReturnedType::Stream {
                item: self.typespec(item),
                item_error: item_error.as_ref().map(|it| self.typespec(it)),
            }),
        }
    }

    /// The call of the stub, which returns what the facade does; but of a stream the iterator.
    fn answer(&self, nif: &Nif) -> Result<nodes::Answer, String> {
        let next = self.side.model.next_chunk(nif);
        self.need_if(next.is_some(), "Stream");
        let arguments = (nif.params.iter().zip(parameter_variables(nif))).map(|(param, var)| {
            match param.is_stream() {
                true => Ok(var),
                false => Ok(self.dump(&param.r#type, &var)?.unwrap_or(var)),
            }
        });
        Ok(nodes::Answer::Rust {
            arguments: arguments.collect::<Result<_, String>>()?,
            next,
            feed: self.feed(nif)?,
            loads: self.loads(nif)?,
        })
    }

    /// How a function is fed the stream that it reads, if it does.
    fn feed(&self, nif: &Nif) -> Result<Option<nodes::Feed>, String> {
        let params = nif.params.iter().zip(parameter_variables(nif));
        let Some((param, var)) = params.into_iter().find(|(param, _)| param.is_stream()) else {
            return Ok(None);
        };
        let model = self.side.model;
        let cast = self.cast_fun(&param.r#type, casting(nif))?;
        let dump = self.conversion_fun(&param.r#type, Way::IntoRust)?;
        let is_checked = !model.rust_validates_type(nif, &param.r#type);
        let is_json = model.comes_as_json(nif, param);
        self.need("StreamInput");
        for (is_needed, part) in [
            (cast.is_some(), "cast"),
            (dump.is_some(), "dump"),
            (is_checked, "checked"),
            (is_json, "json"),
            (names::is_question(&nif.name), "raising"),
        ] {
            self.need_if(is_needed, &format!("StreamInput.{part}"));
        }
        Ok(Some(nodes::Feed {
            var,
            atom: names::elixir_atom(&param.name),
            check: self.check_fun(&param.r#type)?,
            cast,
            dump,
            is_checked,
            is_json,
        }))
    }
}

/// What the documentation of a function says besides what the schema has.
fn remarks(nif: &Nif, is_raised: bool) -> Vec<String> {
    let errors =
        (nif.return_style == ReturnStyle::Bare && is_raised).then(|| "Raises errors.".to_string());
    let scheduler = match nif.schedule {
        Schedule::Normal => Some("It runs on a normal scheduler.".to_string()),
        Schedule::DirtyIo => Some("It runs on a dirty I/O scheduler.".to_string()),
        Schedule::DirtyCpu => None,
    };
    let values = match nif.chunk {
        1 => "1 value".to_string(),
        chunk => format!("{} values", scalar::grouped(&chunk.to_string())),
    };
    if let Some(param) = nif.stream_parameter() {
        let name = names::elixir_name(&param.name);
        let thread =
            format!("It runs on a thread of its own, which gets {values} of `{name}` at a time.");
        return errors.into_iter().chain([thread]).collect();
    }
    let is_stream = matches!(nif.returns, Return::Stream(..));
    let stream = is_stream.then(|| format!("The stream fetches {values} at a time."));
    (errors.into_iter())
        .chain(scheduler)
        .chain(stream)
        .collect()
}

/// What the names of private functions begin with, as no other function does.
fn private_prefix(nifs: &[Nif], word: &str) -> String {
    let mut prefix = word.to_string();
    while nifs.iter().any(|it| it.name.starts_with(&prefix)) {
        prefix.push_str(word);
    }
    prefix
}

/// How the facade raises, in case one of its own functions is called `raise`.
pub(super) fn raise(nifs: &[Nif]) -> &'static str {
    if nifs.iter().any(|nif| nif.name == "raise") {
        "Kernel.raise"
    } else {
        "raise"
    }
}
