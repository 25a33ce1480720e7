//! Functions, types, statics and macros of a module.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{
    Attribute, Block, Expr, Fields, FnArg, Ident, ImplItem, Item, ItemMacro, LitStr, Pat,
    ReturnType, Signature, Token, Type, Visibility,
};

use super::modules::{Reader, Scope, first_line, place};
use super::{
    CrateSource, Field, Function, Init, Nif, Param, Static, TypeDefinition, attributes, last_name,
};

pub fn read(reader: &mut Reader, item: &Item, scope: &Scope) {
    match item {
        Item::Fn(item) => {
            function(
                reader,
                &item.attrs,
                &item.sig,
                &item.block,
                (None, None),
                scope,
            );
        }
        Item::Impl(item) if !attributes::is_test(&item.attrs) => {
            for inner in &item.items {
                if let ImplItem::Fn(method) = inner {
                    let implements = item
                        .trait_
                        .as_ref()
                        .and_then(|(path, _)| Some(path.segments.last()?.ident.to_string()));
                    let owner = (last_name(&item.self_ty), implements);
                    function(
                        reader,
                        &method.attrs,
                        &method.sig,
                        &method.block,
                        owner,
                        scope,
                    );
                }
            }
        }
        Item::Struct(item) => {
            let fields = fields(&item.fields, "");
            definition(reader, &item.attrs, &item.ident, fields, None, scope);
        }
        Item::Enum(item) => {
            let fields = (item.variants.iter())
                .flat_map(|variant| fields(&variant.fields, &format!("{}.", variant.ident)))
                .collect();
            definition(reader, &item.attrs, &item.ident, fields, None, scope);
        }
        Item::Type(item) => {
            let alias = Some((*item.ty).clone());
            definition(reader, &item.attrs, &item.ident, Vec::new(), alias, scope);
        }
        Item::Static(item) => reader.found.statics.push(Static {
            module: scope.module,
            place: place(scope, &item.ident),
            name: item.ident.to_string(),
            ty: (*item.ty).clone(),
            value: (*item.expr).clone(),
        }),
        Item::Macro(item) => item_macro(reader, item, scope),
        _ => {}
    }
}

fn function(
    reader: &mut Reader,
    attrs: &[Attribute],
    signature: &Signature,
    body: &Block,
    (owner, implements): (Option<String>, Option<String>),
    scope: &Scope,
) {
    if attributes::is_test(attrs) {
        return;
    }
    let name = signature.ident.to_string();
    let mut conditions = scope.conditions.clone();
    conditions.extend(attributes::conditions(attrs));
    reader.found.functions.push(Function {
        nif: attributes::nif(attrs, &name),
        name,
        module: scope.module,
        place: place(scope, &signature.ident),
        first_line: attrs
            .first()
            .map_or_else(|| first_line(signature), first_line),
        last_line: u32::try_from(body.span().end().line).unwrap_or(u32::MAX),
        owner,
        implements,
        params: signature.inputs.iter().filter_map(param).collect(),
        returns: match &signature.output {
            ReturnType::Type(_, ty) => Some((**ty).clone()),
            ReturnType::Default => None,
        },
        conditions,
        body: body.clone(),
    });
}

fn param(input: &FnArg) -> Option<Param> {
    let FnArg::Typed(typed) = input else {
        return None;
    };
    let name = match &*typed.pat {
        Pat::Ident(pattern) => Some(pattern.ident.to_string()),
        _ => None,
    };
    Some(Param {
        name,
        ty: (*typed.ty).clone(),
        line: first_line(typed),
    })
}

fn fields(fields: &Fields, prefix: &str) -> Vec<Field> {
    (fields.iter().enumerate())
        .map(|(index, field)| Field {
            name: match &field.ident {
                Some(name) => format!("{prefix}{name}"),
                None => format!("{prefix}{index}"),
            },
            ty: field.ty.clone(),
            line: first_line(&field.ty),
        })
        .collect()
}

fn definition(
    reader: &mut Reader,
    attrs: &[Attribute],
    name: &Ident,
    fields: Vec<Field>,
    alias: Option<Type>,
    scope: &Scope,
) {
    reader.found.types.push(TypeDefinition {
        name: name.to_string(),
        place: place(scope, name),
        derives: attributes::derives(attrs),
        fields,
        only: attributes::only(attrs),
        alias,
    });
}

