{#- What the call gives at once: the answer of the function or, where that reads a stream, what Elixir feeds it to. -#}
{%- set given -%}
{%- if stream -%}
Ok(call.reading({{ stream.name }}, move |{{ stream.variable }}| {% include "nif_answer.rs" %}))
{%- else -%}
{% include "nif_answer.rs" %}
{%- endif -%}
{%- endset -%}

fn {{ function }}<'a>(call: nif_codec::Call<'a>, {% if decoded %}arguments{% else %}_{% endif %}: &[nif_codec::Argument<'a>; {{ parameters | length }}]) -> nif_codec::Answer<'a> {
    call.{% if locks and answer.kind == "bare" %}run_or_raise{% elif sliced %}run_with_slices{% else %}run{% endif %}({% if sliced %}&[{% for it in sliced %}&arguments[{{ it }}]{% if not loop.last %}, {% endif %}{% endfor %}], {% endif %}|| {% if decoded %}{% raw %}{{% endraw %}
{%- for it in decoded %}
        let {{ it.variable }} = {{ <argument parameter={it} /> }};
{%- endfor %}
{%- if locks %}{% include "nif_locks.rs" %}{% endif %}
        {{ given }}
    {% raw %}}{% endraw %}{% else %}{{ given }}{% endif %})
}
