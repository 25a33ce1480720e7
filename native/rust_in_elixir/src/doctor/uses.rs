//! What the code of a function does, as far as its text shows.

use proc_macro2::Span;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Expr, ExprAsync, ExprCall, ExprForLoop, ExprMethodCall, Item, Local, Macro, Member, Pat, Token,
};

use super::calls::{self, Effect};
use crate::crate_source::Imports;

/// Something that code does, in the order of its lines.
pub struct Use {
    pub line: u32,
    pub what: What,
}

pub enum What {
    Effect(Effect, String),
    Lock(Lock),
    /// An atom is made by this function of a text that is no literal.
    Atom(String),
    /// The elements of this parameter are gone through.
    Loop(String),
    /// A function of the crate is called.
    Call(String),
}

/// A lock is waited for.
pub struct Lock {
    pub method: String,
    /// The variable that holds it, and the fields on the way to it; empty for anything else, and on other threads.
    pub path: Vec<String>,
    /// `unwrap` or `expect`.
    pub unwrapped: Option<String>,
}

/// Collects what code does, with what is known of its surroundings.
pub struct Reader<'a> {
    imports: &'a Imports,
    /// Whether the crate has locks whose methods are `read` and `write`.
    rwlocks: bool,
    params: Vec<String>,
    /// Variables whose first value is `Command::new(…)`.
    commands: Vec<String>,
    /// Variables whose text is a constant.
    constants: Vec<String>,
    found: Vec<Use>,
}

impl<'a> Reader<'a> {
    /// `params` are those whose size the caller decides.
    pub fn new(imports: &'a Imports, rwlocks: bool, params: Vec<String>) -> Self {
        let (commands, constants, found) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            imports,
            rwlocks,
            params,
            commands,
            constants,
            found,
        }
    }

    pub fn of_block(mut self, block: &syn::Block) -> Vec<Use> {
        self.visit_block(block);
        self.found
    }

    pub fn of_expression(mut self, expression: &Expr) -> Vec<Use> {
        self.visit_expr(expression);
        self.found
    }

    fn add(&mut self, span: Span, what: What) {
        let line = u32::try_from(span.start().line).unwrap_or(u32::MAX);
        self.found.push(Use { line, what });
    }

    fn call(&mut self, call: &ExprCall) {
        let Expr::Path(function) = &*call.func else {
            return;
        };
        let path = self.imports.resolve(&function.path);
        let span = function.span();
        let last = path.rsplit("::").next().unwrap_or_default();
        if let Some(effect) = calls::function(&path) {
            self.add(span, What::Effect(effect, path));
        } else if calls::makes_atom(&path) {
            if call.args.last().is_some_and(|text| !self.is_constant(text)) {
                self.add(span, What::Atom(path));
            }
        } else if !path.contains("::")
            || ["crate::", "self::", "super::"]
                .iter()
                .any(|start| path.starts_with(start))
        {
            self.add(span, What::Call(last.to_string()));
        }
    }

    fn method(&mut self, call: &ExprMethodCall) {
        let method = call.method.to_string();
        let arguments = call.args.len();
        if calls::waits(&method, arguments) {
            self.add(
                call.method.span(),
                What::Effect(Effect::Blocks, format!(".{method}()")),
            );
        } else if matches!(&*method, "output" | "status" | "spawn")
            && self.is_command(&call.receiver)
        {
            let path = format!("std::process::Command::{method}");
            self.add(call.method.span(), What::Effect(Effect::Blocks, path));
        } else if self.is_lock(&method, arguments) {
            self.add(call.method.span(), lock(call, None));
        } else if matches!(&*method, "unwrap" | "expect") {
            self.unwrapped(&method, &call.receiver);
        } else if calls::goes_through(&method)
            && let Some(param) = self.param(&call.receiver)
        {
            self.add(call.method.span(), What::Loop(param));
        }
    }

    /// What is found by `visit` runs on another thread: it takes none of this function's time.
    fn elsewhere(&mut self, visit: impl FnOnce(&mut Self)) {
        let before = std::mem::take(&mut self.found);
        visit(self);
        let found = std::mem::replace(&mut self.found, before);
        self.found.extend(found.into_iter().filter_map(|mut it| {
            match &mut it.what {
                What::Lock(lock) => lock.path.clear(),
                What::Effect(Effect::Blocks, _) | What::Loop(_) | What::Call(_) => return None,
                What::Effect(..) | What::Atom(_) => {}
            }
            Some(it)
        }));
    }

    fn is_lock(&self, method: &str, arguments: usize) -> bool {
        arguments == 0 && (method == "lock" || self.rwlocks && matches!(method, "read" | "write"))
    }

    fn unwrapped(&mut self, how: &str, receiver: &Expr) {
        if let Expr::MethodCall(inner) = receiver
            && self.is_lock(&inner.method.to_string(), inner.args.len())
        {
            self.add(inner.method.span(), lock(inner, Some(how.to_string())));
        }
    }

    fn is_command(&self, receiver: &Expr) -> bool {
        match receiver {
            Expr::MethodCall(call) => self.is_command(&call.receiver),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => {
                    self.imports.resolve(&path.path) == "std::process::Command::new"
                }
                _ => false,
            },
            Expr::Path(path) => (path.path.get_ident())
                .is_some_and(|name| self.commands.contains(&name.to_string())),
            _ => false,
        }
    }

    /// A literal, a constant by its name, or a choice of such.
    fn is_constant(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Lit(_) => true,
            Expr::Reference(reference) => self.is_constant(&reference.expr),
            Expr::Path(path) => (path.path.segments.last()).is_some_and(|last| {
                let name = last.ident.to_string();
                self.constants.contains(&name) || !name.chars().any(char::is_lowercase)
            }),
            Expr::Match(choice) => choice.arms.iter().all(|arm| self.is_constant(&arm.body)),
            _ => false,
        }
    }

    /// The parameter that an expression is, behind `&`, a field or a conversion.
    fn param(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::Reference(reference) => self.param(&reference.expr),
            Expr::Paren(paren) => self.param(&paren.expr),
            Expr::Path(path) => {
                let name = path.path.get_ident()?.to_string();
                self.params.contains(&name).then_some(name)
            }
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                let converts = [
                    "as_slice",
                    "as_str",
                    "as_bytes",
                    "iter",
                    "into_iter",
                    "as_ref",
                ];
                (converts.contains(&&*method))
                    .then(|| self.param(&call.receiver))
                    .flatten()
            }
            _ => None,
        }
    }
}

