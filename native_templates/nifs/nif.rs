{%- set raises = locks and answer.kind == "bare" -%}
#[rustler::nif({% if name %}name = "{{ name }}", {% endif %}schedule = "{{ schedule }}")]
fn {{ function }}<'a>(env: rustler::Env<'a>, {% for it in parameters %}{{ it.variable }}: rustler::Term<'a>, {% endfor %}) -> rustler::NifResult<rustler::Term<'a>> {
    let run = || {% if parameters %}{% raw %}{{% endraw %}
{%- for it in parameters %}
        let {{ it.variable }} = {{ <argument parameter={it} label={label} /> }};
{%- endfor %}
{%- if locks %}{% include "nif_locks.rs" %}{% endif %}
        {% include "nif_answer.rs" %}
    {% raw %}}{% endraw %}{% else %}{% include "nif_answer.rs" %}{% endif %};
    {% if raises %}nif_codec::raised({% endif %}nif_codec::call(env, "{{ label }}", run){% if raises %}){% endif %}
}
