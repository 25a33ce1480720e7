mod first_version;

use super::*;

/// One definition of each kind and one function of each sort, without what only people read.
///
/// Changing this text changes the digests of all existing boundaries.
const CONTRACT: &str = concat!(
    r#"{"crate":"demo","facade":"Demo","nifs":{"#,
    r#""describe/0":{"cast":true,"params":[],"returns":"{:ok, [string]} | {:error, Failed}","schedule":"dirty_io"},"#,
    r#""insert/2":{"cast":false,"params":[["table","mut(Table)"],["keys","{u8, Id | nil}"]],"returns":":ok | {:error, string}","schedule":"dirty_cpu"},"#,
    r#""open/1":{"cast":false,"params":[["old","take(Table)"]],"returns":"Table","returns_handle":true,"schedule":"normal"},"#,
    r#""rows/1":{"cast":false,"chunk":20,"params":[["table","handle(Table)"]],"returns":"{:ok, stream({:ok, u8} | {:error, E})} | {:error, F}","schedule":"normal"}"#,
    r#"},"types":{"#,
    r#""Failed":{"cast":false,"fields":[{"name":"reason","type":"string"}],"kind":"exception","redact":false},"#,
    r#""Id":{"cast":true,"constraints":["trim",["min","1"],["max","10_000"],["min_length",1],["max_length",20],["max_bytes",80],["format","^a\"$"],["in",["1","2"]]],"kind":"newtype","redact":true,"type":"u32"},"#,
    r#""Level":{"cast":false,"kind":"unit_enum","redact":false,"variants":["low","high"]},"#,
    r#""Limits":{"cast":false,"fields":[{"default":"[1]","name":"size","redact":true,"type":"[u8]"}],"kind":"options","redact":false},"#,
    r#""Link":{"as":"{string, Level}","cast":false,"from":"URI.to_string","kind":"remote","redact":false,"to":"URI.parse","type":"URI.t()","validator":null},"#,
    r#""Money":{"cast":false,"caster":"Demo.cast","kind":"custom","redact":false,"rust":"crate::Money","type":"Decimal.t()","validator":"Demo.validate"},"#,
    r#""Opaque":{"cast":false,"kind":"custom","redact":false,"rust":"crate::Opaque","type":"term()","validator":null},"#,
    r#""Pair":{"cast":false,"fields":[{"name":"x","type":"u8"}],"kind":"tuple","redact":false},"#,
    r#""Plain":{"cast":false,"fields":[{"name":"x","type":"%{string => u8}"}],"kind":"map","redact":false},"#,
    r#""Point":{"cast":false,"fields":[{"name":"x","type":"i64"}],"kind":"struct","redact":false},"#,
    r#""Row":{"cast":false,"fields":[{"name":"x","type":"u8"}],"kind":"record","redact":false,"tag":"row"},"#,
    r#""Shape":{"cast":false,"fields":[],"kind":"tagged_enum","redact":false,"variants":[":none","{:moved, i64, i64}","{:sized, %{width: u32}}"]},"#,
    r#""Table":{"cast":false,"kind":"resource","lock":"rwlock","monitor":true,"on_drop":"crate::closed","redact":false,"rust":"crate::Table"},"#,
    r#""Value":{"cast":false,"kind":"untagged_enum","redact":false,"variants":["i64","[Point]"]}"#,
    "}}"
);

fn named(name: &str) -> Type {
    Type::Named(name.into())
}

fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}

fn literal(source: &str) -> Literal {
    Literal::Other(source.into())
}

fn field(name: &str, r#type: Type) -> Field {
    Field {
        name: name.into(),
        r#type,
        default: None,
        doc: None,
        redact: false,
        line: 1,
    }
}

fn variant(name: &str, shape: Shape) -> Variant {
    Variant::new(name.into(), shape)
}

