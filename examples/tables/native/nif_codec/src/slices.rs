//! Results that are parts of an argument.

use std::cell::RefCell;

use crate::call::Call;
use crate::encode::Encode;
use crate::raw::{Answer, Argument, RawEnv, RawTerm, Source};
use crate::refusal::Refusal;

thread_local! {
    /// The arguments of the call that runs on this thread, if there may be parts of them in its answer.
    static SOURCES: RefCell<Vec<Source>> = const { RefCell::new(Vec::new()) };
}

impl<'a> Call<'a> {
    /// Like [`run`](Self::run), for a function whose answer may have parts of these arguments.
    pub fn run_with_slices<T: Encode>(
        self,
        arguments: &[&Argument<'a>],
        run: impl FnOnce() -> Result<T, Refusal>,
    ) -> Answer<'a> {
        let terms = arguments.iter().map(|it| self.env.argument(it));
        SOURCES.with_borrow_mut(|sources| {
            sources.clear();
            sources.extend(terms.filter_map(Source::new));
        });
        let answer = self.run(run);
        SOURCES.with_borrow_mut(Vec::clear);
        answer
    }
}

/// A part of an argument, or else a copy: what is static is a part of none.
fn slice<'a>(env: RawEnv<'a>, bytes: &[u8]) -> RawTerm<'a> {
    let part = SOURCES.with_borrow(|sources| {
        let mut sources = sources.iter().filter(|_| !bytes.is_empty());
        // SAFETY: a thread runs one call at a time, whose environment this is, and the sources are its arguments.
        sources.find_map(|it| unsafe { it.part(env, bytes) })
    });
    part.unwrap_or_else(|| env.binary(bytes))
}

impl Encode for &str {
    #[inline]
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        slice(env, self.as_bytes())
    }

    fn key(&self) -> String {
        format!("{self:?}")
    }
}

impl Encode for &[u8] {
    #[inline]
    fn encode<'a>(&mut self, env: RawEnv<'a>) -> RawTerm<'a> {
        slice(env, self)
    }

    fn key(&self) -> String {
        format!("{self:?}")
    }
}
