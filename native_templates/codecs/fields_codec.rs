impl<'a> rustler::Decoder<'a> for {{ name }} {
    fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
{%- if recursive %}
        descend(|| {
{%- endif %}
{%- if not module and fields | length == 0 %}
        if !term.is_map() {
            return Err(rustler::Error::BadArg);
        }
{%- else %}
        let env = term.get_env();
{%- endif %}
{%- if module %}
        if term.map_get(atom(env, "__struct__"))? != atom(env, "Elixir.{{ module }}") {
            return Err(rustler::Error::BadArg);
        }
{%- endif %}
        Ok(Self {
{%- for field in fields %}
            {{ field.name }}: term.map_get(atom(env, {{ field.atom }}))?.{{ <decoded value={field.value} /> }}?,
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
        descend(|| {
{%- endif %}
        let fields = [
{%- if module %}
            (atom(env, "__struct__"), atom(env, "Elixir.{{ module }}")),
{%- endif %}
{%- if exception %}
            (atom(env, "__exception__"), rustler::Encoder::encode(&true, env)),
{%- endif %}
{%- for field in fields %}
            (atom(env, {{ field.atom }}), rustler::Encoder::encode({{ <encoded value={field.value} place={"self." ~ field.name} /> }}, env)),
{%- endfor %}
        ];
        map(env, &fields)
{%- if recursive %}
        })
{%- endif %}
    }
}
