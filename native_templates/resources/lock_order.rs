/// Takes locks without deadlocks.
mod locks {
    use super::Unavailable;
    use core::cell::RefCell;
    use std::collections::BTreeSet;
    use std::sync::{LockResult, TryLockError, TryLockResult};
    use std::time::Duration;

    thread_local! {
        /// The addresses of the values that this thread has locked.
        static HELD: RefCell<BTreeSet<usize>> = const { RefCell::new(BTreeSet::new()) };
    }

    /// How often to try a lock that must not be waited for, a millisecond apart.
    const ATTEMPTS: u32 = 1000;

    /// A lock that this thread holds.
    pub(super) struct Held(usize);

    impl Drop for Held {
        fn drop(&mut self) {
            let _: bool = HELD.with_borrow_mut(|held| held.remove(&self.0));
        }
    }

    /// Takes a lock. A thread waits for locks only in the order of addresses, which all threads
    /// share; out of this order it tries for a while, then gives up.
    pub(super) fn acquire<G>(
        address: usize,
        wait: impl FnOnce() -> LockResult<G>,
        attempt: impl Fn() -> TryLockResult<G>,
    ) -> Result<(G, Held), Unavailable> {
        let in_order = HELD.with_borrow(|held| held.last().is_none_or(|last| *last < address));
        let guard = if in_order {
            wait().map_err(|_| Unavailable::Poisoned)?
        } else {
            attempt_often(address, attempt)?
        };
        let _: bool = HELD.with_borrow_mut(|held| held.insert(address));
        Ok((guard, Held(address)))
    }

    fn attempt_often<G>(
        address: usize,
        attempt: impl Fn() -> TryLockResult<G>,
    ) -> Result<G, Unavailable> {
        if HELD.with_borrow(|held| held.contains(&address)) {
            return Err(Unavailable::Busy);
        }
        for _ in 0..ATTEMPTS {
            match attempt() {
                Ok(guard) => return Ok(guard),
                Err(TryLockError::Poisoned(_)) => return Err(Unavailable::Poisoned),
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
            }
        }
        Err(Unavailable::Busy)
    }
}
