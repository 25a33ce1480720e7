RustInElixir.KindsProject.load!()

defmodule RustInElixir.Kinds.OtherCratesTest do
  @moduledoc """
  The types whose Rust side is that of other crates: `Dates` has those of chrono, rust_decimal and num_bigint, `Instants`
  those of jiff, bigdecimal and num_bigint.
  """

  use RustInElixir.KindsCase, async: true

  @facades [Dates, Instants]

  # The calendar of a struct is a module; it need not be there.
  defp other_calendar(value), do: %{value | calendar: Other.Calendar}

  # The struct, which Elixir has had since 1.17.
  defp duration(units) do
    Map.merge(
      %{
        __struct__: Duration,
        year: 0,
        month: 0,
        week: 0,
        day: 0,
        hour: 0,
        minute: 0,
        second: 0,
        microsecond: {0, 6}
      },
      Map.new(units)
    )
  end

  for facade <- @facades do
    describe "#{inspect(facade)}:" do
      @facade facade

      test "a date of the years that Elixir has" do
        assert_accepted(@facade, :echo_date, [
          ~D[2024-02-29],
          ~D[0000-01-01],
          ~D[-0001-12-31],
          ~D[-9999-01-01],
          ~D[9999-12-31]
        ])

        none = "value must be a %Date{}, got: a day that does not exist"

        assert_refused(@facade, :echo_date, [
          {%{~D[2024-02-29] | day: 30}, none},
          {%{~D[2024-02-29] | year: 2023}, none},
          {%{~D[2024-02-29] | day: 0}, none},
          {%{~D[2024-02-29] | month: 13}, none},
          {%{~D[2024-02-29] | month: 0}, none},
          {%{~D[2024-02-29] | year: 10_000}, none},
          {%{~D[2024-02-29] | year: -10_000}, none},
          {%{~D[2024-02-29] | year: 2.0e3}, none},
          {%{~D[2024-02-29] | year: 2 ** 70}, none},
          {%{~D[2024-02-29] | day: nil}, none},
          {other_calendar(~D[2024-02-29]),
           "value must be a %Date{}, got: another calendar (see Date.convert/2)"},
          {Map.delete(~D[2024-02-29], :day),
           "value must be a %Date{}, got: a struct with other keys"},
          {Map.put(~D[2024-02-29], :hour, 1),
           "value must be a %Date{}, got: a struct with other keys"},
          {~U[2024-02-29 10:00:00Z],
           "value must be a %Date{}, got: a %DateTime{} struct (see DateTime.to_date/1)"},
          {~N[2024-02-29 10:00:00],
           "value must be a %Date{}, got: a %NaiveDateTime{} struct (see NaiveDateTime.to_date/1)"},
          {"2024-02-29",
           ~s[value must be a %Date{}, got: "2024-02-29" (a string; see Date.from_iso8601/1)]},
          {{2024, 2, 29}, "value must be a %Date{}, got: a tuple of 3 elements"},
          {nil, "value must be a %Date{}, got: nil"}
        ])
      end

      test "a time without a leap second" do
        assert_accepted(@facade, :echo_time, [
          ~T[00:00:00.000000],
          ~T[23:59:59.999999],
          ~T[12:30:00.000001]
        ])

        none = "value must be a %Time{}, got: a time that does not exist"

        assert_refused(@facade, :echo_time, [
          {%{~T[12:30:00] | hour: 24}, none},
          {%{~T[12:30:00] | minute: 60}, none},
          {%{~T[12:30:00] | second: 60}, none},
          {%{~T[12:30:00] | second: -1}, none},
          {%{~T[12:30:00] | microsecond: {1_000_000, 6}}, none},
          {%{~T[12:30:00] | microsecond: {0, 7}}, none},
          {%{~T[12:30:00] | microsecond: {0, -1}}, none},
          {%{~T[12:30:00] | microsecond: 0}, none},
          {other_calendar(~T[12:30:00]),
           "value must be a %Time{}, got: another calendar (see Time.convert/2)"},
          {~U[2024-02-29 10:00:00Z],
           "value must be a %Time{}, got: a %DateTime{} struct (see DateTime.to_time/1)"},
          {"12:30:00",
           ~s[value must be a %Time{}, got: "12:30:00" (a string; see Time.from_iso8601/1)]}
        ])
      end

      test "a naive date and time" do
        assert_accepted(@facade, :echo_naive_datetime, [
          ~N[2024-02-29 23:59:59.999999],
          ~N[-9999-01-01 00:00:00.000000],
          ~N[9999-12-31 23:59:59.999999]
        ])

        none = "value must be a %NaiveDateTime{}, got: a day that does not exist"

        assert_refused(@facade, :echo_naive_datetime, [
          {%{~N[2024-02-29 10:00:00] | year: 2023}, none},
          {%{~N[2024-02-29 10:00:00] | second: 60},
           "value must be a %NaiveDateTime{}, got: a time that does not exist"},
          {~U[2024-02-29 10:00:00Z],
           "value must be a %NaiveDateTime{}, got: a %DateTime{} struct (see DateTime.to_naive/1)"}
        ])
      end

      test "an instant in UTC" do
        assert_accepted(@facade, :echo_datetime, [
          ~U[2024-02-29 23:59:59.999999Z],
          ~U[-9999-01-02 01:59:59.000000Z],
          ~U[9999-12-30 22:00:00.999999Z]
        ])

        vienna = %{
          ~U[2024-02-29 10:00:00Z]
          | time_zone: "Europe/Vienna",
            zone_abbr: "CET",
            utc_offset: 3600
        }

        expected = "value must be a %DateTime{} in UTC, got: "

        assert_refused(@facade, :echo_datetime, [
          {vienna, ~s[#{expected}the time zone "Europe/Vienna" (see DateTime.shift_zone/2)]},
          {%{~U[2024-02-29 10:00:00Z] | utc_offset: 3600},
           expected <> "an offset or abbreviation that UTC does not have"},
          {%{~U[2024-02-29 10:00:00Z] | zone_abbr: nil},
           expected <> "an offset or abbreviation that UTC does not have"},
          {%{~U[2024-02-29 10:00:00Z] | day: 31}, "#{expected}a day that does not exist"},
          {~N[2024-02-29 10:00:00],
           "#{expected}a %NaiveDateTime{} struct (see DateTime.from_naive/2)"},
          {other_calendar(~U[2024-02-29 10:00:00Z]),
           "#{expected}another calendar (see DateTime.convert/2)"}
        ])
      end

      test "the precision of a time that Rust returns is that of microseconds; finer digits are cut off" do
        assert apply(@facade, :echo_time!, [~T[12:30:00]]) === ~T[12:30:00.000000]
        assert apply(@facade, :echo_time!, [~T[12:30:00.12]]) === ~T[12:30:00.120000]

        assert apply(@facade, :finest!, []) ===
                 {~T[01:02:03.123456], ~N[1970-01-01 01:02:03.123456],
                  ~U[1970-01-01 01:02:03.123456Z]}
      end

      test "an integer of any size" do
        powers = for power <- [62, 63, 64, 128, 2039, 2040, 2041, 20_000], do: 2 ** power

        assert_accepted(
          @facade,
          :echo_integer,
          [0, 1, -1] ++ Enum.flat_map(powers, &[&1 - 1, &1, -&1, -&1 - 1])
        )

        assert apply(@facade, :powers!, [100_000]) === {2 ** 100_000, -(2 ** 100_000)}

        assert_refused(@facade, :echo_integer, [
          {1.0, "value must be an integer, got: 1.0 (a float; see trunc/1 and round/1)"},
          {"1", ~s[value must be an integer, got: "1" (a string; see String.to_integer/1)]},
          {nil, "value must be an integer, got: nil"}
        ])
      end

      test "a duration of a fixed length" do
        # As Rust gives it back: in seconds, and with the digits of microseconds.
        assert_accepted(@facade, :echo_duration, [
          duration(second: 0),
          duration(second: 90, microsecond: {500_000, 6}),
          duration(second: -90, microsecond: {-1, 6}),
          duration(second: 9_223_372_036_854, microsecond: {775_807, 6})
        ])

        units = duration(week: 1, day: -1, hour: 2, minute: 3, second: 4, microsecond: {5, 1})
        assert {:ok, seconds} = apply(@facade, :echo_duration, [units])
        assert seconds == duration(second: 6 * 86_400 + 7384, microsecond: {5, 6})

        expected = "value must be a %Duration{} without years and months, got: "
        keys = expected <> "a struct with other keys"
        long = expected <> "a duration of 2^63 microseconds or more"

        assert_refused(@facade, :echo_duration, [
          {duration(year: 1), expected <> "years or months (they have no fixed length)"},
          {duration(month: -1), expected <> "years or months (they have no fixed length)"},
          {duration(second: 9_223_372_036_854, microsecond: {775_808, 6}), long},
          {duration(week: 2 ** 62), long},
          {duration(week: 2 ** 63, day: -(2 ** 63)), keys},
          {duration(microsecond: {0, 7}), keys},
          {duration(microsecond: 0), keys},
          {duration(hour: 1.0), keys},
          {Map.delete(duration(hour: 1), :day), keys},
          {Map.put(duration(hour: 1), :nanosecond, 0), keys},
          {"PT1H", expected <> ~s["PT1H" (a string; see Duration.from_iso8601/1)]},
          {90, expected <> "90"}
        ])
      end

      test "a duration out of JSON, where Elixir has them" do
        if function_exported?(Duration, :from_iso8601, 1) do
          assert apply(@facade, :cast_duration, ["PT1M30.5S"]) ==
                   {:ok, duration(second: 90, microsecond: {500_000, 6})}
        end

        assert {:error, error} = apply(@facade, :cast_duration, ["an hour"])

        assert Exception.message(error) ==
                 ~s(value must be a duration such as PT1H30M, got: "an hour")
      end

      test "a UUID in lower case" do
        uuid = "01234567-89ab-cdef-0123-456789abcdef"
        assert_accepted(@facade, :echo_uuid, [uuid, "00000000-0000-0000-0000-000000000000"])
        expected = "value must be a UUID in lower case, with hyphens, got: "

        wrong = [
          String.upcase(uuid),
          String.replace(uuid, "-", ""),
          "{#{uuid}}",
          uuid <> "\n",
          String.replace(uuid, "0", "g")
        ]

        assert_refused(
          @facade,
          :echo_uuid,
          for(term <- wrong, do: {term, expected <> inspect(term)}) ++
            [{nil, expected <> "nil"}, {:uuid, expected <> ":uuid"}]
        )

        upcase = String.upcase(uuid)
        assert apply(@facade, :cast_uuid!, [%{upcase => upcase}]) == %{uuid => uuid}

        assert {:error, error} = apply(@facade, :cast_uuid, [%{uuid => "x"}])

        assert Exception.message(error) ==
                 ~s(value["#{uuid}"] must be a UUID such as #{uuid}, got: "x")
      end

      test "limits of an integer of any size" do
        assert_accepted(@facade, :echo_count, [3, 2 ** 100])
        assert_refused(@facade, :echo_count, [{2, "value must be at least 3, got: 2"}])
        assert_accepted(@facade, :echo_few, [1, 10 ** 23])

        assert_refused(@facade, :echo_few, [
          {3, "value must be one of 1, 2, 100000000000000000000000, got: 3"}
        ])
      end

      test "limits of a decimal" do
        assert_accepted(@facade, :echo_price, [decimal(0), decimal(1000), decimal(100_000, -2)])
        assert_accepted(@facade, :echo_discount, [decimal(10), decimal(999, -2)])

        assert_refused(@facade, :echo_price, [
          {decimal(-1, -28), "value must be at least 0, got: a smaller number"},
          {decimal(100_001, -2), "value must be at most 1000, got: a larger number"}
        ])

        assert_refused(@facade, :echo_discount, [
          {decimal(1001, -2), "value must be at most 10, got: a larger number"}
        ])

        assert apply(@facade, :sum!, [[decimal(199, -2), decimal(1)]]) === decimal(299, -2)
      end

      test "a decimal that is no number, or no decimal" do
        limits =
          case @facade do
            Dates -> "a %Decimal{} of 96 bits and at most 28 decimal places"
            Instants -> "a %Decimal{} with an exponent from -6144 to 6144"
          end

        other = "value must be a %Decimal{}, got: a struct with other values"

        assert_refused(@facade, :echo_decimal, [
          {%{decimal(1) | coef: :NaN}, "value must be #{limits}, got: not a number"},
          {%{decimal(1) | coef: :inf}, "value must be #{limits}, got: an infinity"},
          {%{decimal(1) | exp: 10_000}, "value must be #{limits}, got: a number beyond that"},
          {%{decimal(1) | exp: -(2 ** 64)}, "value must be #{limits}, got: a number beyond that"},
          {%{decimal(1) | sign: 0}, other},
          {%{decimal(1) | coef: -1}, other},
          {%{decimal(1) | coef: 1.0}, other},
          {%{decimal(1) | exp: nil}, other},
          {1.5, "value must be a %Decimal{}, got: 1.5 (a float; see Decimal.from_float/1)"},
          {1, "value must be a %Decimal{}, got: 1 (an integer; see Decimal.new/1)"},
          {"1.5", ~s[value must be a %Decimal{}, got: "1.5" (a string; see Decimal.parse/1)]}
        ])
      end

      test "all of them within other types" do
        entry =
          struct!(Module.concat(@facade, Entry),
            day: ~D[2024-02-29],
            at: nil,
            amounts: [decimal(1), decimal(25, -2)],
            span: {~T[12:30:00.000000], ~N[2024-02-29 12:30:00.000000]},
            count: 2 ** 70,
            days: %{~D[2024-02-29] => 1, ~D[2024-03-01] => -(2 ** 80)}
          )

        assert_accepted(@facade, :echo_entry, [
          entry,
          %{entry | at: ~U[2024-02-29 12:30:00.000000Z]}
        ])

        assert_refused(@facade, :echo_entry, [
          {%{entry | days: %{%{~D[2024-02-29] | day: 30} => 1}},
           "the key \"2024-02-30\" of value.days must be a date such as 2024-02-29, got: a day that does not exist"}
        ])

        assert_accepted(@facade, :echo_moment, [
          ~D[2024-02-29],
          ~U[2024-02-29 12:30:00.000000Z],
          7,
          2 ** 70,
          decimal(25, -2)
        ])
      end

      test "defaults" do
        module = Module.concat(@facade, Reminder)
        reminder = struct!(module)

        assert {reminder.on, reminder.at, reminder.from, reminder.until, reminder.times} ==
                 {~D[2024-02-29], ~T[12:30:00.000000], ~N[2024-02-29 12:30:00.000000],
                  ~U[2024-02-29 12:30:00.000000Z], 10 ** 21}

        assert_accepted(@facade, :echo_reminder, [reminder])

        assert apply(@facade, :echo_reminder!, [%{"on" => "2024-03-01", "until" => nil}]) ===
                 %{reminder | on: ~D[2024-03-01], until: nil}
      end

      test "a cast takes ISO 8601, and decimals as strings or integers" do
        for {function, term, value} <- [
              {:cast_date, "2024-02-29", ~D[2024-02-29]},
              {:cast_date, "-0001-02-28", ~D[-0001-02-28]},
              {:cast_time, "12:30:00", ~T[12:30:00.000000]},
              {:cast_time, "12:30:00.5", ~T[12:30:00.500000]},
              {:cast_naive_datetime, "2024-02-29T12:30:00", ~N[2024-02-29 12:30:00.000000]},
              {:cast_naive_datetime, "2024-02-29 12:30:00", ~N[2024-02-29 12:30:00.000000]},
              {:cast_datetime, "2024-02-29T12:30:00Z", ~U[2024-02-29 12:30:00.000000Z]},
              {:cast_datetime, "2024-02-29T12:30:00+02:00", ~U[2024-02-29 10:30:00.000000Z]},
              {:cast_decimal, "19.99", decimal(1999, -2)},
              {:cast_decimal, "-19.99", decimal(-1999, -2)},
              {:cast_decimal, "+1.50", decimal(150, -2)},
              {:cast_decimal, "5e-2", decimal(5, -2)},
              {:cast_decimal, 7, decimal(7)},
              {:cast_decimal, -7, decimal(-7)},
              {:cast_days, %{"2024-02-29" => 1}, %{~D[2024-02-29] => 1}},
              {:cast_counts, %{"-7" => true}, %{-7 => true}},
              {:cast_counts, %{Integer.to_string(2 ** 2040) => true}, %{(2 ** 2040) => true}},
              {:cast_date, ~D[2024-02-29], ~D[2024-02-29]},
              {:cast_decimal, decimal(7), decimal(7)}
            ] do
          assert {term, apply(@facade, function, [term])} === {term, {:ok, value}}
        end

        assert {:error, %{errors: [error]}} = apply(@facade, :cast_days, [%{"2024-02-29" => "x"}])
        assert {error.pointer, error.path} == {"/value/2024-02-29", [:value, ~D[2024-02-29]]}

        # A key that is hardly a date has a pointer as well.
        broken = Map.delete(%{~D[2024-02-29] | day: 30}, :calendar)
        assert {:error, %{errors: [error]}} = apply(@facade, :cast_days, [%{broken => 1}])
        assert {error.pointer, error.code} == {"/value/2024-02-30", :range}

        for {function, term, problem} <- [
              {:cast_date, "2024-02-30", ~s[a date such as 2024-02-29, got: "2024-02-30"]},
              {:cast_time, "12:30", ~s[a time such as 12:30:00, got: "12:30"]},
              {:cast_naive_datetime, "2024-02-29",
               ~s[a date and time such as 2024-02-29T12:30:00, got: "2024-02-29"]},
              {:cast_datetime, "2024-02-29",
               ~s[a date and time with an offset, such as 2024-02-29T12:30:00Z, got: "2024-02-29"]},
              {:cast_decimal, 19.99,
               ~s[a decimal number as a string, such as "19.99", got: 19.99 (a number that may be rounded; send it as a string)]},
              {:cast_decimal, nil, ~s[a decimal number as a string, such as "19.99", got: null]}
            ] do
          assert {:error, %Demo.Rust.ValidationError{} = error} = apply(@facade, function, [term])

          assert Exception.message(error) == "value must be #{problem}"
        end

        for {function, terms} <- [
              cast_date: ["2024-02-30", "24-02-29", "2024-02-29T00:00:00", 20_240_229],
              cast_time: ["24:00:00", "12:30", "12:30:00Z", "12:30:00+02:00", "23:59:60"],
              cast_naive_datetime: [
                "9999-12-31T23:59:59-01:00",
                "2024-02-29T12:30:00Z",
                "2024-02-29T12:30:00+02:00",
                "2024-02-29"
              ],
              cast_datetime: [
                "2024-02-29T12:30:00",
                "2024-02-29",
                1_709_209_800,
                "9999-12-31T23:59:59-01:00",
                "-9999-01-01T00:00:00+01:00"
              ],
              cast_decimal: [
                1.5,
                "1.5.5",
                "",
                ".5",
                "1.",
                "NaN",
                "Infinity",
                "1,5",
                " 1",
                "1\n",
                "1e10000000000",
                String.duplicate("9", 1001)
              ],
              cast_days: [%{"2024-02-30" => 1}],
              cast_counts: [%{String.duplicate("9", 1001) => true}, %{"1.0" => true}]
            ],
            term <- terms do
          assert {_, {:error, %Demo.Rust.ValidationError{}}} =
                   {term, apply(@facade, function, [term])}
        end
      end
    end
  end

  test "a decimal of rust_decimal has 96 bits and up to 28 decimal places" do
    assert_accepted(Dates, :echo_decimal, [
      decimal(2 ** 96 - 1),
      decimal(1 - 2 ** 96),
      decimal(2 ** 96 - 1, -28),
      decimal(0),
      decimal(0, -28),
      %{decimal(0) | sign: -1}
    ])

    # It has no positive exponents.
    assert Dates.echo_decimal!(decimal(125, 3)) === decimal(125_000)
    assert Dates.echo_decimal!(decimal(7, 28)) === decimal(7 * 10 ** 28)

    beyond =
      "value must be a %Decimal{} of 96 bits and at most 28 decimal places, got: a number beyond that"

    assert_refused(Dates, :echo_decimal, [
      {decimal(2 ** 96), beyond},
      {decimal(2 ** 200), beyond},
      {decimal(8, 28), beyond},
      {decimal(1, -29), beyond},
      {decimal(0, -29), beyond},
      {decimal(0, 29), beyond}
    ])
  end

  test "a decimal of bigdecimal has a coefficient of any size" do
    assert_accepted(Instants, :echo_decimal, [
      decimal(2 ** 200),
      decimal(1 - 2 ** 96),
      decimal(2 ** 2000, -6144),
      decimal(1, 6144),
      decimal(0, -28)
    ])
  end

  test "jiff has no instant at the very ends of Elixir's years" do
    message =
      "value must be a %DateTime{} in UTC, got: an instant that is too early or too late " <>
        "(Rust has those from -9999-01-02 01:59:59 to 9999-12-30 22:00:00)"

    terms = [
      ~U[-9999-01-02 01:59:58.999999Z],
      ~U[9999-12-30 22:00:01.000000Z],
      ~U[-9999-01-01 00:00:00.000000Z],
      ~U[9999-12-31 23:59:59.999999Z]
    ]

    assert_refused(Instants, :echo_datetime, Enum.map(terms, &{&1, message}))
    assert_accepted(Dates, :echo_datetime, terms)
  end

  test "what Elixir cannot represent is a panic that names its place" do
    for {number, shown} <- [
          {0, "+262142-12-31"},
          {1, "-262143-01-01"},
          {2, "+262142-12-31 23:59:59.999999999 UTC"}
        ] do
      error = assert_raise(Demo.Rust.PanicError, fn -> Dates.beyond(number) end)

      assert Exception.message(error) ==
               ~s(beyond/1 panicked: the result["late"][1] is #{shown}, which Elixir cannot represent)
    end

    error = assert_raise(Demo.Rust.PanicError, fn -> Dates.leap_second() end)

    assert Exception.message(error) ==
             "leap_second/0 panicked: the result is 23:59:60.500, which Elixir cannot represent"
  end

  defp decimal(number, exp \\ 0),
    do: struct!(Decimal, sign: if(number < 0, do: -1, else: 1), coef: abs(number), exp: exp)
end
