//! The guards of the facade's functions: by them the compiler tells which calls can only be refused.

use super::module::Module;
use super::nodes;
use super::variables::parameter_variables;
use crate::boundary::*;
use crate::text::names;

/// What the guards call; a boundary that has a function of such a name goes without.
const CALLED: &[&str] = &[
    "and",
    "in",
    "is_atom",
    "is_binary",
    "is_boolean",
    "is_float",
    "is_function",
    "is_integer",
    "is_list",
    "is_map",
    "is_nil",
    "is_pid",
    "is_reference",
    "is_tuple",
    "or",
];

/// The longest name beside which there is room for that of the private function.
const LONGEST_NAME: usize = 200;

const DECIMAL: &str = "Decimal";

const DURATION: &str = "Duration";

/// The most atoms that are listed. Of a type with more of them any atom is taken.
const MOST_ATOMS: usize = 16;

/// Terms that a type may have, and others like them.
#[derive(Default)]
struct Terms {
    atoms: Vec<String>,
    /// Functions that tell whether a term is one of these.
    tests: Vec<&'static str>,
    structs: Vec<String>,
}

impl Module<'_> {
    /// What holds for all arguments that the function accepts; nothing where that may be any.
    pub(super) fn accepted(&self, nif: &Nif) -> Option<nodes::Accepted> {
        let nifs = &self.side.model.boundary.nifs;
        let is_hidden = nifs.iter().any(|it| CALLED.contains(&it.name.as_str()));
        if is_hidden || nif.name.len() > LONGEST_NAME {
            return None;
        }
        let (mut patterns, mut guards, mut is_any) = (Vec::new(), Vec::new(), true);
        for (param, var) in nif.params.iter().zip(parameter_variables(nif)) {
            let terms = match self.side.is_cast(nif, param) {
                _ if param.is_stream() => Some(Terms::enumerable()),
                true => None,
                false => self.terms(&param.r#type),
            };
            is_any &= terms.is_none();
            // A pattern takes a third of the time that a guard for a struct does.
            match terms.as_ref().map(|it| (it.one_struct(), it)) {
                None => patterns.push(var),
                Some((Some(module), _)) => patterns.push(format!("%{module}{{}} = {var}")),
                Some((None, terms)) => {
                    guards.push(terms.tests(&var));
                    patterns.push(var);
                }
            }
        }
        (!is_any).then(|| nodes::Accepted {
            patterns,
            guard: all_hold(&guards),
        })
    }

    /// The terms that values of a type are among; nothing if they may be any.
    fn terms(&self, r#type: &Type) -> Option<Terms> {
        let mut terms = Terms::default();
        self.add_terms(r#type, &mut terms, &mut Vec::new())?;
        Some(terms)
    }

    fn add_terms<'a>(
        &'a self,
        r#type: &'a Type,
        terms: &mut Terms,
        outer: &mut Vec<&'a str>,
    ) -> Option<()> {
        match r#type {
            Type::Scalar(scalar) => match struct_of(*scalar) {
                // A type of that name stands in front of it.
                Some(module) if self.side.model.definition(module).is_some() => return None,
                Some(module) => terms.add_struct(module.to_string()),
                None => terms.add_scalar(*scalar)?,
            },
            Type::List(_) | Type::Array(..) => terms.add("is_list"),
            Type::Set(_) if self.side.model.definition("MapSet").is_some() => return None,
            Type::Set(_) => terms.add_struct("MapSet".to_string()),
            Type::Tuple(_) => terms.add("is_tuple"),
            Type::Map(..) => terms.add("is_map"),
            Type::Optional(item) => {
                self.add_terms(item, terms, outer)?;
                terms.add("is_nil");
            }
            // One that is in itself is not looked into again.
            Type::Named(name) if outer.contains(&name.as_str()) => return None,
            Type::Named(name) => {
                outer.push(name);
                self.add_terms_of(self.side.model.definition(name)?, terms, outer)?;
                outer.pop();
            }
            Type::Invalid(_) => return None,
        }
        Some(())
    }

    fn add_terms_of<'a>(
        &'a self,
        definition: &'a Definition,
        terms: &mut Terms,
        outer: &mut Vec<&'a str>,
    ) -> Option<()> {
        match &definition.kind {
            Kind::UnitEnum(variants) => terms.add_atoms(variants),
            Kind::TaggedEnum(variants) => {
                terms.add_atoms(variants);
                let is_tuple = |it: &Variant| !matches!(it.shape, Shape::Unit);
                if variants.iter().any(is_tuple) {
                    terms.add("is_tuple");
                }
            }
            Kind::UntaggedEnum(variants) => {
                for r#type in variants.iter().flat_map(|it| it.shape.types()) {
                    self.add_terms(r#type, terms, outer)?;
                }
            }
            Kind::Struct(_) | Kind::Exception(_) | Kind::Resource(_) => {
                let model = self.side.model;
                let module = match model.is_foreign(&definition.name) {
                    true => model.module_source(&definition.name),
                    false => self.module(&definition.name),
                };
                terms.add_struct(module);
            }
            Kind::Map(_) => terms.add("is_map"),
            Kind::Tuple(_) | Kind::Record(..) => terms.add("is_tuple"),
            Kind::Options(_) => terms.add("is_list"),
            Kind::Newtype(inner, _) => self.add_terms(inner, terms, outer)?,
            Kind::Remote(_, remote) => terms.add_struct(remote.module.clone()?),
            Kind::Custom(_) => return None,
        }
        Some(())
    }
}

