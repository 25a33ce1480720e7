use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::{contract, properties};

const TODAY: &str = "2026-06-01";

fn field(name: String, r#type: Type, default: bool, redact: bool) -> Field {
    Field {
        name,
        r#type,
        default: default.then(|| Default_ {
            value: Literal::None,
            source: "nil".into(),
        }),
        doc: None,
        redact,
        line: 3,
    }
}

fn types() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        proptest::sample::select(crate::model::scalar::ALL).prop_map(Type::Scalar),
        (0..8_usize).prop_map(|it| Type::Named(format!("T{it}"))),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|it| Type::List(Box::new(it))),
            inner.clone().prop_map(|it| Type::Set(Box::new(it))),
            (inner.clone(), 0..3_u32).prop_map(|(it, length)| Type::Array(Box::new(it), length)),
            inner.clone().prop_map(|it| Type::Optional(Box::new(it))),
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Type::Tuple),
            (inner.clone(), inner).prop_map(|(k, v)| Type::Map(Box::new(k), Box::new(v))),
        ]
    })
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    proptest::collection::vec((types(), any::<bool>(), any::<bool>()), 0..4).prop_map(|all| {
        (all.into_iter().enumerate())
            .map(|(at, (r#type, default, redact))| {
                field(format!("f {at}"), r#type, default, redact)
            })
            .collect()
    })
}

fn shapes() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Unit),
        proptest::collection::vec(types(), 1..3).prop_map(Shape::Values),
        fields().prop_map(|fields| {
            let plain = fields
                .into_iter()
                .map(|it| field(it.name, it.r#type, false, false));
            Shape::Fields(plain.collect())
        }),
    ]
}

fn variants(shapes: impl Strategy<Value = Shape>) -> impl Strategy<Value = Vec<Variant>> {
    proptest::collection::vec(shapes, 1..4).prop_map(|all| {
        (all.into_iter().enumerate())
            .map(|(at, shape)| Variant {
                name: format!("v\"{at}"),
                shape,
                doc: None,
                line: 4,
            })
            .collect()
    })
}

fn constraint() -> impl Strategy<Value = Constraint> {
    prop_oneof![
        Just(Constraint::Trim),
        any::<i64>().prop_map(|it| Constraint::Min(Literal::Integer(it.to_string()))),
        any::<f64>().prop_map(|it| Constraint::Max(Literal::Float(it))),
        any::<u64>().prop_map(Constraint::MinLength),
        any::<u64>().prop_map(Constraint::MaxLength),
        any::<u64>().prop_map(Constraint::MaxBytes),
        any::<String>().prop_map(Constraint::Format),
        any::<String>().prop_map(|it| Constraint::In(vec![Literal::String(it)])),
    ]
}

fn kinds() -> impl Strategy<Value = Kind> {
    let text = || proptest::option::of("[a-z]{1,5}");
    let lock = proptest::option::of(proptest::sample::select(vec![
        Locking::Rwlock,
        Locking::Mutex,
    ]));
    prop_oneof![
        variants(Just(Shape::Unit)).prop_map(Kind::UnitEnum),
        variants(shapes()).prop_map(Kind::TaggedEnum),
        variants(types().prop_map(|it| Shape::Values(vec![it]))).prop_map(Kind::UntaggedEnum),
        fields().prop_map(Kind::Struct),
        fields().prop_map(Kind::Map),
        fields().prop_map(Kind::Tuple),
        fields().prop_map(|it| Kind::Record("tag".into(), it)),
        fields().prop_map(Kind::Exception),
        fields().prop_map(Kind::Options),
        (types(), proptest::collection::vec(constraint(), 0..3))
            .prop_map(|(inner, limits)| Kind::Newtype(inner, limits)),
        ("[a-z]{1,5}", text(), text()).prop_map(|(typespec, validator, caster)| {
            Kind::Custom(Custom {
                typespec,
                rust: "crate::T".into(),
                validator,
                caster,
            })
        }),
        (types(), "[a-z]{1,5}", "[a-z]{1,5}", text()).prop_map(
            |(inner, typespec, function, validator)| {
                let (from, to) = (function.clone(), function);
                Kind::Remote(
                    inner,
                    Remote {
                        typespec,
                        module: None,
                        from,
                        to,
                        validator,
                    },
                )
            }
        ),
        (lock, text(), any::<bool>()).prop_map(|(lock, on_drop, monitor)| {
            Kind::Resource(Resource {
                rust: "crate::T".into(),
                lock,
                on_drop,
                monitor,
            })
        }),
    ]
}

fn returns() -> impl Strategy<Value = Return> {
    prop_oneof![
        Just(Return::Ok),
        types().prop_map(Return::Value),
        (proptest::option::of(types()), types()).prop_map(|(it, error)| Return::Result(it, error)),
        (
            types(),
            proptest::option::of(types()),
            proptest::option::of(types())
        )
            .prop_map(|(item, item_error, error)| Return::Stream(item, item_error, error)),
    ]
}

fn nifs() -> impl Strategy<Value = (Vec<(Type, Passing)>, Return, bool, u32)> {
    let passing = proptest::sample::select(vec![
        Passing::Plain,
        Passing::Mut,
        Passing::Take,
        Passing::Handle,
    ]);
    (
        proptest::collection::vec((types(), passing), 0..3),
        returns(),
        any::<bool>(),
        1..1000_u32,
    )
}

