//! The form of each part of a boundary in a contract: one definition, by which serde writes it and reads it back.
//!
//! Types, results and terms stand there as a schema writes them. What a contract of an older version lacks counts
//! as what such a schema meant then; docs and lines are in none.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::boundary::*;
use crate::text::notation::{elixir_literal, parser};

#[derive(Serialize, Deserialize)]
pub struct DefinitionForm {
    /// Only of a type of another boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(flatten)]
    kind: KindForm,
    #[serde(default)]
    cast: bool,
    #[serde(default)]
    redact: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum KindForm {
    UnitEnum {
        variants: Vec<String>,
    },
    /// Of the fields only those with something that a term does not show, which no schema can say yet.
    TaggedEnum {
        variants: Vec<String>,
        #[serde(default)]
        fields: Vec<Field>,
    },
    UntaggedEnum {
        variants: Vec<Type>,
    },
    Struct(Fields),
    Map(Fields),
    Tuple(Fields),
    Record {
        tag: String,
        fields: Vec<Field>,
    },
    Exception(Fields),
    Options(Fields),
    Newtype {
        r#type: Type,
        constraints: Vec<Constraint>,
    },
    #[serde(with = "CustomForm")]
    Custom(Custom),
    Remote {
        r#as: Type,
        #[serde(flatten, with = "RemoteForm")]
        remote: Remote,
    },
    #[serde(with = "ResourceForm")]
    Resource(Resource),
}

#[derive(Serialize, Deserialize)]
struct Fields {
    fields: Vec<Field>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Custom")]
struct CustomForm {
    #[serde(rename = "type")]
    typespec: String,
    rust: String,
    #[serde(default)]
    validator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    caster: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Remote")]
struct RemoteForm {
    #[serde(rename = "type")]
    typespec: String,
    /// The typespec says it.
    #[serde(skip)]
    module: Option<String>,
    from: String,
    to: String,
    #[serde(default)]
    validator: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Resource")]
struct ResourceForm {
    rust: String,
    #[serde(default)]
    lock: Option<Locking>,
    #[serde(default)]
    on_drop: Option<String>,
    #[serde(default)]
    monitor: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Field")]
struct FieldForm {
    name: String,
    r#type: Type,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default: Option<Default_>,
    #[serde(skip)]
    doc: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    redact: bool,
    #[serde(skip, default = "line")]
    line: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Locking", rename_all = "snake_case")]
enum LockingForm {
    Rwlock,
    Mutex,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Schedule", rename_all = "snake_case")]
enum ScheduleForm {
    Normal,
    DirtyCpu,
    DirtyIo,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ReturnStyle", rename_all = "snake_case")]
enum ReturnStyleForm {
    Tagged,
    Untagged,
    Bare,
}

#[derive(Serialize, Deserialize)]
pub struct NifForm {
    params: Vec<Param>,
    returns: Return,
    #[serde(default = "first_style", skip_serializing_if = "is_tagged")]
    return_style: ReturnStyle,
    #[serde(default = "first_schedule")]
    schedule: Schedule,
    #[serde(default)]
    cast: bool,
    /// Only with a stream.
    #[serde(skip_serializing_if = "Option::is_none")]
    chunk: Option<u32>,
    #[serde(default, skip_serializing_if = "is_false")]
    returns_handle: bool,
}

fn is_false(truth: &bool) -> bool {
    !truth
}

/// A contract knows no lines.
pub(super) const LINE: u32 = 1;

fn line() -> u32 {
    LINE
}

/// Where a function ran, and how many values a stream fetched at once, before a schema could say so.
const FIRST_SCHEDULE: Schedule = Schedule::DirtyCpu;
const FIRST_CHUNK: u32 = 500;

fn first_schedule() -> Schedule {
    FIRST_SCHEDULE
}

fn first_style() -> ReturnStyle {
    ReturnStyle::Tagged
}

fn is_tagged(style: &ReturnStyle) -> bool {
    *style == ReturnStyle::Tagged
}

impl From<&Definition> for DefinitionForm {
    fn from(definition: &Definition) -> Self {
        Self {
            owner: definition.owner.clone(),
            kind: KindForm::from(&definition.kind),
            cast: definition.cast,
            redact: definition.redact,
        }
    }
}

impl DefinitionForm {
    pub fn named(self, name: &str) -> Definition {
        Definition {
            name: name.to_string(),
            owner: self.owner,
            kind: self.kind.into(),
            doc: None,
            cast: self.cast,
            redact: self.redact,
            line: LINE,
        }
    }
}

impl From<&Nif> for NifForm {
    fn from(nif: &Nif) -> Self {
        Self {
            params: nif.params.clone(),
            returns: nif.returns.clone(),
            return_style: nif.return_style,
            schedule: nif.schedule,
            cast: nif.cast,
            chunk: nif.has_stream().then_some(nif.chunk),
            returns_handle: nif.returns_handle,
        }
    }
}

impl NifForm {
    /// The function of a label such as `move_point/2`.
    pub fn labelled(self, label: &str) -> Nif {
        let name = label.rsplit_once('/').map_or(label, |(name, _)| name);
        Nif {
            name: name.to_string(),
            params: self.params,
            returns: self.returns,
            return_style: self.return_style,
            schedule: self.schedule,
            cast: self.cast,
            returns_handle: self.returns_handle,
            chunk: self.chunk.unwrap_or(FIRST_CHUNK),
            doc: None,
            line: LINE,
        }
    }
}

impl From<&Kind> for KindForm {
    fn from(kind: &Kind) -> Self {
        let fields = |fields: &Vec<Field>| Fields {
            fields: fields.clone(),
        };
        match kind {
            Kind::UnitEnum(variants) => Self::UnitEnum {
                variants: variants.iter().map(|it| it.name.clone()).collect(),
            },
            Kind::TaggedEnum(variants) => Self::TaggedEnum {
                variants: variants.iter().map(Variant::term).collect(),
                fields: (variants.iter())
                    .flat_map(|it| it.shape.fields())
                    .filter(|it| it.default.is_some() || it.redact)
                    .cloned()
                    .collect(),
            },
            Kind::UntaggedEnum(variants) => Self::UntaggedEnum {
                variants: (variants.iter())
                    .flat_map(|it| it.shape.types())
                    .cloned()
                    .collect(),
            },
            Kind::Struct(all) => Self::Struct(fields(all)),
            Kind::Map(all) => Self::Map(fields(all)),
            Kind::Tuple(all) => Self::Tuple(fields(all)),
            Kind::Exception(all) => Self::Exception(fields(all)),
            Kind::Options(all) => Self::Options(fields(all)),
            Kind::Record(tag, all) => Self::Record {
                tag: tag.clone(),
                fields: all.clone(),
            },
            Kind::Newtype(inner, constraints) => Self::Newtype {
                r#type: inner.clone(),
                constraints: constraints.clone(),
            },
            Kind::Custom(custom) => Self::Custom(custom.clone()),
            Kind::Remote(inner, remote) => Self::Remote {
                r#as: inner.clone(),
                remote: remote.clone(),
            },
            Kind::Resource(resource) => Self::Resource(resource.clone()),
        }
    }
}

impl From<KindForm> for Kind {
    fn from(form: KindForm) -> Self {
        match form {
            KindForm::UnitEnum { variants } => Kind::UnitEnum(
                (variants.into_iter())
                    .map(|name| Variant::new(name, Shape::Unit))
                    .collect(),
            ),
            KindForm::TaggedEnum { variants, .. } => Kind::TaggedEnum(
                (variants.iter())
                    .map(|term| parser::variant(term))
                    .map(|(name, shape)| Variant::new(name, shape))
                    .collect(),
            ),
            KindForm::UntaggedEnum { variants } => Kind::UntaggedEnum(
                (variants.into_iter())
                    .map(|it| Variant::new(String::new(), Shape::Values(vec![it])))
                    .collect(),
            ),
            KindForm::Struct(it) => Kind::Struct(it.fields),
            KindForm::Map(it) => Kind::Map(it.fields),
            KindForm::Tuple(it) => Kind::Tuple(it.fields),
            KindForm::Exception(it) => Kind::Exception(it.fields),
            KindForm::Options(it) => Kind::Options(it.fields),
            KindForm::Record { tag, fields } => Kind::Record(tag, fields),
            KindForm::Newtype {
                r#type,
                constraints,
            } => Kind::Newtype(r#type, constraints),
            KindForm::Custom(custom) => Kind::Custom(custom),
            KindForm::Remote { r#as, remote } => Kind::Remote(r#as, remote),
            KindForm::Resource(resource) => Kind::Resource(resource),
        }
    }
}

/// Types that a form of their own writes and reads.
macro_rules! by_form {
    ($($type:ty => $form:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                <$form>::serialize(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$form>::deserialize(deserializer)
            }
        }
    )*};
}

/// Types that are text, with what writes and what reads it.
macro_rules! by_text {
    ($($type:ty: $write:expr, $read:expr);* $(;)?) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&$write(self))
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok($read(String::deserialize(deserializer)?))
            }
        }
    )*};
}

by_form!(
    Field => FieldForm, Locking => LockingForm, ReturnStyle => ReturnStyleForm, Schedule => ScheduleForm
);

by_text! {
    Type: Type::to_string, |text: String| parser::type_of(&text);
    Return: Return::to_string, |text: String| parser::returns(&text);
    Literal: elixir_literal, Literal::Other;
    Default_: |default: &Default_| default.source.clone(), |source: String| Default_ {
        value: Literal::Other(source.clone()),
        source,
    };
}
