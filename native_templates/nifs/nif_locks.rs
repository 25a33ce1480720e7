{%- for it in locks.kept %}
{%- if it.is_one %}
        {{ it.variable }}.check().map_err(call.unavailable({{ it.name }}))?;
{%- else %}
        for handle in &{{ it.variable }} {
            handle.check().map_err(call.unavailable({{ it.name }}))?;
        }
{%- endif %}
{%- endfor %}
{%- if locks.only %}
{%- set it = locks.only %}
        let {% if it.access == "write" %}mut {% endif %}{{ it.variable }} = {{ it.variable }}
        {%- if it.places == "optional" %}.as_ref().map({{ it.handle }}::read).transpose(){% else %}.{{ it.access }}(){% endif -%}
        .map_err(call.unavailable({{ it.name }}))?;
{%- endif %}
{%- for it in locks.several %}
{%- if it.access != "read" %}
        let mut {{ it.variable }} = nif_codec::PendingLock::exclusive(&{{ it.variable }}, {{ it.variable }}.address(), {{ it.name }}, {{ it.handle }}::write);
{%- elif it.places == "one" %}
        let mut {{ it.variable }} = nif_codec::PendingLock::shared(&{{ it.variable }}, {{ it.variable }}.address(), {{ it.name }}, {{ it.handle }}::read);
{%- elif it.places == "optional" %}
        let mut {{ it.variable }} = {{ it.variable }}.as_ref().map(|handle| nif_codec::PendingLock::shared(handle, handle.address(), {{ it.name }}, {{ it.handle }}::read));
{%- else %}
        let mut {{ it.variable }}: Vec<_> = {{ it.variable }}.iter().map(|handle| nif_codec::PendingLock::shared(handle, handle.address(), {{ it.name }}, {{ it.handle }}::read)).collect();
{%- endif %}
{%- endfor %}
{%- if locks.are_all_single %}
        call.take_all(&mut [{% for it in locks.several %}&mut {{ it.variable }}{% if not loop.last %}, {% endif %}{% endfor %}])?;
{%- elif locks.several %}
        let mut locks: Vec<&mut dyn nif_codec::Lock<_>> = Vec::new();
{%- for it in locks.several %}{% if it.places == "one" %}
        locks.push(&mut {{ it.variable }});
{%- endif %}{% endfor %}
{%- for it in locks.several %}{% if it.places != "one" %}
        locks.extend({{ it.variable }}.iter_mut().map(|it| -> &mut dyn nif_codec::Lock<_> { it }));
{%- endif %}{% endfor %}
        call.take_all(&mut locks)?;
{%- endif %}
{%- for shared in locks.shared %}
        let {{ shared.variable }} = nif_codec::guarded({% for it in shared.locks %}
        {%- set references %}{% if it.places == "one" %}[&{{ it.variable }}]{% else %}&{{ it.variable }}{% endif %}{% endset %}
        {%- if not loop.first %}.chain({{ references }}){% elif it.places == "one" %}core::iter::once(&{{ it.variable }}){% else %}{{ it.variable }}.iter(){% endif %}
        {%- endfor %});
{%- endfor %}
{%- for it in locks.several %}
{%- if it.access == "write" %}
        let mut {{ it.variable }} = {{ it.variable }}.into_guard();
{%- elif it.access == "take" %}
        let {{ it.variable }} = {{ it.variable }}.into_guard().take();
{%- endif %}
{%- endfor -%}
