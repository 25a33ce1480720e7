#[rustler::resource_impl]
impl rustler::Resource for {{ resource }} {
    fn destructor(self, _env: rustler::Env<'_>) {
{%- if not on_drop %}
        nif_codec::contained(|| drop(self));
{%- elif monitor %}
        nif_codec::contained(|| {{ let_go }}(self.value));
{%- elif lock %}
        let value = self.value.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
{%- if taken %}
        if let Some(value) = value {
            nif_codec::contained(|| <Implementation as Nifs>::{{ on_drop }}(value));
        }
{%- else %}
        nif_codec::contained(|| <Implementation as Nifs>::{{ on_drop }}(value));
{%- endif %}
{%- else %}
        nif_codec::contained(|| <Implementation as Nifs>::{{ on_drop }}(self.value));
{%- endif %}
    }
{%- if monitor %}

    fn down(&self, _env: rustler::Env<'_>, _pid: rustler::LocalPid, _monitor: rustler::Monitor) {
        {{ watch_ended }}(std::sync::Arc::clone(&self.value));
    }
{%- endif %}
}
{% if monitor %}
impl {{ handle }} {
    /// Monitors the process to which the value goes first.
    fn watch(&self, env: rustler::Env<'_>) {
        self.reference.watched.call_once(|| {
            if self.reference.monitor(Some(env), &env.pid()).is_none() {
                {{ watch_ended }}(std::sync::Arc::clone(&self.reference.value));
            }
        });
    }
}

/// Tells the crate that the process that created a value has ended. A scheduler must wait neither for
/// a lock nor for the crate's callback. The value is dropped where no panic unwinds.
fn {{ watch_ended }}(value: {{ <shared_value name={name} taken={taken} lock={lock} monitor={monitor} /> }}) {
    nif_codec::later(move || {
        nif_codec::contained(|| {
{%- if not lock %}
            <Implementation as Nifs>::{{ down }}(&value);
{%- else %}
{%- if ordered %}
            let address = std::ptr::from_ref(&*value).addr();
{%- if lock == "rwlock" %}
            if let Ok((mut guard, _held)) = locks::acquire(address, || value.write(), || value.try_write())
{%- else %}
            if let Ok((mut guard, _held)) = locks::acquire(address, || value.lock(), || value.try_lock())
{%- endif %}
{%- else %}
            if let Ok(mut guard) = value.{% if lock == "rwlock" %}write{% else %}lock{% endif %}()
{%- endif %}
{%- if taken %}
                && let Some(value) = guard.as_mut() {
                <Implementation as Nifs>::{{ down }}(value);
            }
{%- else %} {
                <Implementation as Nifs>::{{ down }}(&mut guard);
            }
{%- endif %}
{%- endif %}
        });
{%- if on_drop %}
        {{ let_go }}(value);
{%- else %}
        drop(value);
{%- endif %}
    });
}
{% if on_drop %}
/// Passes a value to the crate's drop hook, unless it is still in use.
fn {{ let_go }}(value: {{ <shared_value name={name} taken={taken} lock={lock} monitor={monitor} /> }}) {
{%- if lock %}
    let value = std::sync::Arc::into_inner(value)
        .{% if taken %}and_then{% else %}map{% endif %}(|lock| lock.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner));
{%- else %}
    let value = std::sync::Arc::into_inner(value);
{%- endif %}
    if let Some(value) = value {
        <Implementation as Nifs>::{{ on_drop }}(value);
    }
}
{% endif %}
{%- endif %}
