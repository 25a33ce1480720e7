//! The modules of types.

use serde::Serialize;

use super::calls::Call;

/// The module of a type.
#[derive(Serialize)]
pub struct TypeModule<'a> {
    /// The module that declares the type.
    pub declared_as: String,
    /// That module where this one names it.
    pub reference: String,
    #[serde(flatten)]
    pub of_kind: TypeKind<'a>,
}

/// What the module of a type has of each kind.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TypeKind<'a> {
    UnitEnum(UnitEnum),
    TaggedEnum(TaggedEnum),
    UntaggedEnum(UntaggedEnum),
    Struct(Struct),
    Exception(Struct),
    Map(Map),
    Options(Fields),
    Tuple(Tuple),
    Record(Tuple),
    Newtype(Newtype),
    Custom(Custom<'a>),
    Remote(Remote<'a>),
    Resource(Resource),
}

impl TypeKind<'_> {
    pub fn template(&self) -> &'static str {
        match self {
            Self::UnitEnum(_) => "unit_enum.ex",
            Self::TaggedEnum(_) => "tagged_enum.ex",
            Self::UntaggedEnum(_) => "untagged_enum.ex",
            Self::Struct(_) => "struct.ex",
            Self::Exception(_) => "exception.ex",
            Self::Map(_) => "map.ex",
            Self::Options(_) => "options.ex",
            Self::Tuple(_) => "tuple.ex",
            Self::Record(_) => "record.ex",
            Self::Newtype(_) => "newtype.ex",
            Self::Custom(_) => "custom.ex",
            Self::Remote(_) => "remote.ex",
            Self::Resource(_) => "resource.ex",
        }
    }
}

/// The head of a type's module, and which functions it has.
#[derive(Serialize)]
pub struct Head {
    pub name: String,
    /// The lines of the documentation.
    pub doc: Option<Vec<String>>,
    pub checked: bool,
    pub recursive: bool,
    pub dumped: bool,
    /// Whether what comes from Rust becomes another term.
    pub loaded: bool,
    /// What its public function `cast` calls, if it has one.
    pub cast: Option<PublicCast>,
}

/// The calls of the public function that casts and validates a value.
#[derive(Serialize)]
pub struct PublicCast {
    pub value: String,
    pub check_fun: String,
}

/// A function that casts, with what it needs of a kind.
#[derive(Serialize)]
pub struct Cast<T> {
    pub function: &'static str,
    /// Whether it casts everything, not only the types with `cast: true`.
    pub everywhere: bool,
    #[serde(flatten)]
    pub content: T,
}

#[derive(Serialize)]
pub struct Nothing {}

#[derive(Serialize)]
pub struct UnitEnum {
    #[serde(flatten)]
    pub head: Head,
    pub variants: Vec<UnitVariant>,
    pub has_variant_docs: bool,
    pub casts: Vec<Cast<Nothing>>,
}

#[derive(Serialize)]
pub struct UnitVariant {
    pub atom: String,
    pub string: String,
    pub doc: Option<String>,
}

#[derive(Serialize)]
pub struct TaggedEnum {
    #[serde(flatten)]
    pub head: Head,
    pub variants: Vec<TaggedVariant>,
    pub has_variant_docs: bool,
    pub casts: Vec<Cast<VariantCasts>>,
}

#[derive(Serialize)]
pub struct TaggedVariant {
    pub atom: String,
    pub string: String,
    /// Its description in messages, as a string.
    pub term: String,
    pub doc: Option<String>,
    pub shape: Shape,
    /// How a step of a path to one of several values is called, and to anything else in a tuple.
    pub step: &'static str,
    pub values: Vec<VariantValue>,
    pub fields: Vec<Field>,
    /// How many of the values or fields are checked.
    pub checks: usize,
    pub dumped: bool,
    pub loaded: bool,
    /// The fields that Rust gives in another shape.
    pub loads: Vec<Field>,
    /// The fields that have to be there, and the others.
    pub required: Vec<String>,
    pub optional: Vec<String>,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Unit,
    Values,
    Fields,
}

/// A value of a variant.
#[derive(Serialize)]
pub struct VariantValue {
    pub var: String,
    /// Its place in the tuple.
    pub position: usize,
    pub r#type: String,
    pub check: Option<Call>,
    pub dump: Option<String>,
    pub load: Option<String>,
}

/// The casts of each variant.
#[derive(Serialize)]
pub struct VariantCasts {
    pub variants: Vec<VariantCast>,
}

#[derive(Serialize)]
pub struct VariantCast {
    /// Whether some value is another one then.
    pub changes: bool,
    pub vars: Vec<String>,
    pub calls: Vec<String>,
    #[serde(flatten)]
    pub fields: FieldCasts,
}

#[derive(Serialize)]
pub struct UntaggedEnum {
    #[serde(flatten)]
    pub head: Head,
    pub variants: Vec<UntaggedVariant>,
    pub has_variant_docs: bool,
    /// Its description in messages, as a string.
    pub expected: String,
    pub casts: Vec<Cast<FirstCasts>>,
}

#[derive(Serialize)]
pub struct UntaggedVariant {
    pub atom: String,
    pub doc: Option<String>,
    pub r#type: String,
    pub check: Option<Call>,
    pub check_fun: Option<String>,
    pub dump: Option<String>,
}

