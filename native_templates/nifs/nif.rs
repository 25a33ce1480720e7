fn {{ function }}<'a>(call: nif_codec::Call<'a>, {% if parameters %}arguments{% else %}_{% endif %}: &[nif_codec::Argument<'a>; {{ parameters | length }}]) -> nif_codec::Answer<'a> {
    call.{% if locks and answer.kind == "bare" %}run_or_raise{% else %}run{% endif %}(|| {% if parameters %}{% raw %}{{% endraw %}
{%- for it in parameters %}
        let {{ it.variable }} = {{ <argument parameter={it} index={loop.index0} /> }};
{%- endfor %}
{%- if locks %}{% include "nif_locks.rs" %}{% endif %}
        {% include "nif_answer.rs" %}
    {% raw %}}{% endraw %}{% else %}{% include "nif_answer.rs" %}{% endif %})
}
