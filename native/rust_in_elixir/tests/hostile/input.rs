//! Boundaries, settings and texts out of any bytes, with nothing in them that a schema would have
//! been refused for before the core sees it.

use std::collections::HashMap;

use rust_in_elixir::boundary::*;

/// How deep a type or a term nests. In a schema it is 32 at most, and a contract is read back up to 64.
const DEEPEST: usize = 60;

/// Names and texts that mean something on one of the sides.
const WORDS: &[&str] = &[
    "point",
    "Point",
    "text",
    "x",
    "self",
    "Self",
    "crate",
    "super",
    "_",
    "",
    "nil",
    "true",
    "do",
    "end",
    "fn",
    "r#type",
    "type",
    "__struct__",
    "__info__",
    "args",
    "env",
    "Env",
    "Term",
    "Nifs",
    "String",
    "Result",
    "Elixir",
    "Kernel",
    "A.B",
    "a b",
    "a\"b",
    "#{System.halt()}",
    "*/",
    "/*",
    "\"\"\"",
    "\\",
    "\n",
    "\r\n",
    "\0",
    "\u{202e}",
    "é",
    "ﬀ",
    "İ",
    "日本語",
    "👩‍👩‍👧",
    "name?",
    "name!",
    "1st",
    "-",
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    "crate::Table",
    "crate::",
    "::",
    "crate::r#fn",
    "std::fs",
    "Vec<u8>",
    "}}",
    "{{",
    "{%",
    "%}",
    "{{ x }}",
    "{% for i in range(end=3) %}{{ i }}{% endfor %}",
    "{% include \"facade.ex\" %}",
    "{{ nothing }}",
    "(?",
    "[",
    "(a|a)*$",
    "\\p{L}",
    "2026-01-01",
    "message",
    "handle",
    "TableHandle",
    "Table",
    "%{a: 1}",
    "fn -> 1 end",
    "MyApp.Money.t()",
    "0.39",
    "^0.39, <1",
];

const SCALARS: [Scalar; 34] = [
    Scalar::I8,
    Scalar::I16,
    Scalar::I32,
    Scalar::I64,
    Scalar::I128,
    Scalar::Isize,
    Scalar::U8,
    Scalar::U16,
    Scalar::U32,
    Scalar::U64,
    Scalar::U128,
    Scalar::Usize,
    Scalar::F32,
    Scalar::F64,
    Scalar::Bool,
    Scalar::String,
    Scalar::Binary,
    Scalar::Atom,
    Scalar::Pid,
    Scalar::Reference,
    Scalar::Path,
    Scalar::Term,
    Scalar::Integer,
    Scalar::Decimal,
    Scalar::Date,
    Scalar::Time,
    Scalar::NaiveDatetime,
    Scalar::Datetime,
    Scalar::Duration,
    Scalar::Range,
    Scalar::Char,
    Scalar::Ip,
    Scalar::Uuid,
    Scalar::PackedF32,
];

const LOADERS: &[Loader] = &[Loader::Rustler, Loader::Precompiled, Loader::RustInElixir];

/// Names that a schema may give to a type, and to all else. Fields and variants may have any.
const TYPES: &[&str] = &[
    "A",
    "Self",
    "Env",
    "Term",
    "Vec",
    "Ok",
    "None",
    "Some",
    "Result",
    "String",
    "Elixir",
    "Kernel",
    "Demo",
    "HTTPServer2",
    "IPv6Addr",
    "A_b",
    "Type_",
    "Nifs",
    "Implementation",
    "TableHandle",
    "Table",
    "Map",
];
const NAMES: &[&str] = &[
    "x", "self", "super", "crate", "_", "_x", "nil", "true", "do", "fn", "end", "type", "args",
    "env", "errors", "value", "path", "message", "größe", "ﬀ", "日本", "x_1", "X", "then", "when",
    "boundary", "try_from", "__x__",
];

/// Templates that a project may have of its own.
const TEMPLATES: &[&str] = &[
    "facade.ex",
    "struct.ex",
    "nif.rs",
    "Cargo.toml",
    "load.rs",
    "other",
];