fn item_macro(reader: &mut Reader, item: &ItemMacro, scope: &Scope) {
    let name = item
        .mac
        .path
        .segments
        .last()
        .map(|segment| segment.ident.to_string());
    match name.as_deref() {
        Some("init") => {
            let first = |input: ParseStream| {
                let module: LitStr = input.parse()?;
                let _rest: TokenStream = input.parse()?;
                Ok(module.value())
            };
            if let Ok(module) = first.parse2(item.mac.tokens.clone()) {
                reader.found.init = Some(Init {
                    module,
                    place: place(scope, item),
                });
            }
        }
        Some("nifs") => reader.found.table.extend(table(&item.mac.tokens)),
        Some("lazy_static") => {
            let module = scope.module;
            for (name, ty, value) in lazy_statics(&item.mac.tokens) {
                let place = place(scope, &name);
                let name = name.to_string();
                reader.found.statics.push(Static {
                    module,
                    place,
                    name,
                    ty,
                    value,
                });
            }
        }
        Some("include") => {
            let reason = "`include!` is not followed".to_string();
            reader.unread(place(scope, item), reason);
        }
        Some("macro_rules") if makes_nifs(item.mac.tokens.clone()) => {
            reader.found.computed_nifs = true;
            let name = item
                .ident
                .as_ref()
                .map(Ident::to_string)
                .unwrap_or_default();
            let reason = format!("the NIFs that the macro `{name}` makes are not read");
            reader.unread(place(scope, item), reason);
        }
        _ => {}
    }
}

/// Whether `nif` stands in an attribute: after `#[`, also as `rustler::nif`.
fn makes_nifs(tokens: TokenStream) -> bool {
    let mut after_hash = false;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) => after_hash = punct.as_char() == '#',
            TokenTree::Group(group) => {
                let attribute = after_hash
                    && (group.stream().into_iter())
                        .any(|token| matches!(token, TokenTree::Ident(name) if name == "nif"));
                if attribute || makes_nifs(group.stream()) {
                    return true;
                }
                after_hash = false;
            }
            _ => after_hash = false,
        }
    }
    false
}

fn lazy_statics(tokens: &TokenStream) -> Vec<(Ident, Type, Expr)> {
    let all = |input: ParseStream| {
        let mut found = Vec::new();
        while !input.is_empty() {
            input.call(Attribute::parse_outer)?;
            input.parse::<Visibility>()?;
            input.parse::<Token![static]>()?;
            input.parse::<Token![ref]>()?;
            let name: Ident = input.parse()?;
            input.parse::<Token![:]>()?;
            let ty: Type = input.parse()?;
            input.parse::<Token![=]>()?;
            let value: Expr = input.parse()?;
            input.parse::<Token![;]>()?;
            found.push((name, ty, value));
        }
        Ok(found)
    };
    all.parse2(tokens.clone()).unwrap_or_default()
}

/// The table `nif_codec::nifs!` of a generated boundary: `DirtyCpu "resize"/2 => resize_2, …`, and other settings.
fn table(tokens: &TokenStream) -> Vec<(String, Nif)> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let entry = |entry: &[TokenTree]| match entry {
        [
            TokenTree::Ident(schedule),
            TokenTree::Literal(name),
            TokenTree::Punct(_),
            TokenTree::Literal(arity),
            ..,
            TokenTree::Ident(wrapper),
        ] => {
            let wrapper = wrapper.to_string();
            let function = wrapper
                .strip_suffix(&format!("_{arity}"))
                .unwrap_or(&wrapper);
            let nif = Nif {
                name: name.to_string().trim_matches('"').to_string(),
                schedule: attributes::schedule(&schedule.to_string()),
                generated: true,
            };
            Some((function.to_string(), nif))
        }
        _ => None,
    };
    (tokens.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')))
        .filter_map(entry)
        .collect()
}

/// Makes NIFs of the functions that implement the trait of a generated boundary.
pub fn name_generated(found: &mut CrateSource) {
    for function in &mut found.functions {
        if function
            .implements
            .as_deref()
            .is_some_and(|name| name == "Nifs")
        {
            let entry = found.table.iter().find(|(name, _)| *name == function.name);
            function.nif = entry.map(|(_, nif)| nif.clone());
        }
    }
}