fn boundaries() -> impl Strategy<Value = Boundary> {
    let definitions = proptest::collection::vec((kinds(), any::<bool>(), any::<bool>()), 0..8);
    (definitions, proptest::collection::vec(nifs(), 0..4)).prop_map(|(definitions, nifs)| {
        Boundary {
            definitions: (definitions.into_iter().enumerate())
                .map(|(at, (kind, cast, redact))| Definition {
                    name: format!("T{at}"),
                    owner: None,
                    kind,
                    doc: None,
                    cast,
                    redact,
                    line: 2,
                })
                .collect(),
            nifs: (nifs.into_iter().enumerate())
                .map(|(at, (params, returns, cast, chunk))| Nif {
                    name: format!("f{at}"),
                    params: (params.into_iter().enumerate())
                        .map(|(at, (r#type, passing))| Param {
                            name: format!("p{at}"),
                            r#type,
                            passing,
                            line: 9,
                        })
                        .collect(),
                    returns,
                    return_style: ReturnStyle::Tagged,
                    schedule: Schedule::DirtyCpu,
                    cast,
                    returns_handle: cast,
                    chunk,
                    doc: None,
                    line: 9,
                })
                .collect(),
            ..Boundary::named("Demo", "demo")
        }
    })
}

fn between(before: &str, now: &Boundary) -> Result<Comparison, String> {
    compare(
        &HashMap::from([("demo", before)]),
        &HashMap::from([("demo", now.clone())]),
        TODAY,
    )
}

#[test]
fn a_contract_that_cannot_be_read_is_named() {
    let now = Boundary::named("Demo", "demo");
    for (before, message) in [
        (
            "{",
            "the contract of demo is not valid JSON (EOF while parsing an object at line 1 column 1)",
        ),
        ("[]", "the contract of demo has no facade"),
        (
            r#"{"facade": 5}"#,
            "the contract of demo is invalid (invalid type: integer `5`, expected a string)",
        ),
        (
            r#"{"facade": "Demo", "types": {"A": {"kind": "resource", "rust": "A", "lock": "spin"}}}"#,
            "the contract of demo has the type `A`, which this version of rust_in_elixir cannot read \
             (unknown variant `spin`, expected `rwlock` or `mutex`); update rust_in_elixir",
        ),
        (
            r#"{"facade": "Demo", "types": {"A": {"kind": "newtype", "type": "u8", "constraints": [["even", 2]]}}}"#,
            "the contract of demo has the type `A`, which this version of rust_in_elixir cannot read \
             (unknown variant `even`, expected one of `trim`, `min`, `max`, `min_length`, `max_length`, \
             `max_bytes`, `format`, `in`); update rust_in_elixir",
        ),
        (
            r#"{"facade": "Demo", "types": {"A": {"kind": "union"}}}"#,
            "the contract of demo has the type `A`, which this version of rust_in_elixir cannot read \
             (unknown variant `union`, expected one of `unit_enum`, `tagged_enum`, `untagged_enum`, \
             `struct`, `map`, `tuple`, `record`, `exception`, `options`, `newtype`, `custom`, `remote`, \
             `resource`); \
             update rust_in_elixir",
        ),
        (
            r#"{"facade": "Demo", "nifs": {"f/0": {"params": [], "returns": "u8", "schedule": "late"}}}"#,
            "the contract of demo has the function `f/0`, which this version of rust_in_elixir cannot read \
             (unknown variant `late`, expected one of `normal`, `dirty_cpu`, `dirty_io`); \
             update rust_in_elixir",
        ),
    ] {
        assert_eq!(between(before, &now), Err(message.to_string()));
    }
    let empty = between(r#"{"facade": "Demo", "crate": "demo"}"#, &now).unwrap();
    assert_eq!((empty.findings, empty.bump), (vec![], Bump::Patch));
}

#[test]
fn a_circle_of_alternatives_comes_to_an_end() {
    let before = r#"{"facade": "Demo", "crate": "demo", "types": {
        "A": {"kind": "untagged_enum", "variants": ["A", "A", "[A]", "B"]},
        "B": {"kind": "newtype", "type": "A", "constraints": []}
    }, "nifs": {"f/1": {"params": [["a", "u8"]], "returns": "B"}}}"#;
    let mut now = contract::read(before).unwrap();
    now.nifs[0].params[0].r#type = Type::Named("A".into());
    now.nifs[0].returns = Return::Value(Type::Scalar(Scalar::U8));
    assert!(between(before, &now).is_ok());
}

#[test]
fn the_names_of_rules_are_distinct() {
    let mut names: Vec<&str> = rules::ALL.iter().map(|it| it.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), rules::ALL.len());
}

proptest! {
    #![proptest_config(properties::config(256))]

    #[test]
    fn a_contract_is_read_back_whole(boundary in boundaries()) {
        let text = contract::canonical(&boundary);
        prop_assert_eq!(contract::canonical(&contract::read(&text).unwrap()), text);
    }

    #[test]
    fn a_contract_compared_with_itself_gives_nothing(boundary in boundaries()) {
        let comparison = between(&contract::canonical(&boundary), &boundary).unwrap();
        prop_assert_eq!(comparison.findings, vec![]);
        prop_assert_eq!(comparison.bump, Bump::Patch);
    }

    #[test]
    fn two_contracts_never_panic(before in boundaries(), now in boundaries()) {
        prop_assert!(between(&contract::canonical(&before), &now).is_ok());
    }

    #[test]
    fn no_text_makes_comparing_panic(
        boundary in boundaries(),
        at in any::<proptest::sample::Index>(),
        text in r#"[\{\}\[\]%:|=>", a-zA-Z0-9\\]{0,12}|\PC*"#,
    ) {
        let mut contract = contract::canonical(&boundary);
        let at = contract.floor_char_boundary(at.index(contract.len()));
        contract.insert_str(at, &text);
        let _ = between(&contract, &boundary);
        let _ = between(&text, &boundary);
    }
}