fn kinds() -> Vec<(&'static str, Kind)> {
    let u8 = || vec![field("x", Type::Scalar(Scalar::U8))];
    let i64 = || Type::Scalar(Scalar::I64);
    let size = Field {
        default: Some(Default_ {
            value: literal("[1]"),
            source: "[1]".into(),
        }),
        redact: true,
        ..field("size", list(Type::Scalar(Scalar::U8)))
    };
    let map = Type::Map(
        Box::new(Type::Scalar(Scalar::String)),
        Box::new(Type::Scalar(Scalar::U8)),
    );
    let custom = |typespec: &str, rust: &str, functions: Option<[&str; 2]>| {
        Kind::Custom(Custom {
            typespec: typespec.into(),
            rust: rust.into(),
            validator: functions.map(|it| it[0].into()),
            caster: functions.map(|it| it[1].into()),
        })
    };
    let constraints = vec![
        Constraint::Trim,
        Constraint::Min(literal("1")),
        Constraint::Max(literal("10_000")),
        Constraint::MinLength(1),
        Constraint::MaxLength(20),
        Constraint::MaxBytes(80),
        Constraint::Format("^a\"$".into()),
        Constraint::In(vec![literal("1"), literal("2")]),
    ];
    let width = field("width", Type::Scalar(Scalar::U32));
    let text = vec![field("reason", Type::Scalar(Scalar::String))];
    let resource = Resource {
        rust: "crate::Table".into(),
        lock: Some(Locking::Rwlock),
        on_drop: Some("crate::closed".into()),
        monitor: true,
    };
    let functions = Some(["Demo.validate", "Demo.cast"]);
    let pair = Type::Tuple(vec![Type::Scalar(Scalar::String), named("Level")]);
    let remote = Remote {
        typespec: "URI.t()".into(),
        module: None,
        from: "URI.to_string".into(),
        to: "URI.parse".into(),
        validator: None,
    };
    vec![
        ("Failed", Kind::Exception(text)),
        ("Id", Kind::Newtype(Type::Scalar(Scalar::U32), constraints)),
        (
            "Level",
            Kind::UnitEnum(["low", "high"].map(|it| variant(it, Shape::Unit)).into()),
        ),
        ("Limits", Kind::Options(vec![size])),
        ("Link", Kind::Remote(pair, remote)),
        ("Money", custom("Decimal.t()", "crate::Money", functions)),
        ("Opaque", custom("term()", "crate::Opaque", None)),
        ("Pair", Kind::Tuple(u8())),
        ("Plain", Kind::Map(vec![field("x", map)])),
        ("Point", Kind::Struct(vec![field("x", i64())])),
        ("Row", Kind::Record("row".into(), u8())),
        (
            "Shape",
            Kind::TaggedEnum(vec![
                variant("none", Shape::Unit),
                variant("moved", Shape::Values(vec![i64(), i64()])),
                variant("sized", Shape::Fields(vec![width])),
            ]),
        ),
        ("Table", Kind::Resource(resource)),
        (
            "Value",
            Kind::UntaggedEnum(
                [i64(), list(named("Point"))]
                    .map(|it| variant("", Shape::Values(vec![it])))
                    .into(),
            ),
        ),
    ]
}

fn nif(name: &str, params: Vec<(&str, Passing, Type)>, returns: Return) -> Nif {
    Nif {
        name: name.into(),
        params: (params.into_iter())
            .map(|(name, passing, r#type)| Param {
                name: name.into(),
                r#type,
                passing,
                line: 1,
            })
            .collect(),
        returns,
        return_style: ReturnStyle::Tagged,
        schedule: Schedule::Normal,
        cast: false,
        returns_handle: false,
        chunk: 500,
        doc: None,
        line: 1,
    }
}

fn nifs() -> Vec<Nif> {
    let string = || Type::Scalar(Scalar::String);
    let u8 = || Type::Scalar(Scalar::U8);
    let keys = Type::Tuple(vec![u8(), Type::Optional(Box::new(named("Id")))]);
    let table = |passing| ("table", passing, named("Table"));
    let stream = Return::Stream(u8(), Some(named("E")), Some(named("F")));
    vec![
        Nif {
            cast: true,
            schedule: Schedule::DirtyIo,
            ..nif(
                "describe",
                vec![],
                Return::Result(Some(list(string())), named("Failed")),
            )
        },
        Nif {
            schedule: Schedule::DirtyCpu,
            ..nif(
                "insert",
                vec![table(Passing::Mut), ("keys", Passing::Plain, keys)],
                Return::Result(None, string()),
            )
        },
        Nif {
            returns_handle: true,
            ..nif(
                "open",
                vec![("old", Passing::Take, named("Table"))],
                Return::Value(named("Table")),
            )
        },
        Nif {
            chunk: 20,
            ..nif("rows", vec![table(Passing::Handle)], stream)
        },
    ]
}

fn definition(name: &str, kind: Kind) -> Definition {
    Definition {
        name: name.into(),
        owner: None,
        kind,
        doc: None,
        cast: name == "Id",
        redact: name == "Id",
        line: 1,
    }
}

/// The boundary of [`CONTRACT`].
fn demo() -> Boundary {
    Boundary {
        definitions: (kinds().into_iter())
            .map(|(name, kind)| definition(name, kind))
            .collect(),
        nifs: nifs(),
        ..Boundary::named("Demo", "demo")
    }
}

#[test]
fn the_text_of_a_contract_stays_and_is_read_back() {
    assert_eq!(canonical(&demo()), CONTRACT);
    assert_eq!(read(CONTRACT), Ok(demo()));
}

#[test]
fn the_order_of_a_schema_its_docs_and_its_lines_are_no_part_of_a_contract() {
    let mut boundary = demo();
    boundary.definitions.reverse();
    boundary.nifs.reverse();
    boundary.doc = Some("A doc.".into());
    boundary.schema = "Demo.Schema".into();
    for definition in &mut boundary.definitions {
        definition.doc = Some("A doc.".into());
        definition.line = 7;
    }
    for nif in &mut boundary.nifs {
        nif.doc = Some("A doc.".into());
        nif.line = 8;
    }
    assert_eq!(canonical(&boundary), CONTRACT);
    assert_eq!(digests(&boundary), digests(&demo()));
}

