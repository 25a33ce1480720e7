use super::*;

fn named(name: &str) -> Type {
    Type::Named(name.into())
}

fn scalar(scalar: Scalar) -> Type {
    Type::Scalar(scalar)
}

fn list(item: Type) -> Type {
    Type::List(Box::new(item))
}

fn optional(item: Type) -> Type {
    Type::Optional(Box::new(item))
}

fn field(r#type: Type) -> Field {
    Field {
        name: "x".into(),
        r#type,
        default: None,
        doc: None,
        redact: false,
        line: 1,
    }
}

fn with_default(r#type: Type) -> Field {
    let default = Default_ {
        value: Literal::Integer("1".into()),
        source: "1".into(),
    };
    Field {
        default: Some(default),
        ..field(r#type)
    }
}

fn custom(validator: Option<&str>) -> Kind {
    Kind::Custom(Custom {
        typespec: "term()".into(),
        rust: "crate::Own".into(),
        validator: validator.map(Into::into),
        caster: None,
    })
}

fn remote(inner: Scalar) -> Kind {
    Kind::Remote(
        scalar(inner),
        Remote {
            typespec: "A.t()".into(),
            module: Some("A".into()),
            from: "A.from".into(),
            to: "A.to".into(),
            validator: None,
        },
    )
}

fn newtype(inner: Scalar, constraint: Constraint) -> Kind {
    Kind::Newtype(scalar(inner), vec![constraint])
}

fn variants(shapes: Vec<Shape>) -> Vec<Variant> {
    (shapes.into_iter().enumerate())
        .map(|(at, shape)| Variant::new(format!("v{at}"), shape))
        .collect()
}

fn definition(name: &str, kind: Kind) -> Definition {
    Definition {
        name: name.into(),
        owner: None,
        kind,
        doc: None,
        cast: false,
        redact: false,
        line: 1,
    }
}

fn nif(params: Vec<(Type, Passing)>) -> Nif {
    let params = (params.into_iter().enumerate())
        .map(|(at, (r#type, passing))| Param {
            name: format!("p{at}"),
            r#type,
            passing,
            line: 1,
        })
        .collect();
    Nif {
        name: "f".into(),
        params,
        returns: Return::Ok,
        returns_handle: false,
        return_style: ReturnStyle::Tagged,
        schedule: Schedule::DirtyCpu,
        cast: false,
        chunk: 500,
        doc: None,
        line: 1,
    }
}

/// Types on which Rust decides, and types that are for Elixir.
fn kinds() -> Vec<(&'static str, bool, Kind)> {
    let u8 = || scalar(Scalar::U8);
    let length = || Constraint::MinLength(1);
    vec![
        ("Unit", true, Kind::UnitEnum(variants(vec![Shape::Unit]))),
        (
            "Tagged",
            true,
            Kind::TaggedEnum(variants(vec![
                Shape::Values(vec![u8()]),
                Shape::Fields(vec![field(u8())]),
            ])),
        ),
        (
            "TaggedWithDefault",
            false,
            Kind::TaggedEnum(variants(vec![Shape::Fields(vec![with_default(u8())])])),
        ),
        (
            "Untagged",
            true,
            Kind::UntaggedEnum(variants(vec![Shape::Values(vec![u8()])])),
        ),
        ("Struct", true, Kind::Struct(vec![with_default(u8())])),
        ("Exception", true, Kind::Exception(vec![field(u8())])),
        ("Map", true, Kind::Map(vec![field(u8())])),
        (
            "MapWithOptional",
            false,
            Kind::Map(vec![field(optional(u8()))]),
        ),
        ("MapWithDefault", false, Kind::Map(vec![with_default(u8())])),
        ("Tuple", true, Kind::Tuple(vec![field(optional(u8()))])),
        ("Record", true, Kind::Record("r".into(), vec![field(u8())])),
        ("Options", false, Kind::Options(vec![field(u8())])),
        (
            "Min",
            true,
            newtype(Scalar::U8, Constraint::Min(Literal::Integer("1".into()))),
        ),
        (
            "Max",
            true,
            newtype(Scalar::U8, Constraint::Max(Literal::Integer("1".into()))),
        ),
        ("MinLength", true, newtype(Scalar::String, length())),
        (
            "MaxLength",
            true,
            newtype(Scalar::String, Constraint::MaxLength(1)),
        ),
        (
            "MaxBytes",
            true,
            newtype(Scalar::String, Constraint::MaxBytes(1)),
        ),
        ("In", true, newtype(Scalar::String, Constraint::In(vec![]))),
        (
            "Format",
            false,
            newtype(Scalar::String, Constraint::Format("a".into())),
        ),
        ("Trim", false, newtype(Scalar::String, Constraint::Trim)),
        ("Remote", false, remote(Scalar::U8)),
        ("Opaque", true, custom(None)),
        ("Validated", false, custom(Some("A.valid"))),
        (
            "Recursive",
            false,
            Kind::Struct(vec![field(optional(named("Recursive")))]),
        ),
        (
            "Resource",
            true,
            Kind::Resource(Resource {
                rust: "crate::R".into(),
                lock: None,
                on_drop: None,
                monitor: false,
            }),
        ),
    ]
}

fn rust_validates(definitions: Vec<Definition>, nif: Nif) -> bool {
    let boundary = Boundary {
        definitions,
        nifs: vec![nif],
        ..Boundary::named("Demo", "demo")
    };
    let model = Model::new(&boundary);
    model.rust_validates(&boundary.nifs[0])
}

#[test]
fn rust_validates_what_only_it_takes_apart() {
    for scalar in scalar::ALL.iter().copied() {
        let types = vec![
            Type::Scalar(scalar),
            Type::Map(
                Box::new(Type::Scalar(scalar)),
                Box::new(Type::Scalar(scalar)),
            ),
        ];
        let params = types.into_iter().map(|it| (it, Passing::Plain));
        assert!(rust_validates(vec![], nif(params.collect())));
    }
    assert!(rust_validates(vec![], nif(vec![])));
}

#[test]
fn elixir_validates_what_only_it_can_or_what_it_changes() {
    let definitions = || {
        kinds()
            .into_iter()
            .map(|(name, _, kind)| definition(name, kind))
    };
    for (name, expected, _) in kinds() {
        let holders = [
            definition("Holder", Kind::Struct(vec![field(list(named(name)))])),
            definition("Outer", newtype_of("Holder")),
        ];
        let types = [
            named(name),
            optional(named(name)),
            list(Type::Tuple(vec![scalar(Scalar::U8), named(name)])),
            Type::Map(Box::new(scalar(Scalar::String)), Box::new(named(name))),
            named("Outer"),
        ];
        for it in types {
            let all = definitions().chain(holders.clone()).collect();
            let of = format!("{it} with {name}");
            let nif = nif(vec![
                (scalar(Scalar::U8), Passing::Plain),
                (it, Passing::Plain),
            ]);
            assert_eq!(rust_validates(all, nif), expected, "{of}");
        }
    }
}

fn newtype_of(name: &str) -> Kind {
    Kind::Newtype(named(name), vec![])
}

#[test]
fn elixir_validates_what_it_casts() {
    let unit = || Kind::UnitEnum(variants(vec![Shape::Unit]));
    let cast = |r#type| Nif {
        cast: true,
        ..nif(vec![(r#type, Passing::Plain)])
    };
    assert!(!rust_validates(vec![], cast(scalar(Scalar::F64))));
    assert!(!rust_validates(
        vec![definition("Unit", unit())],
        cast(named("Unit"))
    ));
    // There is nothing to cast in a string.
    assert!(rust_validates(vec![], cast(list(scalar(Scalar::String)))));
    let told = Definition {
        cast: true,
        ..definition("Unit", unit())
    };
    let holder = definition("Holder", Kind::Struct(vec![field(named("Unit"))]));
    let plain = nif(vec![(named("Holder"), Passing::Plain)]);
    assert!(!rust_validates(vec![told, holder], plain));
}

#[test]
fn elixir_compares_handles_of_which_one_is_changed_or_taken() {
    let resources = || {
        let kinds = kinds().into_iter();
        let resource = kinds.filter(|(name, ..)| *name == "Resource");
        let resource = resource.map(|(name, _, kind)| definition(name, kind));
        let holder = definition("Holder", Kind::Struct(vec![field(named("Resource"))]));
        let any = definition(
            "Any",
            Kind::Tuple(vec![field(named("Resource")), field(scalar(Scalar::Term))]),
        );
        resource.chain([holder, any]).collect::<Vec<_>>()
    };
    let handle = |passing| (named("Resource"), passing);
    let cases = [
        (vec![handle(Passing::Mut)], true),
        (vec![handle(Passing::Plain), handle(Passing::Plain)], true),
        (
            vec![handle(Passing::Mut), (scalar(Scalar::U8), Passing::Plain)],
            true,
        ),
        (vec![handle(Passing::Mut), handle(Passing::Plain)], false),
        (vec![handle(Passing::Plain), handle(Passing::Take)], false),
        (
            vec![
                handle(Passing::Take),
                (list(named("Holder")), Passing::Plain),
            ],
            false,
        ),
        // Elixir does not look into terms either.
        (
            vec![handle(Passing::Take), (named("Any"), Passing::Plain)],
            true,
        ),
    ];
    for (params, expected) in cases {
        assert_eq!(
            rust_validates(resources(), nif(params.clone())),
            expected,
            "{params:?}"
        );
    }
}
