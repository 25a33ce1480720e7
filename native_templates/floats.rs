/// A float that Elixir has none for, and where it is.
struct NotFinite {
    place: String,
    float: f64,
}

impl NotFinite {
    fn at(mut self: Box<Self>, step: impl std::fmt::Display) -> Box<Self> {
        self.place.insert_str(0, &step.to_string());
        self
    }
}

/// What may hold floats.
trait Floats {
    /// Finds the first one that is NaN or an infinity.
    fn check(&self) -> Result<(), Box<NotFinite>>;
}

/// A value whose floats are checked before it is encoded: Rustler would fail without a word.
struct Finite<T>(T);

impl<T: Floats + rustler::Encoder> rustler::Encoder for Finite<T> {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
        if let Err(found) = self.0.check() {
            panic!("the result{} is {}, which is not a float in Elixir", found.place, found.float);
        }
        self.0.encode(env)
    }
}
{% for float in floats %}
impl Floats for {{ float }} {
    fn check(&self) -> Result<(), Box<NotFinite>> {
        if self.is_finite() {
            Ok(())
        } else {
            let (place, float) = (String::new(), (*self).into());
            Err(Box::new(NotFinite { place, float }))
        }
    }
}
{% endfor %}
{%- if lists %}
impl<T: Floats> Floats for Vec<T> {
    fn check(&self) -> Result<(), Box<NotFinite>> {
        for (index, item) in self.iter().enumerate() {
            item.check().map_err(|it| it.at(format_args!("[{index}]")))?;
        }
        Ok(())
    }
}
{% endif %}
{%- if optionals %}
impl<T: Floats> Floats for Option<T> {
    fn check(&self) -> Result<(), Box<NotFinite>> {
        self.as_ref().map_or(Ok(()), Floats::check)
    }
}
{% endif %}
{%- if boxes %}
impl<T: Floats> Floats for Box<T> {
    fn check(&self) -> Result<(), Box<NotFinite>> {
        T::check(self)
    }
}
{% endif %}
{%- if maps %}
impl<K: std::fmt::Debug, V: Floats> Floats for HashMap<K, V> {
    fn check(&self) -> Result<(), Box<NotFinite>> {
        for (key, value) in self {
            value.check().map_err(|it| it.at(format_args!("[{key:?}]")))?;
        }
        Ok(())
    }
}
{% endif %}
{%- for type in types %}
impl Floats for {{ type.name }} {
    fn check(&self) -> Result<(), Box<NotFinite>> {
{%- if type.recursive %}
        self::descend(|| {
{%- endif %}
{%- if type.variants %}
        match self {
{%- for variant in type.variants %}
            {{ variant.pattern }} => {
{%- for part in variant.parts %}
                {{ part.value }}.check(){% if part.step %}.map_err(|it| it.at("{{ part.step }}")){% endif %}?;
{%- endfor %}
            }
{%- endfor %}
{%- if type.others %}
            _ => {}
{%- endif %}
        }
{%- else %}
{%- for part in type.parts %}
        {{ part.value }}.check(){% if part.step %}.map_err(|it| it.at("{{ part.step }}")){% endif %}?;
{%- endfor %}
{%- endif %}
        Ok(())
{%- if type.recursive %}
        })
{%- endif %}
    }
}
{% endfor %}
