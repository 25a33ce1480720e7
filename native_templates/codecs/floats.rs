/// A float that Elixir cannot represent, and its place in the value.
struct FoundFloat {
    place: String,
    float: f64,
}
{%- if places %}

impl FoundFloat {
    fn at(mut self, step: impl std::fmt::Display) -> Self {
        self.place.insert_str(0, &step.to_string());
        self
    }
}
{%- endif %}

/// A type that may contain floats.
trait HoldsFloats {
    /// Finds the first one that is NaN or infinite.
    fn check(&self) -> Result<(), FoundFloat>;
}

/// A value whose floats are checked before it is encoded: Rustler would fail without a message.
struct FiniteFloats<T>(T);

impl<T: HoldsFloats + rustler::Encoder> rustler::Encoder for FiniteFloats<T> {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        if let Err(found) = self.0.check() {
            let FoundFloat { place, float } = found;
            panic!("the result{place} is {float}, which Elixir cannot represent");
        }
        self.0.encode(env)
    }
}
{% for float in floats %}
impl HoldsFloats for {{ float }} {
    fn check(&self) -> Result<(), FoundFloat> {
        let found = || FoundFloat { place: String::new(), float: {% if float == "f64" %}*self{% else %}f64::from(*self){% endif %} };
        self.is_finite().then_some(()).ok_or_else(found)
    }
}
{% endfor %}
{%- if lists %}
impl<T: HoldsFloats> HoldsFloats for Vec<T> {
    fn check(&self) -> Result<(), FoundFloat> {
        for (index, item) in self.iter().enumerate() {
            item.check().map_err(|it| it.at(format_args!("[{index}]")))?;
        }
        Ok(())
    }
}
{% endif %}
{%- if optionals %}
impl<T: HoldsFloats> HoldsFloats for Option<T> {
    fn check(&self) -> Result<(), FoundFloat> {
        self.as_ref().map_or(Ok(()), HoldsFloats::check)
    }
}
{% endif %}
{%- if boxes %}
impl<T: HoldsFloats> HoldsFloats for Box<T> {
    fn check(&self) -> Result<(), FoundFloat> {
        T::check(self)
    }
}
{% endif %}
{%- if maps %}
impl<K: std::fmt::Debug, V: HoldsFloats> HoldsFloats for HashMap<K, V> {
    fn check(&self) -> Result<(), FoundFloat> {
        for (key, value) in self {
            value.check().map_err(|it| it.at(format_args!("[{key:?}]")))?;
        }
        Ok(())
    }
}
{% endif %}
{%- if wide_keys %}
impl std::fmt::Debug for I128 {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}
{% endif %}
{%- for type in types %}
impl HoldsFloats for {{ type.name }} {
    fn check(&self) -> Result<(), FoundFloat> {
{%- if type.recursive %}
        descend(|| {
{%- endif %}
{%- if type.variants | length == 1 and type.others and type.variants[0].parts | length == 1 %}
{%- set variant = type.variants[0] %}
{%- set part = variant.parts[0] %}
        if let Self::{{ variant.name }}{% if variant.has_fields %} { {% for it in variant.bound %}{{ it[0] }}: {{ it[1] }}, {% endfor %}.. }{% else %}({% for it in variant.bound %}{{ it[1] }}, {% endfor %}){% endif %} = self {
            {{ part.place }}.check(){% if part.step %}.map_err(|it| it.at(".{{ part.step }}")){% endif %}
        } else {
            Ok(())
        }
{%- elif type.variants %}
        match self {
{%- for variant in type.variants %}
            Self::{{ variant.name }}{% if variant.has_fields %} { {% for it in variant.bound %}{{ it[0] }}: {{ it[1] }}, {% endfor %}.. }{% else %}({% for it in variant.bound %}{{ it[1] }}, {% endfor %}){% endif %} => {% if variant.parts | length > 1 %}{% raw %}{{% endraw %}{% endif %}
{%- for part in variant.parts %}
                {{ part.place }}.check(){% if part.step %}.map_err(|it| it.at(".{{ part.step }}")){% endif %}{% if not loop.last %}?;{% endif %}
{%- endfor %}
            {% if variant.parts | length > 1 %}{% raw %}}{% endraw %}{% else %},{% endif %}
{%- endfor %}
{%- if type.others %}
            _ => Ok(()),
{%- endif %}
        }
{%- else %}
{%- for part in type.parts %}
        self.{{ part.place }}.check(){% if part.step %}.map_err(|it| it.at(".{{ part.step }}")){% endif %}{% if not loop.last %}?;{% endif %}
{%- endfor %}
{%- endif %}
{%- if type.recursive %}
        })
{%- endif %}
    }
}
{% endfor %}
