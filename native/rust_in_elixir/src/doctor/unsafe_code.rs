//! Finds and counts `unsafe`.

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{ExprUnsafe, ItemImpl, ItemTrait, Signature};

use super::examiner::Findings;
use super::rules::UNSAFE_CODE;
use crate::boundary::UnsafeCount;
use crate::crate_source::{CrateSource, Place};

/// A finding for each `unsafe` in the crate.
pub fn check(source: &CrateSource, findings: &mut Findings) {
    for (path, file) in source
        .modules
        .iter()
        .filter_map(|module| module.file.as_ref())
    {
        let mut sites = Sites::default();
        sites.visit_file(file);
        for (kind, line) in sites.found {
            let place = Place {
                path: path.clone(),
                line,
            };
            findings.at(&UNSAFE_CODE, &place, format!("{} is `unsafe`", name(kind)));
        }
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Function => "a function",
        Kind::Block => "a block",
        Kind::Impl => "an `impl`",
        Kind::Trait => "a trait",
    }
}

/// Counts it in sources, those for tests included.
pub fn count(sources: &[&str]) -> UnsafeCount {
    let mut count = UnsafeCount {
        functions: 0,
        blocks: 0,
        impls: 0,
        traits: 0,
        unread: 0,
    };
    for source in sources {
        let Ok(file) = syn::parse_file(source) else {
            count.unread += 1;
            continue;
        };
        let mut sites = Sites::default();
        sites.visit_file(&file);
        for (kind, _) in sites.found {
            match kind {
                Kind::Function => count.functions += 1,
                Kind::Block => count.blocks += 1,
                Kind::Impl => count.impls += 1,
                Kind::Trait => count.traits += 1,
            }
        }
    }
    count
}

#[derive(Clone, Copy)]
enum Kind {
    Function,
    Block,
    Impl,
    Trait,
}

#[derive(Default)]
struct Sites {
    found: Vec<(Kind, u32)>,
}

impl Sites {
    fn add(&mut self, kind: Kind, span: Option<Span>) {
        if let Some(span) = span {
            self.found
                .push((kind, u32::try_from(span.start().line).unwrap_or(u32::MAX)));
        }
    }
}

impl<'ast> Visit<'ast> for Sites {
    fn visit_signature(&mut self, signature: &'ast Signature) {
        if let syn::Safety::Unsafe(token) = &signature.safety {
            self.add(Kind::Function, Some(token.span));
        }
        visit::visit_signature(self, signature);
    }

    fn visit_expr_unsafe(&mut self, block: &'ast ExprUnsafe) {
        self.add(Kind::Block, Some(block.unsafe_token.span));
        visit::visit_expr_unsafe(self, block);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        self.add(Kind::Impl, item.unsafety.map(|token| token.span));
        visit::visit_item_impl(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        self.add(Kind::Trait, item.unsafety.map(|token| token.span));
        visit::visit_item_trait(self, item);
    }
}
