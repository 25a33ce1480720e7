//! Facts about single declarations of a boundary.

use crate::boundary::*;
use crate::text::names;

impl Type {
    /// The names of the boundary's own types in it.
    pub fn references(&self) -> Vec<&str> {
        match self {
            Type::Named(name) => vec![name],
            Type::List(item) | Type::Array(item, _) | Type::Set(item) | Type::Optional(item) => {
                item.references()
            }
            Type::Map(key, value) => [key.references(), value.references()].concat(),
            Type::Tuple(items) => items.iter().flat_map(Type::references).collect(),
            Type::Scalar(_) | Type::Invalid(_) => Vec::new(),
        }
    }

    /// The names of the types of which a value itself is one.
    pub(super) fn alternatives(&self) -> Vec<&str> {
        match self {
            Type::Named(name) => vec![name],
            Type::Optional(item) => item.alternatives(),
            _ => Vec::new(),
        }
    }

    /// The names of the types that a value holds with nothing on the heap between.
    pub fn inline_references(&self) -> Vec<&str> {
        match self {
            Type::Named(name) => vec![name],
            Type::Array(item, _) | Type::Optional(item) => item.inline_references(),
            Type::Tuple(items) => items.iter().flat_map(Type::inline_references).collect(),
            Type::List(_) | Type::Set(_) | Type::Map(..) | Type::Scalar(_) | Type::Invalid(_) => {
                Vec::new()
            }
        }
    }

    /// Whether something holds for the type or for one inside of it.
    pub fn any(&self, holds: &dyn Fn(&Type) -> bool) -> bool {
        holds(self)
            || match self {
                Type::List(item)
                | Type::Array(item, _)
                | Type::Set(item)
                | Type::Optional(item) => item.any(holds),
                Type::Map(key, value) => key.any(holds) || value.any(holds),
                Type::Tuple(items) => items.iter().any(|item| item.any(holds)),
                Type::Named(_) | Type::Scalar(_) | Type::Invalid(_) => false,
            }
    }

    pub(super) fn has_float(&self) -> bool {
        self.any(&|it| matches!(it, Type::Scalar(it) if it.packed().unwrap_or(*it).is_float()))
    }

    pub(super) fn has_map(&self) -> bool {
        self.any(&|it| matches!(it, Type::Map(..) | Type::Set(_)))
    }

    /// Whether a value can be made of values that end.
    pub(super) fn ends(&self, finite: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Type::Named(name) => finite(name),
            Type::Array(item, _) => item.ends(finite),
            Type::Tuple(items) => items.iter().all(|item| item.ends(finite)),
            Type::List(_)
            | Type::Set(_)
            | Type::Map(..)
            | Type::Optional(_)
            | Type::Scalar(_)
            | Type::Invalid(_) => true,
        }
    }
}

impl Definition {
    /// The fields, for a kind that has its own.
    pub fn fields(&self) -> &[Field] {
        match &self.kind {
            Kind::Struct(fields)
            | Kind::Map(fields)
            | Kind::Tuple(fields)
            | Kind::Record(_, fields)
            | Kind::Exception(fields)
            | Kind::Options(fields) => fields,
            _ => &[],
        }
    }

    /// The variants, for an enum.
    pub fn variants(&self) -> &[Variant] {
        match &self.kind {
            Kind::UnitEnum(variants)
            | Kind::TaggedEnum(variants)
            | Kind::UntaggedEnum(variants) => variants,
            _ => &[],
        }
    }

