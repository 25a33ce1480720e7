//! Nodes for the templates of all types, and of all types with fields.

use super::arguments::accepts_everything;
use super::casts::Casting;
use super::module::Module;
use super::variables::field_variables;
use super::{doc, nodes};
use crate::boundary::*;
use crate::check::literal;
use crate::model::scalar::grouped;
use crate::text::names;

impl Module<'_> {
    /// The head of the module of each type.
    pub(super) fn head(&self, definition: &Definition) -> Result<nodes::Head, String> {
        let model = self.side.model;
        let name = definition.name.as_str();
        let checked = model.is_checked(name);
        let recursive = checked && model.is_recursive(name);
        if recursive {
            self.need("Validation.too_deep");
        }
        Ok(nodes::Head {
            cast: self.public_cast(definition)?,
            name: name.to_string(),
            doc: doc(definition.doc.as_deref()),
            checked,
            recursive,
            dumped: checked && model.is_dumped(name),
            loaded: model.is_loaded(name),
        })
    }

    /// The public function that casts and validates a value of a type which comes in JSON's shape.
    fn public_cast(&self, definition: &Definition) -> Result<Option<nodes::PublicCast>, String> {
        let name = definition.name.as_str();
        let is_resource = matches!(definition.kind, Kind::Resource(_));
        if !self.side.model.is_cast(name) || definition.owner.is_some() || is_resource {
            return Ok(None);
        }
        self.need("ValidationError.json");
        let function = self.cast_function(name, Casting::Everywhere);
        Ok(Some(nodes::PublicCast {
            value: function.map_or("value".to_string(), |it| format!("{it}(value)")),
            check_fun: self.check_fun(&Type::Named(name.to_string()))?,
        }))
    }

    /// The functions of a type that cast, each with what it needs of the kind.
    pub(super) fn casts<T>(
        &self,
        definition: &Definition,
        content: impl Fn(Casting) -> Result<T, String>,
    ) -> Result<Vec<nodes::Cast<T>>, String> {
        let (model, name) = (self.side.model, definition.name.as_str());
        [
            (Casting::Everywhere, model.is_cast(name)),
            (Casting::WithinOnly, model.is_cast_within(name)),
        ]
        .into_iter()
        .filter(|(casting, wanted)| *wanted && self.cast_function(name, *casting).is_some())
        .map(|(casting, _)| {
            Ok(nodes::Cast {
                function: casting.function(),
                everywhere: casting == Casting::Everywhere,
                content: content(casting)?,
            })
        })
        .collect()
    }

    /// The common parts of kinds with fields.
    pub(super) fn of_fields(&self, definition: &Definition) -> Result<nodes::Fields, String> {
        let head = self.head(definition)?;
        // A record's tag comes before its fields.
        let before = usize::from(matches!(definition.kind, Kind::Record(..)));
        let checks = match definition.kind {
            _ if !head.checked => Checks::None,
            Kind::Tuple(_) | Kind::Record(..) => Checks::Calls,
            Kind::Map(_) => Checks::Functions,
            _ => Checks::FunctionsOfAll,
        };
        let fields = self.fields(definition.fields(), before, checks)?;
        let is_checked = |it: &&nodes::Field| it.check.is_some() || it.check_fun.is_some();
        let is_dumped = |it: &&nodes::Field| it.dump.is_some();
        let is_loaded = |it: &&nodes::Field| it.load.is_some();
        Ok(nodes::Fields {
            has_field_docs: fields.iter().any(|it| it.doc.is_some()),
            required: required(definition.fields()),
            optional: optional(definition.fields()),
            checks: fields.iter().filter(is_checked).count(),
            dumps: fields.iter().filter(is_dumped).cloned().collect(),
            loads: fields.iter().filter(is_loaded).cloned().collect(),
            judged_defaults: match head.checked {
                true => self.judged_defaults(definition)?,
                false => Vec::new(),
            },
            casts: self.casts(definition, |casting| {
                self.field_casts(definition.fields(), casting)
            })?,
            head,
            fields,
        })
    }

    pub(super) fn fields(
        &self,
        fields: &[Field],
        before: usize,
        checks: Checks,
    ) -> Result<Vec<nodes::Field>, String> {
        (fields.iter().zip(field_variables(fields)).enumerate())
            .map(|(index, (field, var))| {
                let check = match checks {
                    Checks::Calls => self.field_check_call(field)?,
                    _ => None,
                };
                let check_fun = match checks {
                    Checks::Functions if accepts_everything(&field.r#type) => None,
                    Checks::Functions | Checks::FunctionsOfAll => {
                        Some(self.field_check_fun(field)?)
                    }
                    _ => None,
                };
                Ok(nodes::Field {
                    key: names::elixir_key(&field.name),
                    atom: names::elixir_atom(&field.name),
                    position: index + before,
                    r#type: self.typespec(&field.r#type),
                    doc: field.doc.as_deref().map(item_doc),
                    absent_ok: field.may_be_absent(),
                    default: self.default(field),
                    default_doc: names::elixir_heredoc(&self.default(field)),
                    check,
                    check_fun,
                    dump: self.dump(&field.r#type, &var)?,
                    load: self.load(&field.r#type, &var)?,
                    var,
                })
            })
            .collect()
    }

    /// The value of a field that is left out.
    pub(super) fn default(&self, field: &Field) -> String {
        literal::default_source(self.side.model, field).unwrap_or_else(|| "nil".to_string())
    }

    /// The defaults that only the user's own validators can judge.
    fn judged_defaults(
        &self,
        definition: &Definition,
    ) -> Result<Vec<nodes::JudgedDefault>, String> {
        let is_judged = |field: &&Field| {
            field.default.is_some() && self.side.model.has_validator(&field.r#type)
        };
        (definition.fields().iter())
            .filter(is_judged)
            .map(|field| {
                self.need("Validation.defaults");
                Ok(nodes::JudgedDefault {
                    key: names::elixir_key(&field.name),
                    default: self.default(field),
                    check_fun: self.field_check_fun(field)?,
                })
            })
            .collect()
    }
}

/// What a kind has of the checks of its fields.
#[derive(Clone, Copy)]
pub(super) enum Checks {
    None,
    Calls,
    Functions,
    /// Also of fields that every term belongs to: a kind that looks its fields up in them needs all.
    FunctionsOfAll,
}

/// The fields that have to be there, as atoms.
pub(super) fn required(fields: &[Field]) -> Vec<String> {
    let required = fields.iter().filter(|it| !it.may_be_absent());
    required.map(|it| names::elixir_atom(&it.name)).collect()
}

/// The fields that may be absent, as atoms.
pub(super) fn optional(fields: &[Field]) -> Vec<String> {
    let optional = fields.iter().filter(|it| it.may_be_absent());
    optional.map(|it| names::elixir_atom(&it.name)).collect()
}

/// The typespec of an integer with constraints, if it says more than that of the type itself.
pub(super) fn constrained_integer(inner: &Type, constraints: &[Constraint]) -> Option<String> {
    let find = |pick: fn(&Constraint) -> Option<String>| constraints.iter().find_map(pick);
    let choice = find(|it| match it {
        Constraint::In(values) => {
            let values: Option<Vec<_>> = values.iter().map(integer).collect();
            Some(values?.join(" | "))
        }
        _ => None,
    });
    let least = find(|it| match it {
        Constraint::Min(value) => integer(value),
        _ => None,
    });
    let greatest = find(|it| match it {
        Constraint::Max(value) => integer(value),
        _ => None,
    });
    let (of_least, of_greatest) = match inner {
        Type::Scalar(scalar) => scalar.spec_limits(),
        _ => (None, None),
    };
    if choice.is_some() || (&least, &greatest) == (&None, &None) {
        return choice;
    }
    match (least.or(of_least)?, greatest.or(of_greatest)) {
        (least, Some(greatest)) => Some(format!("{least}..{greatest}")),
        (least, None) if least == "1" => Some("pos_integer()".to_string()),
        (least, None) if least == "0" => Some("non_neg_integer()".to_string()),
        _ => None,
    }
}

fn integer(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Integer(digits) => Some(grouped(digits)),
        _ => None,
    }
}

/// Documentation as the text of an item in a list within a heredoc, whose lines stand below each other.
pub(super) fn item_doc(text: &str) -> String {
    let text = names::elixir_heredoc(text.trim());
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    rest.split('\n')
        .skip_while(|_| rest.is_empty())
        .fold(first.to_string(), |doc, line| {
            let indent = if line.is_empty() { "" } else { "      " };
            format!("{doc}\n{indent}{line}")
        })
}
