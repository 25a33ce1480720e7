//! Resources that cannot be used, and the locks of a call that takes several.

use std::collections::HashMap;
use std::ops::Deref;

use crate::call::Call;
use crate::encode::Encode;
use crate::library::library;
use crate::panic::exception;
use crate::raw::{Atom, RawEnv, RawTerm};
use crate::refusal::Refusal;

/// The error for a handle to a resource that cannot be used.
pub struct ResourceError {
    function: &'static str,
    parameter: &'static str,
    reason: Atom,
}

impl ResourceError {
    pub(crate) fn term<'a>(&self, env: RawEnv<'a>) -> RawTerm<'a> {
        let module = format!("{}.ResourceError", library().namespace);
        let fields = [
            ("function", env.binary(self.function.as_bytes())),
            ("parameter", env.binary(self.parameter.as_bytes())),
            ("reason", env.atom(self.reason)),
        ];
        exception(env, &module, fields)
    }
}

impl Call<'_> {
    /// Names the parameter whose resource cannot be used; the reason becomes an atom.
    pub fn unavailable<E: Encode>(self, parameter: &'static str) -> impl FnOnce(E) -> Refusal {
        move |mut reason| {
            let reason = reason.encode(self.env);
            Refusal::Unavailable(ResourceError {
                function: self.function(),
                parameter,
                reason: Atom::try_from(reason).expect("a reason is an atom"),
            })
        }
    }

    /// Takes each lock once, in the order of addresses, as every call does.
    ///
    /// # Errors
    ///
    /// That a resource cannot be used, or that the arguments are not valid because one lock would have to be taken twice.
    pub fn take_all<E: Encode>(self, locks: &mut [&mut dyn Lock<E>]) -> Result<(), Refusal> {
        locks.sort_by_key(|lock| lock.address());
        let mut taken: Option<(usize, bool)> = None;
        for lock in locks {
            match taken {
                Some((address, is_exclusive)) if address == lock.address() => {
                    if is_exclusive || lock.is_exclusive() {
                        return Err(Refusal::Invalid);
                    }
                }
                _ => lock.take().map_err(self.unavailable(lock.parameter()))?,
            }
            taken = Some((lock.address(), lock.is_exclusive()));
        }
        Ok(())
    }
}

/// A lock that a call has yet to take.
pub struct PendingLock<'h, H, G, E> {
    handle: &'h H,
    address: usize,
    parameter: &'static str,
    is_exclusive: bool,
    lock: fn(&'h H) -> Result<G, E>,
    guard: Option<G>,
}

impl<'h, H, G: Deref, E> PendingLock<'h, H, G, E> {
    pub fn shared(
        handle: &'h H,
        address: usize,
        parameter: &'static str,
        lock: fn(&'h H) -> Result<G, E>,
    ) -> Self {
        Self {
            handle,
            address,
            parameter,
            is_exclusive: false,
            lock,
            guard: None,
        }
    }

    pub fn exclusive(
        handle: &'h H,
        address: usize,
        parameter: &'static str,
        lock: fn(&'h H) -> Result<G, E>,
    ) -> Self {
        Self {
            is_exclusive: true,
            ..Self::shared(handle, address, parameter, lock)
        }
    }

    /// The guard of an exclusive lock.
    pub fn into_guard(self) -> G {
        self.guard.expect("an exclusive lock was taken")
    }

    /// The value that a shared lock guards.
    pub fn lent<'l>(&self, all: &HashMap<usize, &'l G::Target>) -> &'l G::Target {
        all[&self.address]
    }
}

/// A lock of any type.
pub trait Lock<E> {
    fn address(&self) -> usize;
    fn parameter(&self) -> &'static str;
    fn is_exclusive(&self) -> bool;

    /// # Errors
    ///
    /// Why the value is unavailable.
    fn take(&mut self) -> Result<(), E>;
}

impl<H, G, E> Lock<E> for PendingLock<'_, H, G, E> {
    fn address(&self) -> usize {
        self.address
    }

    fn parameter(&self) -> &'static str {
        self.parameter
    }

    fn is_exclusive(&self) -> bool {
        self.is_exclusive
    }

    fn take(&mut self) -> Result<(), E> {
        self.guard = Some((self.lock)(self.handle)?);
        Ok(())
    }
}

/// The values that shared locks guard, by address: each lock was taken once, for all that share it.
pub fn guarded<'l, 'h: 'l, H: 'h, G: Deref + 'l, E: 'l>(
    locks: impl Iterator<Item = &'l PendingLock<'h, H, G, E>>,
) -> HashMap<usize, &'l G::Target> {
    locks
        .filter_map(|it| Some((it.address, it.guard.as_deref()?)))
        .collect()
}
