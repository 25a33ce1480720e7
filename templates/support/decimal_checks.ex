{%- if "decimal" in helpers %}
  def decimal(errors, value, path) do
    limits = "of 96 bits and at most 28 decimal places"
    decimal(errors, value, path, limits, &(&2 in -28..28 and &1 * 10 ** max(&2, 0) < 2 ** 96))
  end
{% endif %}
{%- if "wide_decimal" in helpers %}
  # To calculate with a larger exponent would take as many digits.
  def wide_decimal(errors, value, path) do
    limits = "with an exponent from -6144 to 6144"
    decimal(errors, value, path, limits, fn _coef, exp -> exp in -6144..6144 end)
  end
{% endif %}
  @decimal {"a %Decimal{}", ~s(a decimal number as a string, such as "19.99"), %{}}

  # Decimal is a package that a project need not have, so its struct is matched as a map.
  defp decimal(errors, %{__struct__: Decimal} = value, path, limits, within?) when map_size(value) == 4 do
    expected = {"a %Decimal{} #{limits}", "a decimal number #{limits}", %{}}

    case value do
      %{coef: :NaN} ->
        add(errors, path, :range, expected, "not a number", nil)

      %{coef: :inf} ->
        add(errors, path, :range, expected, "an infinity", nil)

      %{sign: sign, coef: coef, exp: exp}
      when sign in [1, -1] and is_integer(coef) and coef >= 0 and is_integer(exp) ->
        if within?.(coef, exp),
          do: errors,
          else: add(errors, path, :range, expected, "a number beyond that", nil)

      _ ->
        add(errors, path, :type, "a %Decimal{}", "a struct with other values", nil)
    end
  end

  defp decimal(errors, value, path, _limits, _within?),
    do: mismatch(errors, value, path, @decimal, decimal_hint(value))

  defp decimal_hint(value) when is_float(value),
    do: {"a float; see Decimal.from_float/1", "a number that may be rounded; send it as a string"}

  defp decimal_hint(value) when is_integer(value), do: "an integer; see Decimal.new/1"
  defp decimal_hint(value) when is_binary(value), do: "a string; see Decimal.parse/1"
  defp decimal_hint(_value), do: nil
{%- if "min_decimal" in helpers %}

  def min_decimal(errors, value, path, limit) do
    expected = {"at least #{limit}", "at least %{min}", %{min: limit}}
    if above(value, limit) >= 0, do: errors, else: add(errors, path, :min, expected, "a smaller number", nil)
  end
{%- endif %}
{%- if "max_decimal" in helpers %}

  def max_decimal(errors, value, path, limit) do
    expected = {"at most #{limit}", "at most %{max}", %{max: limit}}
    if above(value, limit) <= 0, do: errors, else: add(errors, path, :max, expected, "a larger number", nil)
  end
{%- endif %}
{%- if "min_decimal" in helpers or "max_decimal" in helpers %}

  # How far a decimal is above an integer, times a power of ten.
  defp above(%{sign: sign, coef: coef, exp: exp}, limit),
    do: sign * coef * 10 ** max(exp, 0) - limit * 10 ** max(-exp, 0)
{%- endif %}
