{%- if "date" in helpers or "time" in helpers or "naive_datetime" in helpers or "datetime" in helpers or "timestamp" in helpers %}
  # The structs of dates and times are whole, of the ISO calendar, and of a day and a time that exist.
{%- endif %}
{%- if "date" in helpers %}
  @date {"a %Date{}", "a date such as 2024-02-29", %{}}

  def date(errors, value, path), do: calendar(errors, value, path, Date, @date, &day/1)
{% endif %}
{%- if "time" in helpers %}
  @time {"a %Time{}", "a time such as 12:30:00", %{}}

  def time(errors, value, path), do: calendar(errors, value, path, Time, @time, &clock/1)
{% endif %}
{%- if "naive_datetime" in helpers %}
  @naive {"a %NaiveDateTime{}", "a date and time such as 2024-02-29T12:30:00", %{}}

  def naive_datetime(errors, value, path),
    do: calendar(errors, value, path, NaiveDateTime, @naive, &(day(&1) || clock(&1)))
{% endif %}
{%- if "datetime" in helpers or "timestamp" in helpers %}
  @utc {"a %DateTime{} in UTC", "a date and time with an offset, such as 2024-02-29T12:30:00Z", %{}}
{% endif %}
{%- if "datetime" in helpers %}
  def datetime(errors, value, path) do
    problem = &(day(&1) || clock(&1) || zone(&1))
    calendar(errors, value, path, DateTime, @utc, problem)
  end
{% endif %}
{%- if "timestamp" in helpers %}
  def timestamp(errors, value, path) do
    problem = &(day(&1) || clock(&1) || zone(&1) || instant(&1))
    calendar(errors, value, path, DateTime, @utc, problem)
  end

  # The first and the last instant of the crate jiff are of those years in every time zone.
  defp instant(%{year: year, month: month, day: day} = value) do
    instant = {year, month, day, value.hour, value.minute, value.second}

    if instant < {-9999, 1, 2, 1, 59, 59} or instant > {9999, 12, 30, 22, 0, 0} do
      hint = "Rust has those from -9999-01-02 01:59:59 to 9999-12-30 22:00:00"
      {"an instant that is too early or too late", {hint, hint}}
    end
  end
{% endif %}
{%- if "duration" in helpers %}
  @duration {"a %Duration{} without years and months", "a duration such as PT1H30M", %{}}
  @count -0x8000_0000_0000_0000..0x7FFF_FFFF_FFFF_FFFF

  # What a week or an hour is longer than a second is the same always; years and months differ.
  def duration(errors, %{__struct__: Duration} = value, path) do
    case microseconds(value) do
      total when total in @count -> errors
      nil -> add(errors, path, :range, @duration, "a struct with other keys", nil)
      :calendar -> add(errors, path, :range, @duration, "years or months", "they have no fixed length")
      _total -> add(errors, path, :range, @duration, "a duration of 2^63 microseconds or more", nil)
    end
  end

  def duration(errors, value, path) do
    hint = if is_binary(value), do: "a string; see Duration.from_iso8601/1"
    mismatch(errors, value, path, @duration, hint)
  end

  defp microseconds(%{year: 0, month: 0, microsecond: {part, precision}} = value)
       when map_size(value) == 9 and part in @count and precision in 0..6 do
    units = [week: 604_800, day: 86_400, hour: 3600, minute: 60, second: 1]

    Enum.reduce_while(units, part, fn {unit, seconds}, total ->
      case value do
        %{^unit => count} when count in @count -> {:cont, total + count * seconds * 1_000_000}
        _ -> {:halt, nil}
      end
    end)
  end

  defp microseconds(%{year: year, month: month}) when is_integer(year) and is_integer(month), do: if({year, month} != {0, 0}, do: :calendar)
  defp microseconds(_value), do: nil
{% endif %}
{%- if "date" in helpers or "time" in helpers or "naive_datetime" in helpers or "datetime" in helpers or "timestamp" in helpers %}
  defp calendar(errors, %module{} = value, path, module, expected, problem) do
    problem =
      cond do
        Map.keys(value) != Map.keys(module.__struct__()) -> {"a struct with other keys", nil}
        value.calendar != Calendar.ISO -> {"another calendar", "see #{inspect(module)}.convert/2"}
        true -> problem.(value)
      end

    case problem do
      nil -> errors
      {got, hint} -> add(errors, path, :range, expected, got, hint)
    end
  end

  defp calendar(errors, value, path, module, expected, _problem),
    do: mismatch(errors, value, path, expected, calendar_hint(value, module))

  defp calendar_hint(value, module) when is_binary(value),
    do: "a string; see #{inspect(module)}.from_iso8601/1"

  defp calendar_hint(%DateTime{}, Date), do: "see DateTime.to_date/1"
  defp calendar_hint(%DateTime{}, Time), do: "see DateTime.to_time/1"
  defp calendar_hint(%DateTime{}, NaiveDateTime), do: "see DateTime.to_naive/1"
  defp calendar_hint(%NaiveDateTime{}, Date), do: "see NaiveDateTime.to_date/1"
  defp calendar_hint(%NaiveDateTime{}, Time), do: "see NaiveDateTime.to_time/1"
  defp calendar_hint(%NaiveDateTime{}, DateTime), do: "see DateTime.from_naive/2"
  defp calendar_hint(_value, _module), do: nil
{%- endif %}
{%- if "date" in helpers or "naive_datetime" in helpers or "datetime" in helpers or "timestamp" in helpers %}

  defp day(%{year: year, month: month, day: day})
       when is_integer(year) and year in -9999..9999 and month in 1..12 and is_integer(day) do
    if day not in 1..Calendar.ISO.days_in_month(year, month), do: {"a day that does not exist", nil}
  end

  defp day(_date), do: {"a day that does not exist", nil}
{%- endif %}
{%- if "time" in helpers or "naive_datetime" in helpers or "datetime" in helpers or "timestamp" in helpers %}

  defp clock(%{hour: hour, minute: minute, second: second, microsecond: {part, precision}})
       when hour in 0..23 and minute in 0..59 and second in 0..59 and
              part in 0..999_999 and precision in 0..6,
       do: nil

  defp clock(_time), do: {"a time that does not exist", nil}
{%- endif %}
{%- if "datetime" in helpers or "timestamp" in helpers %}

  defp zone(%{time_zone: "Etc/UTC", zone_abbr: "UTC", utc_offset: 0, std_offset: 0}), do: nil

  defp zone(%{time_zone: "Etc/UTC"}), do: {"an offset or abbreviation that UTC does not have", nil}

  defp zone(%{time_zone: zone}),
    do: {"the time zone #{describe(zone)}", "see DateTime.shift_zone/2"}
{%- endif %}
