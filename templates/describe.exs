describe "{{ label }}" do
{%- for test in tests %}
{%- if test.skip %}
  @tag skip: {{ test.skip }}
{%- endif %}
  test "{{ test.title }}" do
{%- for value in test.values %}
    {{ value.variable }} = {{ value.source }}
{%- endfor %}
{%- if test.values %}
{% endif %}
{%- if test.messages %}
{%- if question %}
    error = assert_raise {{ facade }}.ValidationError, fn -> {{ test.call }} end
{%- else %}
    assert {:error, %{{ facade }}.ValidationError{} = error} = {{ test.call }}
{%- endif %}
{%- if test.messages | length == 1 %}
    assert Exception.message(error) == {{ test.messages[0] }}
{%- else %}
    assert Enum.map(error.errors, & &1.message) == [{{ test.messages | join(sep=", ") }}]
{%- endif %}
{%- elif streams %}
    assert_reaches_rust(fn ->
      with {:ok, stream} <- {{ test.call }}, do: Enum.take(stream, 1)
    end)
{%- else %}
    assert_reaches_rust(fn -> {{ test.call }} end)
{%- endif %}
  end
{% endfor %}
end
