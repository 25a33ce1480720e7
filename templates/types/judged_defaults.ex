{% if judged_defaults %}
  # Custom validators can run only once everything is compiled.
  @after_verify __MODULE__

  @doc false
  def __after_verify__(module) do
    Validation.defaults(module, "{{ schema_path }}", {% for field in judged_defaults %}{{ field.key }} { {{- field.default }}, {{ field.check_fun -}} }{% if not loop.last %}, {% endif %}{% endfor %})
  end
{% endif %}