/// Why a handle does not give what it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "nif", derive(rustler::NifUnitEnum))]
pub enum Unavailable {
{%- if closes %}
    /// A function took it.
    Closed,
{%- endif %}
    /// A function panicked while it changed it.
    Poisoned,
{%- if ordered %}
    /// Waiting might never end: this call has locked it already, or another one has, which may be
    /// waiting for what this one has locked.
    Busy,
{%- endif %}
}

impl std::fmt::Display for Unavailable {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let why = match self {
{%- if closes %}
            Self::Closed => "it is closed",
{%- endif %}
            Self::Poisoned => "it is poisoned by a panic while it was changed",
{%- if ordered %}
            Self::Busy => "it is locked, and waiting for it might never end",
{%- endif %}
        };
        formatter.write_str(why)
    }
}

impl std::error::Error for Unavailable {}