/// The condition that one test of each variable holds.
fn all_hold(tests: &[Vec<String>]) -> String {
    let one_holds = tests.iter().map(|each| match &each[..] {
        [_, _, ..] if tests.len() > 1 => format!("({})", each.join(" or ")),
        _ => each.join(" or "),
    });
    one_holds.collect::<Vec<_>>().join(" and ")
}

impl Terms {
    fn enumerable() -> Self {
        let tests = vec!["is_list", "is_map", "is_function"];
        Self {
            tests,
            ..Self::default()
        }
    }

    fn add(&mut self, test: &'static str) {
        if !self.tests.contains(&test) {
            self.tests.push(test);
        }
    }

    fn add_struct(&mut self, module: String) {
        if !self.structs.contains(&module) {
            self.structs.push(module);
        }
    }

    /// The module, if they are all structs of one that is there when the facade is compiled: not of a package that a
    /// project need not have, nor of another boundary.
    fn one_struct(&self) -> Option<&str> {
        match &self.structs[..] {
            // Not every project has these structs.
            [module] if [DECIMAL, DURATION].contains(&module.as_str()) || module.contains('.') => {
                None
            }
            [module] if self.atoms.is_empty() && self.tests.is_empty() => Some(module),
            _ => None,
        }
    }

    fn add_atoms(&mut self, variants: &[Variant]) {
        for variant in variants.iter().filter(|it| it.shape == Shape::Unit) {
            let atom = names::elixir_atom(&variant.name);
            if !self.atoms.contains(&atom) {
                self.atoms.push(atom);
            }
        }
    }

    fn add_scalar(&mut self, scalar: Scalar) -> Option<()> {
        match scalar.in_elixir() {
            _ if scalar.is_integer() => self.add("is_integer"),
            _ if scalar.packed().is_some() => self.add("is_binary"),
            Scalar::Char => self.add("is_integer"),
            Scalar::F32 | Scalar::F64 => self.add("is_float"),
            Scalar::Bool => self.add("is_boolean"),
            Scalar::String | Scalar::Binary | Scalar::Path | Scalar::Uuid => self.add("is_binary"),
            Scalar::Atom => self.add("is_atom"),
            Scalar::Pid => self.add("is_pid"),
            Scalar::Reference => self.add("is_reference"),
            Scalar::Ip => self.add("is_tuple"),
            _ => return None,
        }
        Some(())
    }

    /// Tests of a variable, one of which holds. The last one fails for a term that is no struct, and so ends the guard.
    fn tests(&self, var: &str) -> Vec<String> {
        let any_atom = self.tests.contains(&"is_atom") || self.atoms.len() > MOST_ATOMS;
        let any_map = self.tests.contains(&"is_map");
        let of_atoms = match (any_atom, one_of(&self.atoms)) {
            (false, atoms) => atoms.map(|it| format!("{var} {it}")),
            (true, _) => Some(format!("is_atom({var})")),
        };
        let is_needed =
            |test: &&&str| !(any_atom && ["is_atom", "is_boolean", "is_nil"].contains(*test));
        let tests = self.tests.iter().filter(is_needed);
        let of_structs = one_of(&self.structs).filter(|_| !any_map);
        (of_atoms.into_iter())
            .chain(tests.map(|test| format!("{test}({var})")))
            .chain(of_structs.map(|it| format!("{var}.__struct__ {it}")))
            .collect()
    }
}

fn one_of(values: &[String]) -> Option<String> {
    match values {
        [] => None,
        [value] => Some(format!("== {value}")),
        values => Some(format!("in [{}]", values.join(", "))),
    }
}

/// The module of the struct that a built-in type has in Elixir.
fn struct_of(scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::Decimal => Some(DECIMAL),
        Scalar::Date => Some("Date"),
        Scalar::Time => Some("Time"),
        Scalar::NaiveDatetime => Some("NaiveDateTime"),
        Scalar::Datetime => Some("DateTime"),
        Scalar::Duration => Some(DURATION),
        Scalar::Range => Some("Range"),
        _ => None,
    }
}
