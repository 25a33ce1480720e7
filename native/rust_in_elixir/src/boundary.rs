//! Bootstrap boundary.
use std::collections::HashMap;

macro_rules! plain { ($($item:item)*) => { $( #[derive(Clone, Debug, PartialEq)] $item )* } }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "nif", derive(rustler::NifUnitEnum))]
pub enum Scalar { I8, I16, I32, I64, I128, Isize, U8, U16, U32, U64, U128, Usize, F32, F64, Bool, String, Binary, Atom, Pid, Reference, Path, Term }
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "nif", derive(rustler::NifUnitEnum))]
pub enum Schedule { Normal, DirtyCpu, DirtyIo }
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "nif", derive(rustler::NifUnitEnum))]
pub enum Loader { Rustler, RustInElixir }
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "nif", derive(rustler::NifUnitEnum))]
pub enum Language { Elixir, Rust }

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Bytes(pub Vec<u8>);
#[cfg(feature = "nif")]
impl<'a> rustler::Decoder<'a> for Bytes {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
        Ok(Self(term.decode::<rustler::Binary>()?.as_slice().to_vec()))
    }
}
#[cfg(feature = "nif")]
impl rustler::Encoder for Bytes {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        let mut binary = rustler::NewBinary::new(env, self.0.len());
        binary.as_mut_slice().copy_from_slice(&self.0);
        rustler::Binary::from(binary).to_term(env)
    }
}

plain! {
#[cfg_attr(feature = "nif", derive(rustler::NifTaggedEnum))]
pub enum Type { Scalar(Scalar), Named(String), List(Box<Type>), Tuple(Vec<Type>), Map(Box<Type>, Box<Type>), Optional(Box<Type>), Invalid(String) }
#[cfg_attr(feature = "nif", derive(rustler::NifTaggedEnum))]
pub enum Literal { None, Bool(bool), Integer(String), Float(f64), String(String), Binary(Bytes), Atom(String), List(Vec<Literal>), Tuple(Vec<Literal>), Map(Vec<(Literal, Literal)>), Other(String) }
#[cfg_attr(feature = "nif", derive(rustler::NifTaggedEnum))]
pub enum Shape { Unit, Values(Vec<Type>), Fields(Vec<Field>) }
#[cfg_attr(feature = "nif", derive(rustler::NifTaggedEnum))]
pub enum Constraint { Trim, Min(Literal), Max(Literal), MinLength(u64), MaxLength(u64), Format(String), In(Vec<Literal>) }
#[cfg_attr(feature = "nif", derive(rustler::NifTaggedEnum))]
pub enum Kind { UnitEnum(Vec<Variant>), TaggedEnum(Vec<Variant>), UntaggedEnum(Vec<Variant>), Struct(Vec<Field>), Map(Vec<Field>), Tuple(Vec<Field>), Record(String, Vec<Field>), Exception(Vec<Field>), Options(Vec<Field>), Newtype(Type, Vec<Constraint>), Custom(Custom) }
#[cfg_attr(feature = "nif", derive(rustler::NifTaggedEnum))]
pub enum Return { Ok, Value(Type), Result(Option<Type>, Type) }
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Default")]
pub struct Default {
    pub value: Literal,
    pub source: String,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Field")]
pub struct Field {
    pub name: String,
    pub r#type: Type,
    pub default: Option<Default>,
    pub doc: Option<String>,
    pub redact: bool,
    pub line: u32,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Variant")]
pub struct Variant {
    pub name: String,
    pub shape: Shape,
    pub doc: Option<String>,
    pub line: u32,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Custom")]
pub struct Custom {
    pub typespec: String,
    pub rust: String,
    pub validator: Option<String>,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Definition")]
pub struct Definition {
    pub name: String,
    pub kind: Kind,
    pub doc: Option<String>,
    pub cast: bool,
    pub redact: bool,
    pub line: u32,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Param")]
pub struct Param {
    pub name: String,
    pub r#type: Type,
    pub line: u32,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Nif")]
pub struct Nif {
    pub name: String,
    pub params: Vec<Param>,
    pub returns: Return,
    pub schedule: Schedule,
    pub cast: bool,
    pub doc: Option<String>,
    pub line: u32,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Problem")]
pub struct Problem {
    pub line: u32,
    pub message: String,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Boundary")]
pub struct Boundary {
    pub facade: String,
    pub crate_name: String,
    pub schema: String,
    pub loader: Option<Loader>,
    pub doc: Option<String>,
    pub definitions: Vec<Definition>,
    pub nifs: Vec<Nif>,
    pub problems: Vec<Problem>,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Project")]
pub struct Project {
    pub otp_app: String,
    pub loader: Loader,
    pub lib_dir: String,
    pub crate_dir: String,
    pub rustler: String,
    pub templates: HashMap<String, String>,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.SourceFile")]
pub struct SourceFile {
    pub path: String,
    pub language: Language,
    pub text: String,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Rendered")]
pub struct Rendered {
    pub files: Vec<SourceFile>,
    pub test: SourceFile,
    pub contract: String,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.LibSource")]
pub struct LibSource {
    pub text: String,
    pub missing: Vec<String>,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.SyntaxError")]
pub struct SyntaxError {
    pub line: u32,
    pub column: u32,
    pub message: String,
}
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "RustInElixir.Core.Lock")]
pub struct Lock {
    pub schema: String,
    pub generator: String,
    pub contract: String,
    pub files: HashMap<String, String>,
}
}

pub trait Nifs {
    fn generate(boundary: Boundary, project: Project) -> Result<Rendered, Vec<Problem>>;
    fn fingerprint() -> String;
    fn lib_source(text: Option<String>, boundary: Boundary) -> Result<LibSource, SyntaxError>;
    fn manifest(text: Option<String>, boundary: Boundary, project: Project) -> Result<String, SyntaxError>;
    fn workspace(text: Option<String>, member: &str) -> Result<String, SyntaxError>;
    fn unified_diff(path: &str, old: &str, new: &str) -> String;
    fn write_lock(lock: Lock) -> String;
    fn read_lock(text: &str) -> Result<Lock, String>;
}

#[cfg(feature = "nif")]
mod nif {
    use super::*;
    use crate::Core as I;
    #[rustler::nif(schedule = "DirtyCpu")]
    fn generate(boundary: Boundary, project: Project) -> Result<Rendered, Vec<Problem>> { I::generate(boundary, project) }
    #[rustler::nif]
    fn fingerprint() -> String { I::fingerprint() }
    #[rustler::nif(schedule = "DirtyCpu")]
    fn lib_source(text: Option<String>, boundary: Boundary) -> Result<LibSource, SyntaxError> { I::lib_source(text, boundary) }
    #[rustler::nif(schedule = "DirtyCpu")]
    fn manifest(text: Option<String>, boundary: Boundary, project: Project) -> Result<String, SyntaxError> { I::manifest(text, boundary, project) }
    #[rustler::nif(schedule = "DirtyCpu")]
    fn workspace(text: Option<String>, member: &str) -> Result<String, SyntaxError> { I::workspace(text, member) }
    #[rustler::nif(schedule = "DirtyCpu")]
    fn unified_diff(path: &str, old: &str, new: &str) -> String { I::unified_diff(path, old, new) }
    #[rustler::nif(schedule = "DirtyCpu")]
    fn write_lock(lock: Lock) -> String { I::write_lock(lock) }
    #[rustler::nif(schedule = "DirtyCpu")]
    fn read_lock(text: &str) -> Result<Lock, String> { I::read_lock(text) }
    rustler::init!("Elixir.RustInElixir.Core.Native");
}
