defmodule {{ facade }}Test do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?({{ facade }}.Native)
  end
{% for describe in describes %}
{{ describe }}
{% endfor %}
{%- if helper %}
{{ helper }}
{%- endif %}
end
