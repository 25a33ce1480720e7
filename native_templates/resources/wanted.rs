/// The locks of a call that takes several.
mod wanted {
    use super::Unavailable;
{%- if shared %}
    use std::collections::HashMap;
{%- endif %}
{%- if shared %}
    use std::ops::Deref;
{%- endif %}

    /// A lock that a call is going to take.
    pub(super) struct Wanted<'h, H, G> {
        handle: &'h H,
        address: usize,
        parameter: &'static str,
        exclusive: bool,
        lock: fn(&'h H) -> Result<G, Unavailable>,
        guard: Option<G>,
    }

    impl<'h, H, G{% if shared %}: Deref{% endif %}> Wanted<'h, H, G> {
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

        /// What a shared lock guards.
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

    impl<H, G> Lock for Wanted<'_, H, G> {
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

    /// Takes locks in the order of addresses, as every call does, and each one once.
    pub(super) fn take_all(
        function: &'static str,
        wanted: &mut [&mut dyn Lock],
    ) -> rustler::NifResult<()> {
        wanted.sort_by_key(|lock| lock.address());
        let mut taken: Option<(usize, bool)> = None;
        for lock in wanted {
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
    /// What shared locks guard, by their addresses: each was taken once, for all that share it.
    pub(super) fn lent<'l, 'h: 'l, H: 'h, G: Deref + 'l>(
        wanted: impl Iterator<Item = &'l Wanted<'h, H, G>>,
    ) -> HashMap<usize, &'l G::Target> {
        wanted
            .filter_map(|it| Some((it.address, it.guard.as_deref()?)))
            .collect()
    }
{% endif %}
}
