/// Why a handle does not give what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "nif", derive(rustler::NifUnitEnum))]
pub enum Unavailable {
    /// A function took it.
    Closed,
    /// A function panicked while it changed it.
    Poisoned,
    /// This call has locked it already, or has locked another one while a third call did so the
    /// other way round.
    Busy,
}

impl std::fmt::Display for Unavailable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Unavailable::Closed => "it is closed",
            Unavailable::Poisoned => "it is poisoned: a call panicked while it changed it",
            Unavailable::Busy => "it is locked, and waiting for it could be for ever",
        })
    }
}

impl std::error::Error for Unavailable {}
