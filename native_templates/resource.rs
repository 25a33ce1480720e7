/// A handle on one `{{ name }}`; in Elixir it is a `%{{ module }}{}`.
///
/// The value lives until its last handle is gone{% if taken %}, or a function takes it{% endif %}.
#[derive(Clone)]
#[cfg_attr(feature = "nif", derive(rustler::NifStruct), module = "{{ module }}"{% if monitor %}, rustler(decode){% endif %})]
pub struct {{ handle }} {
    reference: Shared<{{ resource }}>,
}

/// What the handles on one `{{ name }}` share.
struct {{ resource }} {
    value: {{ value_type }},
{%- if monitor %}
    /// Whether the process that made it is watched.
    #[cfg(feature = "nif")]
    watched: std::sync::Once,
{%- endif %}
}

{% if ordered and lock or held or reads and lock or writes and lock %}
impl {{ handle }} {
{%- if lock and reads %}
    /// Borrows the value to read it{% if lock == "rwlock" %}; other calls may read it at the same time{% else %}, to one call at a time{% endif %}.
    pub fn read(&self) -> Result<{{ read_guard }}<'_>, Unavailable> {
{%- if ordered %}
        let lock = &self.reference.value;
{%- if lock == "rwlock" %}
        let (guard, held) = locks::acquire(self.address(), || lock.read(), || lock.try_read())?;
{%- else %}
        let (guard, held) = locks::acquire(self.address(), || lock.lock(), || lock.try_lock())?;
{%- endif %}
{%- else %}
        let guard = self.reference.value.{% if lock == "rwlock" %}read{% else %}lock{% endif %}().map_err(|_| Unavailable::Poisoned)?;
{%- endif %}
{%- if taken %}
        if guard.is_none() {
            return Err(Unavailable::Closed);
        }
{%- endif %}
        Ok({{ read_guard }} { guard{% if ordered %}, _held: held{% endif %} })
    }
{%- endif %}
{%- if lock and writes %}

    /// Borrows the value to change it, to one call at a time. A panic meanwhile poisons it.
    pub fn write(&self) -> Result<{{ write_guard }}<'_>, Unavailable> {
{%- if ordered %}
        let lock = &self.reference.value;
{%- if lock == "rwlock" %}
        let (guard, held) = locks::acquire(self.address(), || lock.write(), || lock.try_write())?;
{%- else %}
        let (guard, held) = locks::acquire(self.address(), || lock.lock(), || lock.try_lock())?;
{%- endif %}
{%- else %}
        let guard = self.reference.value.{% if lock == "rwlock" %}write{% else %}lock{% endif %}().map_err(|_| Unavailable::Poisoned)?;
{%- endif %}
{%- if taken %}
        if guard.is_none() {
            return Err(Unavailable::Closed);
        }
{%- endif %}
        Ok({{ write_guard }} { guard{% if ordered %}, _held: held{% endif %} })
    }
{%- endif %}
{%- if taken %}

    /// Takes the value, once no call uses it. From then on every handle on it is closed.
    pub fn take(&self) -> Result<{{ name }}, Unavailable> {
        Ok(self.write()?.take())
    }
{%- endif %}
{%- if lock and kept %}

    /// Says whether the value is there, without waiting for its lock.
    pub fn check(&self) -> Result<(), Unavailable> {
        match self.reference.value.{% if lock == "rwlock" %}try_read{% else %}try_lock{% endif %}() {
{%- if taken %}
            Ok(guard) if guard.is_none() => Err(Unavailable::Closed),
{%- endif %}
            Err(std::sync::TryLockError::Poisoned(_)) => Err(Unavailable::Poisoned),
            Ok(_) | Err(std::sync::TryLockError::WouldBlock) => Ok(()),
        }
    }
{%- endif %}
{%- if held or lock and ordered %}

    fn address(&self) -> usize {
        std::ptr::from_ref({% if monitor %}&*{% else %}&{% endif %}self.reference.value).addr()
    }
{%- endif %}
}
{% endif %}
impl From<{{ name }}> for {{ handle }} {
    fn from(value: {{ name }}) -> Self {
        let resource = {{ resource }} {
            {% if new_value == "value" %}value{% else %}value: {{ new_value }}{% endif %},
{%- if monitor %}
            #[cfg(feature = "nif")]
            watched: std::sync::Once::new(),
{%- endif %}
        };
        Self { reference: Shared::new(resource) }
    }
}
{% if not lock %}
impl std::ops::Deref for {{ handle }} {
    type Target = {{ name }};

    fn deref(&self) -> &{{ name }} {
        &self.reference.value
    }
}
{% endif %}
{% if held %}
/// Handles are equal where they lead to the same value.
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

impl std::fmt::Debug for {{ handle }} {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("{{ handle }}")
    }
}
{% endif %}{% if lock and reads %}
/// A value that is borrowed to read it.
pub struct {{ read_guard }}<'a> {
    guard: std::sync::{% if lock == "rwlock" %}RwLockReadGuard{% else %}MutexGuard{% endif %}<'a, {{ inner_type }}>,
{%- if ordered %}
    _held: locks::Held,
{%- endif %}
}

impl std::ops::Deref for {{ read_guard }}<'_> {
    type Target = {{ name }};

    fn deref(&self) -> &{{ name }} {
{%- if taken %}
        self.guard.as_ref().expect("what is borrowed is not closed")
{%- else %}
        &self.guard
{%- endif %}
    }
}

{% endif %}
{% if lock and writes %}
/// A value that is borrowed to change it.
pub struct {{ write_guard }}<'a> {
    guard: std::sync::{% if lock == "rwlock" %}RwLockWriteGuard{% else %}MutexGuard{% endif %}<'a, {{ inner_type }}>,
{%- if ordered %}
    _held: locks::Held,
{%- endif %}
}
{% if taken %}
impl {{ write_guard }}<'_> {
    fn take(mut self) -> {{ name }} {
        self.guard.take().expect("what is borrowed is not closed")
    }
}
{% endif %}
impl std::ops::Deref for {{ write_guard }}<'_> {
    type Target = {{ name }};

    fn deref(&self) -> &{{ name }} {
{%- if taken %}
        self.guard.as_ref().expect("what is borrowed is not closed")
{%- else %}
        &self.guard
{%- endif %}
    }
}

impl std::ops::DerefMut for {{ write_guard }}<'_> {
    fn deref_mut(&mut self) -> &mut {{ name }} {
{%- if taken %}
        self.guard.as_mut().expect("what is borrowed is not closed")
{%- else %}
        &mut self.guard
{%- endif %}
    }
}
{% endif %}
