defmodule {{ facade }}Test do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?({{ native }})
  end
{% for describe in describes %}
{{ describe }}
{% endfor %}
{%- if helper %}
{{ helper }}
{%- endif %}
end
