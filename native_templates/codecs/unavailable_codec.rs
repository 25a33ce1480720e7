nif_codec::as_enum!(Unavailable {
{%- if closes %}
    Closed = "closed",
{%- endif %}
    Poisoned = "poisoned",
{%- if ordered %}
    Busy = "busy",
{%- endif %}
});