fn lock(call: &ExprMethodCall, unwrapped: Option<String>) -> What {
    let method = call.method.to_string();
    What::Lock(Lock {
        method,
        path: path(&call.receiver).unwrap_or_default(),
        unwrapped,
    })
}

/// `a.b.0` as its names.
fn path(expression: &Expr) -> Option<Vec<String>> {
    match expression {
        Expr::Path(path) => Some(vec![path.path.get_ident()?.to_string()]),
        Expr::Reference(reference) => path(&reference.expr),
        Expr::Paren(paren) => path(&paren.expr),
        Expr::Field(field) => {
            let mut names = path(&field.base)?;
            names.push(match &field.member {
                Member::Named(name) => name.to_string(),
                Member::Unnamed(index) => index.index.to_string(),
            });
            Some(names)
        }
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        self.call(call);
        let name = match &*call.func {
            Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
            _ => None,
        };
        if name.is_some_and(|name| calls::runs_elsewhere(&name)) {
            self.elsewhere(|this| visit::visit_expr_call(this, call));
        } else {
            visit::visit_expr_call(self, call);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        self.method(call);
        let inner = match &*call.receiver {
            // An unwrapped lock is one use, and not two.
            Expr::MethodCall(lock)
                if matches!(&*call.method.to_string(), "unwrap" | "expect")
                    && self.is_lock(&lock.method.to_string(), lock.args.len()) =>
            {
                &lock.receiver
            }
            _ => &call.receiver,
        };
        self.visit_expr(inner);
        let arguments = |this: &mut Self| call.args.iter().for_each(|it| this.visit_expr(it));
        if calls::runs_elsewhere(&call.method.to_string()) {
            self.elsewhere(arguments);
        } else {
            arguments(self);
        }
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.elsewhere(|this| visit::visit_expr_async(this, block));
    }

    fn visit_expr_for_loop(&mut self, each: &'ast ExprForLoop) {
        if let Some(param) = self.param(&each.expr)
            // `iter` of it is found as a method.
            && !matches!(&*each.expr, Expr::MethodCall(_))
        {
            self.add(each.for_token.span(), What::Loop(param));
        }
        visit::visit_expr_for_loop(self, each);
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init) {
            let name = name.ident.to_string();
            if self.is_command(&init.expr) {
                self.commands.push(name);
            } else if self.is_constant(&init.expr) {
                self.constants.push(name);
            }
        }
        visit::visit_local(self, local);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(arguments) = parser.parse2(call.tokens.clone()) {
            // They do not live as long as the code that is visited, so a reader of their own visits them.
            for argument in &arguments {
                let mut inner = Reader::new(self.imports, self.rwlocks, self.params.clone());
                inner.commands.clone_from(&self.commands);
                inner.constants.clone_from(&self.constants);
                self.found.extend(inner.of_expression(argument));
            }
        }
    }

    /// A function inside a function is not what this one does.
    fn visit_item(&mut self, _: &'ast Item) {}
}
