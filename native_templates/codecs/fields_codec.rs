impl<'a> rustler::Decoder<'a> for {{ name }} {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
{%- if recursive %}
        self::descend(|| {
{%- endif %}
{%- if not module and fields | length == 0 %}
        if !term.is_map() {
            return Err(rustler::Error::BadArg);
        }
{%- else %}
        let env = term.get_env();
{%- endif %}
{%- if module %}
        if term.map_get(self::atom(env, "__struct__"))? != self::atom(env, "Elixir.{{ module }}") {
            return Err(rustler::Error::BadArg);
        }
{%- endif %}
        Ok({{ name }} {
{%- for field in fields %}
            {{ field.name }}: term.map_get(self::atom(env, {{ field.atom }}))?.{{ <decoded value={field.value} /> }}?,
{%- endfor %}
        })
{%- if recursive %}
        })
{%- endif %}
    }
}

impl rustler::Encoder for {{ name }} {
    fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
{%- if recursive %}
        self::descend(|| {
{%- endif %}
        let fields = [
{%- if module %}
            (self::atom(env, "__struct__"), self::atom(env, "Elixir.{{ module }}")),
{%- endif %}
{%- if exception %}
            (self::atom(env, "__exception__"), rustler::Encoder::encode(&true, env)),
{%- endif %}
{%- for field in fields %}
            (self::atom(env, {{ field.atom }}), rustler::Encoder::encode({{ <encoded value={field.value} place={"self." ~ field.name} /> }}, env)),
{%- endfor %}
        ];
        self::map(env, &fields)
{%- if recursive %}
        })
{%- endif %}
    }
}
