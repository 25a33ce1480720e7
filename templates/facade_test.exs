defmodule {{ facade }}Test do
  use ExUnit.Case, async: true

  test "the library loads" do
    assert Code.ensure_loaded?({{ facade }}.Native)
  end
{% for nif in refusing %}
  test "{{ nif.label }} refuses arguments of another type" do
    assert {:error, %{{ facade }}.ValidationError{errors: [_ | _]}} =
             {{ facade }}.{{ nif.call }}({{ nif.arguments | join(sep=", ") }})
  end
{% endfor %}
end
