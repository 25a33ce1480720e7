/// Why the value behind a handle is unavailable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unavailable {
{%- if closes %}
    /// An earlier call took the value.
    Closed,
{%- endif %}
    /// A call panicked while using the value.
    Poisoned,
{%- if ordered %}
    /// Waiting for the value could deadlock: this call has locked it already, or another call has,
    /// which may be waiting for a value that this one has locked.
    Busy,
{%- endif %}
}

impl core::fmt::Display for Unavailable {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str(match self {
{%- if closes %}
            Self::Closed => "it is closed because an earlier call took its value",
{%- endif %}
            Self::Poisoned => "it is poisoned because a call panicked while using it",
{%- if ordered %}
            Self::Busy => "it is locked, and waiting for it could deadlock",
{%- endif %}
        })
    }
}

impl core::error::Error for Unavailable {}
