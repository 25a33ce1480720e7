defmodule {{ facade }}Test do
  use ExUnit.Case, async: true
{% for nif in nifs %}{% if nif.arity > 0 %}
  test "{{ nif.name }}/{{ nif.arity }} refuses a reference for each of its arguments" do
    assert {:error, %{{ facade }}.ValidationError{}} = {{ facade }}.{{ nif.name }}({% for _ in range(end=nif.arity) %}make_ref(){% if not loop.last %}, {% endif %}{% endfor %})
  end
{% endif %}{% endfor %}
end
