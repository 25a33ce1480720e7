{%- if kind == "resource" %}
  @opaque t :: %{{ reference }}{reference: reference()}
{%- elif kind == "struct" or kind == "exception" %}
  @type t :: %{{ reference }}{ {%- for field in fields %}{{ field.key }} {{ field.type }}{% if not loop.last %}, {% endif %}{% endfor -%} }
{%- elif kind == "map" %}
  @type t :: %{ {%- for field in fields %}{% if not optional or not taken_in %}{{ field.key }} {% elif field.absent_ok %}optional({{ field.atom }}) => {% else %}required({{ field.atom }}) => {% endif %}{{ field.type }}{% if not loop.last %}, {% endif %}{% endfor -%} }
{%- elif kind == "options" and fields %}
  @type t :: [option()]
  @type option :: {% for field in fields %}{ {{- field.atom }}, {{ field.type -}} }{% if not loop.last %} | {% endif %}{% endfor %}
{%- elif kind == "options" %}
  @type t :: []
{%- elif kind == "tuple" or kind == "record" %}
  @type t :: { {{- tag_prefix }}{% for field in fields %}{{ field.type }}{% if not loop.last %}, {% endif %}{% endfor %}}
{%- elif kind == "unit_enum" %}
  @type t :: {% for variant in variants %}{{ variant.atom }}{% if not loop.last %} | {% endif %}{% endfor %}
{%- elif kind == "untagged_enum" %}
  @type t :: {% for variant in variants %}{{ variant.type }}{% if not loop.last %} | {% endif %}{% endfor %}
{%- elif kind == "tagged_enum" %}
  @type t ::
{%- for variant in variants %} {% if not loop.first %}| {% endif %}
{%- if variant.shape == "unit" %}{{ variant.atom }}
{%- elif variant.shape == "values" %}{ {{- variant.atom }}{% for value in variant.values %}, {{ value.type }}{% endfor %}}
{%- else %}{ {{- variant.atom }}, %{ {%- for field in variant.fields %}{% if not variant.optional %}{{ field.key }} {% elif field.absent_ok %}optional({{ field.atom }}) => {% else %}required({{ field.atom }}) => {% endif %}{{ field.type }}{% if not loop.last %}, {% endif %}{% endfor -%} }}
{%- endif %}
{%- endfor %}
{%- elif kind == "newtype" %}
  @type t :: {{ type }}
{%- else %}
  @type t :: {{ typespec }}
{%- endif %}