    /// Every type expression in the definition.
    pub fn types(&self) -> Vec<&Type> {
        let of_fields = self.fields().iter().map(|field| &field.r#type);
        let of_variants = self.variants().iter().flat_map(|it| it.shape.types());
        let of_newtype = match &self.kind {
            Kind::Newtype(r#type, _) | Kind::Remote(r#type, _) => Some(r#type),
            _ => None,
        };
        of_fields.chain(of_variants).chain(of_newtype).collect()
    }

    /// The names of the types that the definition uses.
    pub fn references(&self) -> Vec<&str> {
        self.types()
            .into_iter()
            .flat_map(Type::references)
            .collect()
    }

    /// Whether a function of the user's or of a library has a part in the check of a value.
    pub(super) fn is_judged_by_functions(&self) -> bool {
        match &self.kind {
            Kind::Custom(custom) => custom.validator.is_some(),
            Kind::Remote(..) => true,
            _ => false,
        }
    }

    /// Whether its values are those of another library.
    pub fn is_remote(&self) -> bool {
        matches!(self.kind, Kind::Remote(..))
    }

    /// The names of the types whose values are values of it as they are.
    pub(super) fn alternatives(&self) -> Vec<&str> {
        fn direct(r#type: &Type) -> Option<&str> {
            match r#type {
                Type::Named(name) => Some(name),
                Type::Optional(item) => direct(item),
                _ => None,
            }
        }
        match &self.kind {
            Kind::Newtype(inner, _) | Kind::Remote(inner, _) => direct(inner).into_iter().collect(),
            Kind::UntaggedEnum(variants) => variants
                .iter()
                .flat_map(|it| it.shape.types())
                .filter_map(direct)
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a valid value of it is not yet what Rust decodes.
    pub(super) fn changes_on_its_own(&self) -> bool {
        match &self.kind {
            Kind::Options(_) | Kind::Remote(..) => true,
            Kind::Map(fields) => fields.iter().any(Field::may_be_absent),
            Kind::TaggedEnum(variants) => variants
                .iter()
                .any(|it| it.shape.fields().iter().any(Field::may_be_absent)),
            Kind::Newtype(_, constraints) => constraints.contains(&Constraint::Trim),
            _ => false,
        }
    }

    pub(super) fn ends(&self, finite: &dyn Fn(&str) -> bool) -> bool {
        match &self.kind {
            Kind::UnitEnum(_) | Kind::Custom(_) | Kind::Resource(_) => true,
            Kind::TaggedEnum(variants) | Kind::UntaggedEnum(variants) => variants
                .iter()
                .any(|it| it.shape.types().iter().all(|held| held.ends(finite))),
            _ => self.types().iter().all(|held| held.ends(finite)),
        }
    }
}

impl Boundary {
    /// The module of the stubs: below the facade, unless the schema names another.
    pub fn native_module(&self) -> String {
        (self.native.clone()).unwrap_or_else(|| format!("{}.{}", self.facade, names::STUBS))
    }

    /// A boundary that nothing is declared in.
    pub fn named(facade: &str, crate_name: &str) -> Self {
        Self {
            facade: facade.to_string(),
            crate_name: crate_name.to_string(),
            native: None,
            schema: String::new(),
            loader: None,
            precompiled: None,
            double: false,
            allocator: Allocator::System,
            time: TimeCrate::Chrono,
            decimal: DecimalCrate::RustDecimal,
            doc: None,
            definitions: Vec::new(),
            nifs: Vec::new(),
            waivers: Vec::new(),
            renames: Vec::new(),
            texts: HashMap::new(),
            problems: Vec::new(),
        }
    }
}

impl Variant {
    /// A variant that nothing is said of but what it is.
    pub fn new(name: String, shape: Shape) -> Self {
        Self {
            name,
            shape,
            doc: None,
            line: 1,
        }
    }
}

impl Shape {
    /// The types that a variant carries.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Shape::Unit => Vec::new(),
            Shape::Values(types) => types.iter().collect(),
            Shape::Fields(fields) => fields.iter().map(|field| &field.r#type).collect(),
        }
    }

    /// The fields of a variant that names them.
    pub fn fields(&self) -> &[Field] {
        match self {
            Shape::Fields(fields) => fields,
            Shape::Unit | Shape::Values(_) => &[],
        }
    }
}

impl Field {
    /// Whether `nil` is a value of the field.
    pub fn is_optional(&self) -> bool {
        matches!(self.r#type, Type::Optional(_))
    }

    /// Whether a map may leave the field out.
    pub fn may_be_absent(&self) -> bool {
        self.is_optional() || self.default.is_some()
    }
}

impl Return {
    /// The type of the error that the call itself may end with.
    pub fn error(&self) -> Option<&Type> {
        match self {
            Return::Ok | Return::Value(_) | Return::Stream(_, _, None) => None,
            Return::Result(_, error) | Return::Stream(_, _, Some(error)) => Some(error),
        }
    }

    /// Whether there is a value, which may be a stream.
    pub fn has_value(&self) -> bool {
        !matches!(self, Return::Ok | Return::Result(None, _))
    }

    /// The types of the value and of the errors.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Return::Ok => Vec::new(),
            Return::Value(value) => vec![value],
            Return::Result(value, error) => value.iter().chain([error]).collect(),
            Return::Stream(item, item_error, error) => {
                [item].into_iter().chain(item_error).chain(error).collect()
            }
        }
    }
}

impl Nif {
    /// Whether parts of arguments are in what it returns.
    pub fn returns_slices(&self) -> bool {
        let is_slice = |it: &Type| matches!(it, Type::Scalar(it) if it.is_slice());
        (self.returns.types().iter()).any(|it| it.any(&is_slice))
    }

    /// The function as Elixir names it, such as `move_point/2`.
    pub fn label(&self) -> String {
        format!("{}/{}", self.name, self.params.len())
    }

    /// Whether the facade returns the value that Rust does without a tag; a question has none on either side.
    pub fn has_untagged_value(&self) -> bool {
        self.return_style != ReturnStyle::Tagged && self.returns.has_value()
    }

    /// The parameter that is a stream, if there is one.
    pub fn stream_parameter(&self) -> Option<&Param> {
        self.params.iter().find(|it| it.is_stream())
    }

    /// Whether values go through a stream, in chunks.
    pub fn has_stream(&self) -> bool {
        matches!(self.returns, Return::Stream(..)) || self.stream_parameter().is_some()
    }
}

impl Param {
    /// Whether parts of it can be a result: it is text or bytes that the VM lends for the time of a call.
    pub fn can_be_sliced(&self) -> bool {
        let whole = match &self.r#type {
            Type::Optional(item) => item,
            whole => whole,
        };
        !self.is_stream() && matches!(whole, Type::Scalar(Scalar::String | Scalar::Binary))
    }

    pub fn is_stream(&self) -> bool {
        self.passing == Passing::Stream
    }
}
