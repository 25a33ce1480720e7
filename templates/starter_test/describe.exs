{% set call %}{{ facade }}.{{ function }}({{ arguments | join(sep=", ") }}){% endset -%}
describe "{{ label }}" do
{%- if skip %}
  @tag skip: {{ skip }}
{%- endif %}
  test "reaches Rust" do
{%- for value in values %}
    {{ value.variable }} = {{ value.source }}
{%- endfor %}
{%- if values %}
{% endif %}
{%- if streams %}
    assert_reaches_rust(fn ->
      with {:ok, stream} <- {{ call }}, do: Enum.take(stream, 1)
    end)
{%- else %}
    assert_reaches_rust(fn -> {{ call }} end)
{%- endif %}
  end
end