/// Bytes that choices are made with; where they end, every choice is the first one.
pub struct Input<'a> {
    rest: &'a [u8],
    names: Vec<String>,
    /// Whether names are any text, rather than those that the reader of a schema lets through.
    pub has_any_names: bool,
}

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            names: Vec::new(),
            has_any_names: false,
        }
    }

    fn byte(&mut self) -> u8 {
        match self.rest.split_first() {
            Some((first, rest)) => {
                self.rest = rest;
                *first
            }
            None => 0,
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.byte()) % limit
    }

    fn truth(&mut self) -> bool {
        self.below(2) == 1
    }

    fn number(&mut self) -> u64 {
        match self.below(4) {
            0 => self.byte().into(),
            1 => u64::from(self.byte()) << 24,
            2 => u64::MAX,
            _ => 1,
        }
    }

    fn line(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or(u32::MAX)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.truth().then(|| make(self))
    }

    fn several<T>(&mut self, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(6)).map(|_| make(self)).collect()
    }

    /// A text: a word that means something, as many bytes as come, or a long one.
    pub fn text(&mut self) -> String {
        match self.below(8) {
            0..=3 => self.one_of(WORDS).to_string(),
            4..=5 => {
                let length = self.below(24).min(self.rest.len());
                let (taken, rest) = self.rest.split_at(length);
                self.rest = rest;
                String::from_utf8_lossy(taken).into_owned()
            }
            6 => format!("{}{}", self.one_of(WORDS), self.one_of(WORDS)),
            _ => self.one_of(WORDS).repeat(1 + self.below(100)),
        }
    }

    /// The rest, as text.
    pub fn rest(self) -> String {
        String::from_utf8_lossy(self.rest).into_owned()
    }

    fn name(&mut self) -> String {
        match self.below(4) {
            0..=1 => format!("name{}", self.below(9)),
            3 if self.has_any_names => self.text(),
            _ => self.one_of(NAMES).to_string(),
        }
    }

    fn type_name(&mut self) -> String {
        match self.below(4) {
            0..=2 if !self.names.is_empty() => {
                let index = self.below(self.names.len());
                self.names[index].clone()
            }
            3 if self.has_any_names => self.text(),
            _ => self.one_of(TYPES).to_string(),
        }
    }

    fn r#type(&mut self, depth: usize) -> Type {
        let inner = depth + 1;
        if depth >= DEEPEST {
            return Type::Scalar(Scalar::U8);
        }
        match self.below(11) {
            0..=2 => Type::Scalar(self.one_of(&SCALARS)),
            3 => Type::Named(self.type_name()),
            4 => Type::List(Box::new(self.r#type(inner))),
            5 => Type::Tuple((0..self.below(9)).map(|_| self.r#type(inner)).collect()),
            6 => Type::Map(Box::new(self.r#type(inner)), Box::new(self.r#type(inner))),
            7 => Type::Optional(Box::new(self.r#type(inner))),
            8 => Type::Set(Box::new(self.r#type(inner))),
            9 => Type::Array(Box::new(self.r#type(inner)), self.line()),
            _ => match self.below(4) {
                0 => Type::Invalid(self.text()),
                kind => {
                    let levels = self.below(DEEPEST - depth);
                    let innermost = self.r#type(depth + levels + 1);
                    (0..levels).fold(innermost, |held, _| match kind {
                        1 => Type::List(Box::new(held)),
                        2 => Type::Tuple(vec![held]),
                        _ => Type::Map(Box::new(Type::Scalar(Scalar::U8)), Box::new(held)),
                    })
                }
            },
        }
    }

    fn literal(&mut self, depth: usize) -> Literal {
        let inner = depth + 1;
        if depth >= DEEPEST {
            return Literal::None;
        }
        match self.below(12) {
            0 => Literal::None,
            1 => Literal::Bool(self.truth()),
            2 => Literal::Integer(match self.below(4) {
                0 => self.byte().to_string(),
                1 => format!("-{}", "9".repeat(self.below(60))),
                2 => "1".repeat(1 + self.below(255) * 100),
                _ => self.text(),
            }),
            3 => Literal::Float(self.one_of(&[0.0, -0.0, 1.5, 1e300, -1e-300, f64::MAX])),
            4 => Literal::String(self.text()),
            5 => Literal::Binary(Bytes(self.text().into_bytes())),
            6 => Literal::Atom(self.name()),
            7 => Literal::List(self.several(|it| it.literal(inner))),
            8 => Literal::Tuple(self.several(|it| it.literal(inner))),
            9 => Literal::Map(self.several(|it| (it.literal(inner), it.literal(inner)))),
            10 => Literal::Other(self.text()),
            _ => {
                let levels = self.below(DEEPEST - depth);
                let innermost = self.literal(depth + levels + 1);
                (0..levels).fold(innermost, |held, _| Literal::List(vec![held]))
            }
        }
    }

    fn any_name(&mut self) -> String {
        match self.below(4) {
            3 => self.text(),
            _ => self.name(),
        }
    }

    fn field(&mut self) -> Field {
        Field {
            name: self.any_name(),
            r#type: self.r#type(0),
            default: self.maybe(|it| Default_ {
                value: it.literal(0),
                source: it.text(),
            }),
            doc: self.maybe(Self::text),
            redact: self.truth(),
            line: self.line(),
        }
    }

    fn variant(&mut self) -> Variant {
        Variant {
            name: self.any_name(),
            shape: match self.below(3) {
                0 => Shape::Unit,
                1 => Shape::Values((0..=self.below(6)).map(|_| self.r#type(0)).collect()),
                _ => Shape::Fields(self.several(Self::field)),
            },
            doc: self.maybe(Self::text),
            line: self.line(),
        }
    }

    fn constraint(&mut self) -> Constraint {
        match self.below(8) {
            0 => Constraint::Trim,
            1 => Constraint::Min(self.literal(0)),
            2 => Constraint::Max(self.literal(0)),
            3 => Constraint::MinLength(self.number()),
            4 => Constraint::MaxLength(self.number()),
            5 => Constraint::Format(self.text()),
            6 => Constraint::MaxBytes(self.number()),
            _ => Constraint::In(self.several(|it| it.literal(0))),
        }
    }

    fn kind(&mut self) -> Kind {
        match self.below(12) {
            0 => Kind::Struct(self.several(Self::field)),
            1 => Kind::UnitEnum(self.several(Self::variant)),
            2 => Kind::TaggedEnum(self.several(Self::variant)),
            3 => Kind::UntaggedEnum(self.several(|it| Variant {
                shape: Shape::Values(vec![it.r#type(0)]),
                ..it.variant()
            })),
            4 => Kind::Map(self.several(Self::field)),
            5 => Kind::Tuple(self.several(Self::field)),
            6 => Kind::Record(self.any_name(), self.several(Self::field)),
            7 => Kind::Exception(self.several(Self::field)),
            8 => Kind::Options(self.several(Self::field)),
            9 => Kind::Newtype(self.r#type(0), self.several(Self::constraint)),
            10 => Kind::Custom(Custom {
                typespec: self.text(),
                rust: self.text(),
                validator: self.maybe(Self::text),
                caster: self.maybe(Self::text),
            }),
            _ => Kind::Resource(Resource {
                rust: match self.below(3) {
                    0 => self.text(),
                    _ => "crate::Table".to_string(),
                },
                lock: self.maybe(|it| it.one_of(&[Locking::Rwlock, Locking::Mutex])),
                on_drop: self.maybe(Self::name),
                monitor: self.truth(),
            }),
        }
    }

    fn nif(&mut self) -> Nif {
        Nif {
            name: self.name(),
            params: self.several(|it| Param {
                name: it.name(),
                r#type: it.r#type(0),
                passing: it.one_of(&[Passing::Plain, Passing::Mut, Passing::Take, Passing::Handle]),
                line: it.line(),
            }),
            returns: match self.below(4) {
                0 => Return::Ok,
                1 => Return::Value(self.r#type(0)),
                2 => Return::Result(self.maybe(|it| it.r#type(0)), self.r#type(0)),
                _ => Return::Stream(
                    self.r#type(0),
                    self.maybe(|it| it.r#type(0)),
                    self.maybe(|it| it.r#type(0)),
                ),
            },
            return_style: self.one_of(&[
                ReturnStyle::Tagged,
                ReturnStyle::Untagged,
                ReturnStyle::Bare,
            ]),
            schedule: self.one_of(&[Schedule::DirtyCpu, Schedule::DirtyIo, Schedule::Normal]),
            cast: self.truth(),
            returns_handle: self.truth(),
            chunk: self.line(),
            doc: self.maybe(Self::text),
            line: self.line(),
        }
    }

    pub fn boundary(&mut self) -> Boundary {
        self.has_any_names = self.below(4) == 3;
        let count = self.below(6);
        self.names = (0..count)
            .map(|index| match self.below(4) {
                0 if self.has_any_names => self.text(),
                0 | 1 => self.one_of(TYPES).to_string(),
                _ => format!("Type{index}"),
            })
            .collect();
        let names = self.names.clone();
        Boundary {
            facade: self.facade(),
            native: self.maybe(Self::facade),
            crate_name: self.name(),
            schema: "Demo.Schema".to_string(),
            loader: self.maybe(|it| it.one_of(LOADERS)),
            precompiled: self.maybe(|it| Precompiled {
                base_url: it.maybe(Self::text),
                targets: it.several(Self::text),
                nif_versions: it.several(Self::text),
            }),
            double: self.truth(),
            allocator: self.one_of(&[Allocator::System, Allocator::Mimalloc]),
            time: self.one_of(&[TimeCrate::Chrono, TimeCrate::Jiff]),
            decimal: self.one_of(&[DecimalCrate::RustDecimal, DecimalCrate::Bigdecimal]),
            doc: self.maybe(Self::text),
            definitions: names
                .into_iter()
                .map(|name| Definition {
                    name,
                    owner: self.truth().then(|| "Other.Facade".to_string()),
                    kind: self.kind(),
                    doc: self.maybe(Self::text),
                    cast: self.truth(),
                    redact: self.truth(),
                    line: self.line(),
                })
                .collect(),
            nifs: self.several(Self::nif),
            waivers: self.several(|it| Waiver {
                rule: it
                    .one_of(&["nif_removed", "type_removed", "field_added", ""])
                    .to_string(),
                path: it.name(),
                reason: it.text(),
                until: it.text(),
                line: it.line(),
            }),
            renames: self.several(|it| Rename {
                path: it.type_name(),
                from: it.type_name(),
                line: it.line(),
            }),
            texts: self
                .several(|it| {
                    let text = Text {
                        trimmed: it.text(),
                        formats: it.several(Self::text),
                    };
                    (it.text(), text)
                })
                .into_iter()
                .collect(),
            problems: match self.below(8) {
                7 => self.several(|it| Problem {
                    line: it.line(),
                    message: it.text(),
                }),
                _ => vec![],
            },
        }
    }

    fn facade(&mut self) -> String {
        match self.below(4) {
            3 if self.has_any_names => self.text(),
            _ => "Demo.Text".to_string(),
        }
    }

    pub fn project(&mut self) -> Project {
        let templates = match self.below(4) {
            3 => self.several(|it| (it.one_of(TEMPLATES).to_string(), it.text())),
            _ => vec![],
        };
        Project {
            otp_app: self.name(),
            loader: self.one_of(LOADERS),
            lib_dir: self.text(),
            crate_dir: self.text(),
            rustler: self.text(),
            templates: templates.into_iter().collect::<HashMap<_, _>>(),
        }
    }
}

fn param(name: &str, r#type: Type, passing: Passing) -> Param {
    Param {
        name: name.to_string(),
        r#type,
        passing,
        line: 1,
    }
}

fn nif(name: &str, params: Vec<Param>, returns: Return) -> Nif {
    Nif {
        name: name.to_string(),
        params,
        returns,
        return_style: ReturnStyle::Tagged,
        schedule: Schedule::DirtyCpu,
        cast: false,
        returns_handle: false,
        chunk: 500,
        doc: None,
        line: 1,
    }
}

fn definition(name: &str, kind: Kind) -> Definition {
    Definition {
        name: name.to_string(),
        owner: None,
        kind,
        doc: None,
        cast: false,
        redact: false,
        line: 1,
    }
}

fn named(name: &str) -> Type {
    Type::Named(name.to_string())
}

/// Three boundaries that ask a `lib.rs` for all there is: plain functions, resources, streams.
pub fn boundaries() -> [Boundary; 3] {
    let string = || Type::Scalar(Scalar::String);
    let of = |definitions, nifs| Boundary {
        facade: "Demo.Text".to_string(),
        native: None,
        crate_name: "demo_text".to_string(),
        schema: "Demo.Text.Schema".to_string(),
        loader: None,
        precompiled: None,
        double: false,
        allocator: Allocator::System,
        time: TimeCrate::Chrono,
        decimal: DecimalCrate::RustDecimal,
        doc: None,
        definitions,
        nifs,
        waivers: vec![],
        renames: vec![],
        texts: Default::default(),
        problems: vec![],
    };
    let point = definition(
        "Point",
        Kind::Struct(vec![Field {
            name: "x".to_string(),
            r#type: Type::Scalar(Scalar::I64),
            default: None,
            doc: None,
            redact: false,
            line: 1,
        }]),
    );
    let table = definition(
        "Table",
        Kind::Resource(Resource {
            rust: "crate::Table".to_string(),
            lock: None,
            on_drop: Some("closed".to_string()),
            monitor: true,
        }),
    );
    [
        of(
            vec![point.clone()],
            vec![
                nif(
                    "upcase",
                    vec![param("text", string(), Passing::Plain)],
                    Return::Value(string()),
                ),
                nif(
                    "type",
                    vec![
                        param("self", named("Point"), Passing::Plain),
                        param("all", Type::List(Box::new(named("Point"))), Passing::Plain),
                    ],
                    Return::Result(None, string()),
                ),
            ],
        ),
        of(
            vec![table],
            vec![
                nif(
                    "load",
                    vec![param("path", Type::Scalar(Scalar::Path), Passing::Plain)],
                    Return::Result(Some(named("Table")), string()),
                ),
                nif(
                    "insert",
                    vec![param("table", named("Table"), Passing::Mut)],
                    Return::Ok,
                ),
                nif(
                    "close",
                    vec![param("table", named("Table"), Passing::Take)],
                    Return::Ok,
                ),
            ],
        ),
        of(
            vec![point],
            vec![nif(
                "rows",
                vec![param(
                    "text",
                    Type::Optional(Box::new(string())),
                    Passing::Plain,
                )],
                Return::Stream(named("Point"), Some(string()), Some(string())),
            )],
        ),
    ]
}
