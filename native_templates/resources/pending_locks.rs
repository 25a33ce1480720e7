/// The locks of a call that takes several.
mod pending_locks {
    use super::Unavailable;
{%- if shared %}
    use std::collections::HashMap;
{%- endif %}
{%- if shared %}
    use std::ops::Deref;
{%- endif %}

    /// A lock that a call has yet to take.
    pub(super) struct PendingLock<'h, H, G> {
        handle: &'h H,
        address: usize,
        parameter: &'static str,
        exclusive: bool,
        lock: fn(&'h H) -> Result<G, Unavailable>,
        guard: Option<G>,
    }

    impl<'h, H, G{% if shared %}: Deref{% endif %}> PendingLock<'h, H, G> {
{%- if shared %}
        pub(super) fn shared(handle: &'h H, address: usize, parameter: &'static str, lock: fn(&'h H) -> Result<G, Unavailable>) -> Self {
            Self { handle, address, parameter, exclusive: false, lock, guard: None }
        }
{%- endif %}
{%- if exclusive %}

        pub(super) fn exclusive(handle: &'h H, address: usize, parameter: &'static str, lock: fn(&'h H) -> Result<G, Unavailable>) -> Self {
            Self { handle, address, parameter, exclusive: true, lock, guard: None }
        }

        /// The guard of an exclusive lock.
        pub(super) fn into_guard(self) -> G {
            self.guard.expect("an exclusive lock was taken")
        }
{%- endif %}
{%- if shared %}

        /// The value that a shared lock guards.
        pub(super) fn lent<'l>(&self, all: &HashMap<usize, &'l G::Target>) -> &'l G::Target {
            all[&self.address]
        }
{%- endif %}
    }

    pub(super) trait Lock {
        fn address(&self) -> usize;
        fn parameter(&self) -> &'static str;
        fn is_exclusive(&self) -> bool;
        fn take(&mut self) -> Result<(), Unavailable>;
    }

    impl<H, G> Lock for PendingLock<'_, H, G> {
        fn address(&self) -> usize {
            self.address
        }

        fn parameter(&self) -> &'static str {
            self.parameter
        }

        fn is_exclusive(&self) -> bool {
            self.exclusive
        }

        fn take(&mut self) -> Result<(), Unavailable> {
            self.guard = Some((self.lock)(self.handle)?);
            Ok(())
        }
    }

    /// Takes each lock once, in the order of addresses, as every call does.
    pub(super) fn take_all(
        function: &'static str,
        locks: &mut [&mut dyn Lock],
    ) -> rustler::NifResult<()> {
        locks.sort_by_key(|lock| lock.address());
        let mut taken: Option<(usize, bool)> = None;
        for lock in locks {
            let result = match taken {
                Some((address, is_exclusive)) if address == lock.address() => {
                    if is_exclusive || lock.is_exclusive() {
                        Err(Unavailable::Busy)
                    } else {
                        Ok(())
                    }
                }
                _ => lock.take(),
            };
            result.map_err(super::unusable(function, lock.parameter()))?;
            taken = Some((lock.address(), lock.is_exclusive()));
        }
        Ok(())
    }
{% if shared %}
    /// The values that shared locks guard, by address: each lock was taken once, for all that share it.
    pub(super) fn guarded<'l, 'h: 'l, H: 'h, G: Deref + 'l>(
        locks: impl Iterator<Item = &'l PendingLock<'h, H, G>>,
    ) -> HashMap<usize, &'l G::Target> {
        locks
            .filter_map(|it| Some((it.address, it.guard.as_deref()?)))
            .collect()
    }
{% endif %}
}
