{% if cast %}
  @doc "Casts a value from decoded JSON and validates it, without a call."
  @spec cast(term()) :: {:ok, t()} | {:error, ValidationError.t()}
  def cast(value), do: ValidationError.cast(value, {{ cast.value }}, {{ cast.check_fun }})
{% endif %}