{#- The type of the value that handles share. -#}
{%- component shared_value(name, taken, lock, monitor) -%}
{%- if monitor %}std::sync::Arc<{% endif -%}
{%- if lock == "rwlock" %}std::sync::RwLock<{% elif lock %}std::sync::Mutex<{% endif -%}
{%- if taken %}Option<{{ name }}>{% else %}{{ name }}{% endif -%}
{%- if lock %}>{% endif %}{% if monitor %}>{% endif -%}
{%- endcomponent shared_value -%}

/// A handle to a `{{ name }}`; in Elixir a `%{{ module }}{}`.
///
/// The value lives until its last handle is gone{% if taken %}, or a function takes it{% endif %}.
#[derive(Clone)]
{% include "handle_struct.rs" %}

/// What the handles to a `{{ name }}` share.
struct {{ resource }} {
    value: {{ <shared_value name={name} taken={taken} lock={lock} monitor={monitor} /> }},
{%- if monitor %}
    /// Whether the process that created it is monitored.
    #[cfg(feature = "nif")]
    watched: std::sync::Once,
{%- endif %}
}

{% if accesses or held %}
impl {{ handle }} {
{%- for access in accesses %}
{%- if access.name == "write" %}
    /// Borrows the value to change it, one call at a time. A panic in the meantime poisons it.
{%- elif lock == "rwlock" %}
    /// Borrows the value to read it; other calls may read it at the same time.
{%- else %}
    /// Borrows the value to read it, one call at a time.
{%- endif %}
    pub fn {{ access.name }}(&self) -> Result<{{ access.guard }}<'_>, Unavailable> {
{%- if ordered %}
        let lock = &self.reference.value;
        let (guard, held) = locks::acquire(self.address(), || lock.{% if lock == "rwlock" %}{{ access.name }}{% else %}lock{% endif %}(), || lock.try_{% if lock == "rwlock" %}{{ access.name }}{% else %}lock{% endif %}())?;
{%- else %}
        let guard = self.reference.value.{% if lock == "rwlock" %}{{ access.name }}{% else %}lock{% endif %}().map_err(|_| Unavailable::Poisoned)?;
{%- endif %}
{%- if taken %}
        if guard.is_none() {
            return Err(Unavailable::Closed);
        }
{%- endif %}
        Ok({{ access.guard }} { guard{% if ordered %}, _held: held{% endif %} })
    }
{% endfor %}
{%- if taken %}
    /// Takes the value, once no call uses it. Then every handle to it is closed.
    pub fn take(&self) -> Result<{{ name }}, Unavailable> {
        Ok(self.write()?.take())
    }
{% endif %}
{%- if lock and kept %}
    /// Checks whether the value is available, without waiting for its lock.
    pub fn check(&self) -> Result<(), Unavailable> {
        match self.reference.value.{% if lock == "rwlock" %}try_read{% else %}try_lock{% endif %}() {
{%- if taken %}
            Ok(guard) if guard.is_none() => Err(Unavailable::Closed),
{%- endif %}
            Err(std::sync::TryLockError::Poisoned(_)) => Err(Unavailable::Poisoned),
            Ok(_) | Err(std::sync::TryLockError::WouldBlock) => Ok(()),
        }
    }
{% endif %}
{%- if held or lock and ordered %}
    fn address(&self) -> usize {
        std::ptr::from_ref({% if monitor %}&*{% else %}&{% endif %}self.reference.value).addr()
    }
{%- endif %}
}
{% endif %}
impl From<{{ name }}> for {{ handle }} {
    fn from(value: {{ name }}) -> Self {
{%- set shared %}
            {%- if monitor %}std::sync::Arc::new({% endif -%}
            {%- if lock == "rwlock" %}std::sync::RwLock::new({% elif lock %}std::sync::Mutex::new({% endif -%}
            {%- if taken %}Some(value){% else %}value{% endif -%}
            {%- if lock %}){% endif %}{% if monitor %}){% endif %}
{%- endset %}
{%- if taken or lock or monitor %}
        let value = {{ shared }};
{%- endif %}
{%- if monitor %}
        let resource = {{ resource }} {
            value,
            #[cfg(feature = "nif")]
            watched: std::sync::Once::new(),
        };
        Self { reference: Shared::new(resource) }
{%- else %}
        Self { reference: Shared::new({{ resource }} { value }) }
{%- endif %}
    }
}
{% if not lock %}
impl core::ops::Deref for {{ handle }} {
    type Target = {{ name }};

    fn deref(&self) -> &{{ name }} {
        &self.reference.value
    }
}
{% endif %}
{% if held %}
/// Handles are equal if they point to the same value.
impl PartialEq for {{ handle }} {
    fn eq(&self, other: &Self) -> bool {
        self.address() == other.address()
    }
}

impl Eq for {{ handle }} {}

impl std::hash::Hash for {{ handle }} {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.address().hash(state);
    }
}

impl core::fmt::Debug for {{ handle }} {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("{{ handle }}")
    }
}
{% endif %}{% for access in accesses %}
/// A value borrowed to {% if access.name == "write" %}change{% else %}read{% endif %} it.
pub struct {{ access.guard }}<'a> {
    guard: std::sync::{% if lock == "mutex" %}MutexGuard{% elif access.name == "write" %}RwLockWriteGuard{% else %}RwLockReadGuard{% endif %}<'a, {% if taken %}Option<{{ name }}>{% else %}{{ name }}{% endif %}>,
{%- if ordered %}
    _held: locks::Held,
{%- endif %}
}

impl core::ops::Deref for {{ access.guard }}<'_> {
    type Target = {{ name }};

    fn deref(&self) -> &{{ name }} {
{%- if taken %}
        self.guard.as_ref().expect("a borrowed value is not closed")
{%- else %}
        &self.guard
{%- endif %}
    }
}
{% if access.name == "write" %}
impl core::ops::DerefMut for {{ access.guard }}<'_> {
    fn deref_mut(&mut self) -> &mut {{ name }} {
{%- if taken %}
        self.guard.as_mut().expect("a borrowed value is not closed")
{%- else %}
        &mut self.guard
{%- endif %}
    }
}
{% if taken %}
impl {{ access.guard }}<'_> {
    fn take(mut self) -> {{ name }} {
        self.guard.take().expect("a borrowed value is not closed")
    }
}
{% endif %}
{%- endif %}
{%- endfor %}