#[test]
fn a_type_of_another_boundary_names_it() {
    let mut boundary = demo();
    let own = digests(&boundary);
    boundary.definitions[0].owner = Some("Demo.Pricing".into());
    let contract = canonical(&boundary);
    assert!(contract.contains(r#""owner":"Demo.Pricing""#), "{contract}");
    assert_eq!(read(&contract), Ok(boundary.clone()));
    assert_ne!(digests(&boundary), own);
}

#[test]
fn a_function_has_its_return_style_in_the_contract_if_it_does_without_tags() {
    for (style, written) in [
        (ReturnStyle::Untagged, r#""return_style":"untagged""#),
        (ReturnStyle::Bare, r#""return_style":"bare""#),
    ] {
        let mut boundary = demo();
        let own = digests(&boundary);
        boundary.nifs[0].return_style = style;
        let contract = canonical(&boundary);
        assert!(contract.contains(written), "{contract}");
        assert_eq!(read(&contract), Ok(boundary.clone()));
        assert_ne!(digests(&boundary), own);
    }
}

#[test]
fn the_digests_stay() {
    let lines = digest_lines(&demo());
    assert!(lines[0].starts_with("calls:2 Failed:e8a2861d0cad808f Id:"));
    let digests: Vec<String> = (digests(&demo()).into_iter())
        .map(|(name, digest)| format!("{name} {digest}"))
        .collect();
    assert_eq!(
        digests,
        [
            "Failed e8a2861d0cad808f",
            "Id 4315afee07f138f7",
            "Level 4797295ee65e3e7b",
            "Limits 819c29a96e24cf2e",
            "Link cc83ba81dfe071d4",
            "Money 40c719f60c8b858e",
            "Opaque 0fe6bca9f4c3ae9a",
            "Pair ed1fcc7eb538b47b",
            "Plain 1a9253ba66f1c4a8",
            "Point c887fb4b9c6b0e73",
            "Row 3371e263be1aa3fd",
            "Shape 74cf42ce190ffd71",
            "Table f5ba6c1920fe79fd",
            "Value bec67afd390e9726",
            "describe/0 9805fa625c588f89",
            "insert/2 595d1bbea4bf7093",
            "open/1 c8d8735d454f4f88",
            "rows/1 f02243277cb0df3b",
        ]
    );
}

#[test]
fn a_variant_has_the_defaults_and_the_secrets_of_its_fields_beside_it() {
    let secret = Field {
        redact: true,
        ..field("secret", Type::Scalar(Scalar::String))
    };
    let size = Field {
        default: Some(Default_ {
            value: Literal::Integer("1000".into()),
            source: "1_000".into(),
        }),
        ..field("size", Type::Scalar(Scalar::U16))
    };
    let plain = field("plain", Type::Scalar(Scalar::Bool));
    let mut boundary = demo();
    boundary.nifs.clear();
    let shape = Shape::Fields(vec![secret, size, plain]);
    let kind = Kind::TaggedEnum(vec![variant("sized", shape)]);
    boundary.definitions = vec![definition("Sized", kind)];
    let types = concat!(
        r#"{"Sized":{"cast":false,"fields":["#,
        r#"{"name":"secret","redact":true,"type":"string"},{"default":"1_000","name":"size","type":"u16"}],"#,
        r#""kind":"tagged_enum","redact":false,"#,
        r#""variants":["{:sized, %{secret: string, size: u16, plain: bool}}"]}}"#,
    );
    assert_eq!(
        canonical(&boundary),
        format!(r#"{{"crate":"demo","facade":"Demo","nifs":{{}},"types":{types}}}"#)
    );
}

#[test]
fn the_values_of_constraints_are_in_a_contract_as_elixir_writes_them() {
    let mut boundary = demo();
    boundary.nifs.clear();
    boundary.definitions.retain(|it| it.name == "Id");
    let integer = |digits: &str| Literal::Integer(digits.into());
    let values = [
        (Constraint::Min(integer("-5")), r#"["min","-5"]"#),
        (Constraint::Max(integer("100000")), r#"["max","100_000"]"#),
        (Constraint::Min(Literal::Float(0.5)), r#"["min","0.5"]"#),
        (
            Constraint::In(vec![
                Literal::String("a\n".into()),
                Literal::Atom("b".into()),
            ]),
            r#"["in",["\"a\\n\"",":b"]]"#,
        ),
        (
            Constraint::MaxBytes(u64::MAX),
            r#"["max_bytes",18446744073709551615]"#,
        ),
    ];
    for (constraint, text) in values {
        boundary.definitions[0].kind = Kind::Newtype(Type::Scalar(Scalar::U32), vec![constraint]);
        let contract = canonical(&boundary);
        assert!(
            contract.contains(&format!(r#""constraints":[{text}]"#)),
            "{contract}"
        );
    }
}
