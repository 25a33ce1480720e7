use super::*;

fn field(name: &str, r#type: Type, default: Option<&str>) -> Field {
    Field {
        name: name.to_string(),
        r#type,
        default: default.map(|source| Default_ {
            value: Literal::Other(source.to_string()),
            source: source.to_string(),
        }),
        doc: None,
        redact: false,
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

fn boundary(definitions: Vec<Definition>) -> Boundary {
    Boundary {
        definitions,
        ..Boundary::named("A", "a")
    }
}

fn sampled(boundary: &Boundary, name: &str) -> Sample {
    let templates = Templates::new(&Default::default()).expect("the built-in templates parse");
    let sample = sample(&Model::new(boundary), &templates, &named(name));
    sample.expect("the built-in template renders")
}

fn source(boundary: &Boundary, name: &str) -> String {
    sampled(boundary, name).source
}

#[test]
fn a_type_within_itself_ends_at_once() {
    let boundary = boundary(vec![
        definition(
            "Tree",
            Kind::TaggedEnum(vec![
                Variant {
                    name: "node".to_string(),
                    shape: Shape::Values(vec![named("Tree"), named("Tree")]),
                    doc: None,
                    line: 1,
                },
                Variant {
                    name: "many".to_string(),
                    shape: Shape::Values(vec![Type::List(Box::new(named("Tree")))]),
                    doc: None,
                    line: 1,
                },
            ]),
        ),
        definition(
            "Chain",
            Kind::Struct(vec![
                field("next", Type::Optional(Box::new(named("Chain"))), None),
                field("tree", named("Tree"), None),
            ]),
        ),
    ]);
    assert_eq!(source(&boundary, "Tree"), "{:many, []}");
    assert_eq!(
        source(&boundary, "Chain"),
        "%A.Chain{next: nil, tree: {:many, []}}"
    );
}

#[test]
fn of_many_fields_only_those_are_written_that_have_to_be_there() {
    let mut fields: Vec<Field> = (0..1_000)
        .map(|index| field(&format!("f{index}"), Type::Scalar(Scalar::U8), Some("1")))
        .collect();
    fields.push(field("last", Type::Scalar(Scalar::Bool), None));
    let boundary = boundary(vec![definition("Wide", Kind::Map(fields))]);
    assert_eq!(source(&boundary, "Wide"), "%{last: true}");
}

#[test]
fn what_nobody_could_read_is_left_to_a_person() {
    let half = |held: &str| {
        let fields = ["a", "b", "c", "d", "e", "f", "g"];
        Kind::Map(fields.map(|it| field(it, named(held), None)).to_vec())
    };
    let boundary = boundary(vec![
        definition("A", half("B")),
        definition("B", half("C")),
        definition("C", half("D")),
        definition("D", half("E")),
        definition("E", Kind::UnitEnum(Vec::new())),
    ]);
    let sample = sampled(&boundary, "A");
    assert_eq!(sample.source, ":\"fill in a value of A\"");
    assert_eq!(Vec::from_iter(sample.gaps), ["fill in a value of A"]);
}

#[test]
fn the_limits_of_newtypes_within_each_other_all_count() {
    let within = |name: &str, inner: Type, constraints: Vec<Constraint>| {
        definition(name, Kind::Newtype(inner, constraints))
    };
    let integer = |digits: &str| Literal::Integer(digits.to_string());
    let boundary = boundary(vec![
        within(
            "Percent",
            Type::Scalar(Scalar::I64),
            vec![
                Constraint::Min(integer("-5")),
                Constraint::Max(integer("100")),
            ],
        ),
        within("Few", named("Percent"), vec![Constraint::Max(integer("0"))]),
        within(
            "Word",
            Type::Scalar(Scalar::String),
            vec![Constraint::MinLength(2), Constraint::MaxLength(30)],
        ),
        within("Short", named("Word"), vec![Constraint::MaxLength(3)]),
        within(
            "Many",
            Type::List(Box::new(named("Short"))),
            vec![Constraint::MinLength(2)],
        ),
    ]);
    for (name, expected) in [
        ("Percent", "1"),
        ("Few", "0"),
        ("Word", "\"text\""),
        ("Short", "\"aaa\""),
        ("Many", "[\"aaa\", \"aaa\"]"),
    ] {
        assert_eq!(source(&boundary, name), expected, "{name}");
    }
}

#[test]
fn a_value_of_another_library_is_made_of_what_represents_it() {
    let remote = |to: &str| {
        let remote = Remote {
            typespec: "URI.t()".to_string(),
            module: Some("URI".to_string()),
            from: "URI.to_string".to_string(),
            to: to.to_string(),
            validator: None,
        };
        Kind::Remote(Type::Scalar(Scalar::String), remote)
    };
    let boundary = boundary(vec![
        definition("Link", remote("Elixir.URI.parse")),
        definition("Strict", remote("URI.new!")),
    ]);
    assert_eq!(source(&boundary, "Link"), r#"URI.parse("text")"#);
    let gaps = sampled(&boundary, "Strict").gaps;
    assert_eq!(
        gaps.into_iter().collect::<Vec<_>>(),
        ["fill in a value of Strict"]
    );
}
