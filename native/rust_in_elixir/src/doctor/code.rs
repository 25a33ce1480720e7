//! Rules that concern one line of code each.

use syn::Ident;
use syn::visit::Visit;

use super::calls::Effect;
use super::examiner::{Code, Findings};
use super::rules::{ATOM_FROM_INPUT, NOT_RELEASED, OWNED_RUNTIME, PROCESS_EXIT, UNWRAPPED_LOCK};
use super::uses::{Lock, What};
use crate::crate_source::CrateSource;

/// `writes` says whether an `RwLock` is ever written: only a panic of who writes poisons it.
pub fn check(source: &CrateSource, codes: &[Code], writes: bool, findings: &mut Findings) {
    for code in codes {
        for found in &code.uses {
            let place = code.place(found.line);
            match &found.what {
                What::Effect(Effect::Exits, path) => {
                    findings.at(&PROCESS_EXIT, &place, format!("`{path}` ends the whole VM"));
                }
                What::Effect(Effect::Leaks, path) => {
                    let message = format!("`{path}` keeps its value until the VM ends");
                    findings.at(&NOT_RELEASED, &place, message);
                }
                What::Effect(Effect::StartsRuntime, path) => {
                    let message = format!("`{path}` starts an async runtime inside the VM");
                    findings.at(&OWNED_RUNTIME, &place, message);
                }
                What::Lock(Lock {
                    method,
                    unwrapped: Some(how),
                    ..
                }) if writes || method != "read" => {
                    let message =
                        format!("`.{method}().{how}()` panics after a panic of another call");
                    findings.at(&UNWRAPPED_LOCK, &place, message);
                }
                What::Atom(path) => {
                    let message = format!("`{path}` makes an atom of text that is no constant");
                    findings.at(&ATOM_FROM_INPUT, &place, message);
                }
                _ => {}
            }
        }
    }
    for item in &source.statics {
        if HoldsResource::is_in(&item.ty) {
            let message = format!("`{}` holds a resource, which is never released", item.name);
            findings.at(&NOT_RELEASED, &item.place, message);
        }
    }
}

/// Whether `ResourceArc` is somewhere in a type.
#[derive(Default)]
struct HoldsResource(bool);

impl HoldsResource {
    fn is_in(ty: &syn::Type) -> bool {
        let mut holds = Self::default();
        holds.visit_type(ty);
        holds.0
    }
}

impl<'ast> Visit<'ast> for HoldsResource {
    fn visit_ident(&mut self, name: &'ast Ident) {
        self.0 |= name == "ResourceArc";
    }
}
