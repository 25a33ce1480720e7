use std::collections::HashMap;

use super::{CrateSource, Direction, Nif, Schedule, read};

fn of(text: &str) -> CrateSource {
    let files = HashMap::from([("src/lib.rs", text)]);
    read("src/lib.rs", &files).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn a_nif_has_its_name_schedule_and_arguments() {
    let source = of("use rustler::{Env, nif};\n\
         #[nif(name = \"plus\", schedule = \"DirtyCpu\")]\n\
         pub fn add<'a>(env: Env<'a>, a: i64, (b, c): (i64, i64)) -> i64 { a }\n");
    let [function] = &source.functions[..] else {
        panic!("one function")
    };
    let nif = Nif {
        name: "plus".to_string(),
        schedule: Schedule::DirtyCpu,
        generated: false,
    };
    assert_eq!(function.nif.as_ref(), Some(&nif));
    assert_eq!(
        (function.arity(), function.first_line, function.place.line),
        (2, 2, 3)
    );
    let names: Vec<_> = function
        .arguments()
        .map(|param| param.name.as_deref())
        .collect();
    assert_eq!(names, [Some("a"), None]);
}

#[test]
fn a_type_has_its_derives_and_fields() {
    let source = of(
        "#[derive(Debug, rustler::NifTaggedEnum)]\n#[rustler(encode)]\n\
         enum Shape { Circle { radius: u8 }, Line(i64, i64), Dot }\n\
         #[cfg_attr(feature = \"nif\", derive(NifMap))]\nstruct Point { x: u16 }\ntype Byte = u8;\n",
    );
    let [shape, point, byte] = &source.types[..] else {
        panic!("three types")
    };
    let fields: Vec<_> = shape
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(fields, ["Circle.radius", "Line.0", "Line.1"]);
    assert_eq!(shape.derives, ["Debug", "NifTaggedEnum"]);
    assert_eq!(shape.only, Some(Direction::Encode));
    assert_eq!(point.derives, ["NifMap"]);
    assert!(byte.alias.is_some());
}

#[test]
fn statics_the_init_and_what_is_not_read_are_noted() {
    let source = of(
        "lazy_static! { static ref A: u8 = 1; }\nstatic B: u8 = 2;\n\
         rustler::init!(\"Elixir.Demo\", load = load);\ninclude!(\"c.rs\");\nmod gone;\n\
         macro_rules! make { () => { #[rustler::nif] fn f() {} } }\n",
    );
    let names: Vec<_> = source
        .statics
        .iter()
        .map(|item| item.name.as_str())
        .collect();
    assert_eq!(names, ["A", "B"]);
    assert_eq!(
        source.init.map(|init| init.module).as_deref(),
        Some("Elixir.Demo")
    );
    assert!(source.computed_nifs);
    let unread: Vec<_> = source
        .unread
        .into_iter()
        .map(|(place, why)| (place.line, why))
        .collect();
    assert_eq!(
        unread,
        [
            (4, "`include!` is not followed".to_string()),
            (
                5,
                "the file of the module `gone` is not there: src/gone.rs or src/gone/mod.rs"
                    .to_string()
            ),
            (
                6,
                "the NIFs that the macro `make` makes are not read".to_string()
            ),
        ]
    );
}

#[test]
fn a_generated_table_makes_nifs_of_methods() {
    let source = of("impl Nifs for Core { fn f(a: u8) {} fn g() {} }\n\
         nif_codec::nifs!(DirtyIo \"f?\"/1 => f_1, Normal \"__open__\"/1 => nif_codec::Stream::open,);\n");
    let nifs: Vec<_> = source
        .functions
        .iter()
        .map(|function| &function.nif)
        .collect();
    let Some(nif) = nifs[0] else { panic!("a NIF") };
    assert_eq!(
        (nif.name.as_str(), nif.schedule, nif.generated),
        ("f?", Schedule::DirtyIo, true)
    );
    assert_eq!(nifs[1], &None);
}
