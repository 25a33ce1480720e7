//! Nodes for the template of each kind, and the helpers that only this kind calls.

use super::casts::Casting;
use super::definition::constrained_integer;
use super::module::Module;
use super::nodes;
use crate::boundary::*;
use crate::text::names;
use crate::text::notation::comma_separated;

impl Module<'_> {
    /// The node of a type, whose own module is named by `reference` in it.
    pub(super) fn type_module<'a>(
        &self,
        definition: &'a Definition,
        reference: String,
    ) -> Result<nodes::TypeModule<'a>, String> {
        use nodes::TypeKind as Of;
        Ok(nodes::TypeModule {
            declared_as: self.side.model.module(&definition.name),
            reference,
            of_kind: match &definition.kind {
                Kind::UnitEnum(variants) => Of::UnitEnum(self.unit_enum(definition, variants)?),
                Kind::TaggedEnum(it) => Of::TaggedEnum(self.tagged_enum(definition, it)?),
                Kind::UntaggedEnum(it) => Of::UntaggedEnum(self.untagged_enum(definition, it)?),
                Kind::Struct(_) => Of::Struct(self.structure(definition)?),
                Kind::Exception(_) => Of::Exception(self.structure(definition)?),
                Kind::Map(_) => Of::Map(self.map(definition)?),
                Kind::Options(_) => Of::Options(self.options(definition)?),
                Kind::Tuple(_) => Of::Tuple(self.tuple(definition, None)?),
                Kind::Record(tag, _) => Of::Record(self.tuple(definition, Some(tag))?),
                Kind::Newtype(inner, limits) => {
                    Of::Newtype(self.newtype(definition, inner, limits)?)
                }
                Kind::Custom(custom) => Of::Custom(self.custom(definition, custom)?),
                Kind::Remote(inner, remote) => Of::Remote(self.remote(definition, inner, remote)?),
                Kind::Resource(_) => Of::Resource(self.resource(definition)?),
            },
        })
    }

    pub(super) fn structure(&self, definition: &Definition) -> Result<nodes::Struct, String> {
        let fields = self.of_fields(definition)?;
        if fields.head.checked {
            self.need("Validation.struct");
            self.need("Validation.key");
        }
        self.need_if(has_cast(&fields.casts, Casting::Everywhere), "Cast.struct");
        let exception = matches!(definition.kind, Kind::Exception(_));
        let is_redacted = |field: &&Field| {
            definition.redact || field.redact || self.side.model.shows_redacted(&field.r#type)
        };
        Ok(nodes::Struct {
            members: self.members(definition.fields()),
            redacted: (definition.fields().iter())
                .filter(is_redacted)
                .map(|field| names::elixir_atom(&field.name))
                .collect(),
            exception,
            has_message: definition.fields().iter().any(|it| it.name == "message"),
            fields,
        })
    }

    /// The members of a struct as `defstruct/1` takes them: those with a default come last.
    fn members(&self, fields: &[Field]) -> Vec<nodes::Entry> {
        let (with, without): (Vec<&Field>, Vec<&Field>) =
            fields.iter().partition(|field| field.may_be_absent());
        let without = without.iter().map(|field| nodes::Entry {
            name: names::elixir_atom(&field.name),
            value: None,
        });
        let with = with.iter().map(|field| nodes::Entry {
            name: names::elixir_key(&field.name),
            value: Some(self.default(field)),
        });
        without.chain(with).collect()
    }

    pub(super) fn map(&self, definition: &Definition) -> Result<nodes::Map, String> {
        let fields = self.of_fields(definition)?;
        if fields.head.checked {
            self.need("Validation.key");
            self.need("Validation.keys");
        }
        self.need_if(has_cast(&fields.casts, Casting::Everywhere), "Cast.map");
        self.need_if(has_cast(&fields.casts, Casting::WithinOnly), "Cast.key");
        Ok(nodes::Map {
            fields,
            taken_in: self.side.model.is_taken_in(&definition.name),
        })
    }

    pub(super) fn options(&self, definition: &Definition) -> Result<nodes::Fields, String> {
        let fields = self.of_fields(definition)?;
        self.need_if(fields.head.checked, "Validation.options");
        self.need_if(has_cast(&fields.casts, Casting::Everywhere), "Cast.options");
        self.need_if(has_cast(&fields.casts, Casting::WithinOnly), "Cast.option");
        Ok(fields)
    }

    /// A tuple or, with a tag, a record.
    pub(super) fn tuple(
        &self,
        definition: &Definition,
        tag: Option<&str>,
    ) -> Result<nodes::Tuple, String> {
        let fields = self.of_fields(definition)?;
        self.need_if(fields.head.checked, "Validation.not_a_tuple");
        let types = comma_separated(definition.fields().iter().map(|field| &field.r#type));
        let expected = match tag.map(names::elixir_atom) {
            None => format!("a tuple {{{types}}}"),
            Some(tag) if types.is_empty() => format!("a record {{{tag}}}"),
            Some(tag) => format!("a record {{{tag}, {types}}}"),
        };
        let prefix = |source: fn(&str) -> String| match tag.map(source) {
            None => String::new(),
            Some(tag) if types.is_empty() => tag,
            Some(tag) => format!("{tag}, "),
        };
        Ok(nodes::Tuple {
            fields,
            tag_prefix: prefix(names::elixir_atom),
            tag_string_prefix: prefix(names::elixir_string),
            expected: names::elixir_string(&expected),
            size: definition.fields().len() + usize::from(tag.is_some()),
        })
    }

    pub(super) fn newtype(
        &self,
        definition: &Definition,
        inner: &Type,
        constraints: &[Constraint],
    ) -> Result<nodes::Newtype, String> {
        let model = self.side.model;
        let head = self.head(definition)?;
        // An inner type that does not trim is given what will arrive.
        let is_trimmed_first = constraints.contains(&Constraint::Trim)
            && matches!(inner, Type::Named(held) if !model.is_trimmed(held));
        let check = |r#type| match head.checked {
            true => self.check_call(r#type),
            false => Ok(None),
        };
        let calls: Vec<nodes::Call> = (constraints.iter())
            .filter_map(|it| self.constraint_call(it, inner))
            .collect();
        if head.checked {
            calls.iter().for_each(|it| drop(self.need(&it.function)));
        }
        Ok(nodes::Newtype {
            r#type: (model.is_integer(inner).then_some(constraints))
                .and_then(|it| constrained_integer(inner, it))
                .unwrap_or_else(|| self.typespec(inner)),
            notation: inner.to_string(),
            check: check(inner)?,
            text_check: match is_trimmed_first {
                true => check(model.base(inner))?,
                false => None,
            },
            trim: model.is_trimmed(&definition.name),
            constraints: calls,
            constraint_docs: (constraints.iter())
                .map(|it| self.constraint_doc(it, inner))
                .collect(),
            inner_dump: self.dump(inner, "value")?,
            inner_load: self.load(inner, "value")?,
            casts: self.casts(definition, |casting| {
                let call = self.cast_call(inner, "value", casting)?;
                Ok(nodes::ValueCast {
                    call: call.unwrap_or_else(|| "value".to_string()),
                })
            })?,
            head,
        })
    }

    pub(super) fn resource(&self, definition: &Definition) -> Result<nodes::Resource, String> {
        let head = self.head(definition)?;
        let doubled = self.side.has_double();
        self.need("Validation.inspect");
        if head.checked {
            self.alias("Native");
            self.need("Validation.handle");
            self.need_if(doubled, "Validation.resource");
        }
        Ok(nodes::Resource {
            head,
            taken: self.side.model.is_taken(&definition.name),
            doubled,
        })
    }

    pub(super) fn custom<'a>(
        &self,
        definition: &Definition,
        custom: &'a Custom,
    ) -> Result<nodes::Custom<'a>, String> {
        let head = self.head(definition)?;
        let is_validated = head.checked && custom.validator.is_some();
        self.need_if(is_validated, "Validation.refused");
        Ok(nodes::Custom {
            head,
            typespec: &custom.typespec,
            validator: custom.validator.as_deref(),
            caster: custom.caster.as_deref(),
            casts: self.casts(definition, |_| Ok(nodes::Nothing {}))?,
        })
    }
}

/// Whether a type has the function that casts in this way.
pub(super) fn has_cast<T>(casts: &[nodes::Cast<T>], casting: Casting) -> bool {
    let everywhere = casting == Casting::Everywhere;
    casts.iter().any(|it| it.everywhere == everywhere)
}
