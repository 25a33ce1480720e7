pub use {{ it.path }}{% if it.alias %} as {{ it.alias }};{% else %};{% endif -%}