/// The function that casts for each variant.
#[derive(Serialize)]
pub struct FirstCasts {
    pub funs: Vec<String>,
}

/// A type with fields: options, or what other kinds with fields have in common.
#[derive(Serialize)]
pub struct Fields {
    #[serde(flatten)]
    pub head: Head,
    pub fields: Vec<Field>,
    pub has_field_docs: bool,
    /// The fields that have to be there, and the others.
    pub required: Vec<String>,
    pub optional: Vec<String>,
    /// How many fields are checked.
    pub checks: usize,
    /// The fields that Rust gets in another shape.
    pub dumps: Vec<Field>,
    /// The fields that Rust gives in another shape.
    pub loads: Vec<Field>,
    pub judged_defaults: Vec<JudgedDefault>,
    pub casts: Vec<Cast<FieldCasts>>,
}

#[derive(Clone, Serialize)]
pub struct Field {
    pub key: String,
    pub atom: String,
    pub var: String,
    /// Its place in a tuple.
    pub position: usize,
    pub r#type: String,
    pub doc: Option<String>,
    pub absent_ok: bool,
    /// Its value if it is absent, also for the documentation.
    pub default: String,
    pub default_doc: String,
    pub check: Option<Call>,
    pub check_fun: Option<String>,
    pub dump: Option<String>,
    pub load: Option<String>,
}

/// A default that only the user's own validators can judge.
#[derive(Serialize)]
pub struct JudgedDefault {
    pub key: String,
    pub default: String,
    pub check_fun: String,
}

/// The casts of fields.
#[derive(Serialize)]
pub struct FieldCasts {
    /// The fields that are cast.
    pub fields: Vec<FieldCast>,
    /// The known fields, those that are cast with the function that does it.
    pub field_list: Vec<Entry>,
    /// The cast of each field in its variable.
    pub values: Vec<String>,
}

#[derive(Serialize)]
pub struct FieldCast {
    pub atom: String,
    pub key: String,
    pub var: String,
    pub fun: String,
    pub call: String,
}

/// An entry of a list: a key with a value, or an atom alone.
#[derive(Serialize)]
pub struct Entry {
    pub name: String,
    pub value: Option<String>,
}

/// A struct or an exception.
#[derive(Serialize)]
pub struct Struct {
    #[serde(flatten)]
    pub fields: Fields,
    /// The fields as `defstruct` takes them.
    pub members: Vec<Entry>,
    /// The fields that `inspect` does not show.
    pub redacted: Vec<String>,
    pub exception: bool,
    pub has_message: bool,
}

#[derive(Serialize)]
pub struct Map {
    #[serde(flatten)]
    pub fields: Fields,
    /// Whether functions take it.
    pub taken_in: bool,
}

/// A tuple or a record.
#[derive(Serialize)]
pub struct Tuple {
    #[serde(flatten)]
    pub fields: Fields,
    /// The elements before the fields: the tag of a record, and its form in JSON.
    pub tag_prefix: String,
    pub tag_string_prefix: String,
    /// Its description in messages, as a string.
    pub expected: String,
    /// How many elements it has.
    pub size: usize,
}

#[derive(Serialize)]
pub struct Newtype {
    #[serde(flatten)]
    pub head: Head,
    pub r#type: String,
    pub notation: String,
    pub check: Option<Call>,
    /// The check that runs before the value is trimmed.
    pub text_check: Option<Call>,
    pub trim: bool,
    pub constraints: Vec<Call>,
    pub constraint_docs: Vec<String>,
    pub inner_dump: Option<String>,
    pub inner_load: Option<String>,
    pub casts: Vec<Cast<ValueCast>>,
}

/// The conversion of a `value`.
#[derive(Serialize)]
pub struct ValueCast {
    pub call: String,
}

#[derive(Serialize)]
pub struct Resource {
    #[serde(flatten)]
    pub head: Head,
    pub taken: bool,
    /// Whether the facade has a double.
    pub doubled: bool,
}

#[derive(Serialize)]
pub struct Custom<'a> {
    #[serde(flatten)]
    pub head: Head,
    pub typespec: &'a str,
    pub validator: Option<&'a str>,
    pub caster: Option<&'a str>,
    pub casts: Vec<Cast<Nothing>>,
}

/// A type of another library.
#[derive(Serialize)]
pub struct Remote<'a> {
    #[serde(flatten)]
    pub head: Head,
    pub typespec: &'a str,
    /// The type that represents it, in the notation of a schema.
    pub notation: String,
    /// The module whose structs are the values.
    pub struct_module: Option<&'a str>,
    /// What a value is, as messages have it for Elixir and for JSON.
    pub expected: String,
    pub in_json: String,
    pub hint: String,
    pub validator: Option<&'a str>,
    pub from: &'a str,
    pub to: &'a str,
    /// The function that represents a value, as messages have it.
    pub step: String,
    /// The check of the representation, also as a function.
    pub check: Option<Call>,
    pub check_fun: String,
    pub inner_dump: Option<String>,
    pub inner_load: Option<String>,
    pub casts: Vec<Cast<RepresentationCast>>,
}

/// How a value is made of what JSON has.
#[derive(Serialize)]
pub struct RepresentationCast {
    /// The cast of a `value` as its representation.
    pub call: String,
    /// The functions by which the representation becomes that which Rust would give.
    pub fills: Vec<String>,
    /// What it had to be, as messages have it.
    pub expected: String,
}
