defmodule RustInElixir.Agreement.Trial do
  @moduledoc """
  Calls the functions of a draft whose library is loaded into this VM, and holds every answer
  against what the oracle says.
  """

  import RustInElixir.Agreement.Random

  alias RustInElixir.Agreement.{Draft, Oracle, OtherCrates, Terms}

  # A schema that disagrees once disagrees often.
  @most_defects 5

  @typedoc "A call that went otherwise than the oracle says."
  @type defect :: %{
          kind: atom,
          call: String.t(),
          arguments: [term],
          expected: String.t(),
          got: String.t()
        }

  @type counts :: %{
          terms: non_neg_integer,
          accepted: non_neg_integer,
          refused: non_neg_integer,
          either: non_neg_integer
        }

  @doc "A term in words, however deep it is: to lay it out takes longer with each level."
  @spec in_words(term) :: String.t()
  def in_words(term) do
    options = [limit: 200, printable_limit: 400]
    text = term |> cut(40) |> inspect(options)

    # Structs of dates with something else in them are shown as it is, or not at all.
    if String.valid?(text) and not String.contains?(text, "#Inspect.Error<"),
      do: text,
      else: term |> cut(40) |> inspect([structs: false] ++ options)
  end

  @doc """
  Tries `count` terms, spread over the draft's functions.

  With `trace` each call is written to that file before it is made, for the VM may not outlive it.
  """
  @spec run(Draft.t(), pos_integer, Path.t() | nil) :: %{counts: counts, defects: [defect]}
  def run(draft, count, trace \\ nil) do
    facade = Module.concat([draft.facade])
    Process.put(:trace, trace)
    seed({draft.seed, 2, 0})

    handles =
      for %{kind: :resource, name: name} <- draft.types,
          into: %{},
          do: {name, handles(facade, draft, name)}

    oracle = Oracle.new(draft, handles)
    share = max(1, div(count, max(1, length(draft.functions))))

    empty = %{
      counts: %{terms: 0, accepted: 0, refused: 0, either: 0},
      defects: structs(oracle, draft)
    }

    for {function, index} <- Enum.with_index(draft.functions), reduce: empty do
      result ->
        seed({draft.seed, 3, index})
        before = facade.calls!()
        tried = try_function(oracle, facade, function, share, result)
        reached = facade.calls!() - before
        accepted = Process.put(:accepted, 0) || 0

        if reached == accepted do
          tried
        else
          found(tried, :count, function, [], "#{accepted} calls that reach Rust", "#{reached}")
        end
    end
  end

  # The structs whose own defaults are not what the oracle says.
  defp structs(oracle, draft) do
    for %{kind: kind, name: name} <- draft.types,
        kind in [:struct, :exception],
        struct = Oracle.module(oracle, name).__struct__(),
        field <- oracle.types[name].fields,
        {:ok, default} <- [Oracle.absent(field)],
        not same?(Map.fetch!(struct, field.name), default) do
      %{
        kind: :default,
        call: "%#{inspect(struct.__struct__)}{}.#{field.name}",
        arguments: [],
        expected: shown(default),
        got: shown(Map.fetch!(struct, field.name))
      }
    end
  end

  # Two functions may make one, should the other be refused.
  defp handles(facade, draft, name) do
    case Enum.find(draft.functions, &(&1.task == :make and &1.resource == name)) do
      nil -> []
      make -> for id <- 1..4, do: apply(facade, :"#{make.name}!", [id])
    end
  end

  defp try_function(oracle, facade, function, share, result) do
    types = Enum.map(function.params, &elem(&1, 1))
    loose = loose(oracle, function, types)

    Enum.reduce_while(1..share, result, fn _, result ->
      if length(result.defects) >= @most_defects do
        {:halt, result}
      else
        {:cont, try_once(oracle, facade, function, types, loose, result)}
      end
    end)
  end

  # Where input is cast, a term that is none of its type may become one; and a value of an
  # untagged enum may become another one of it. Then only what holds of every answer is asked for.
  defp loose(oracle, function, types) do
    reached = types |> Enum.flat_map(&Oracle.reached(oracle, &1)) |> Enum.map(&oracle.types[&1])

    %{
      casts: function.cast or Enum.any?(reached, & &1.cast),
      untagged: Enum.any?(reached, &(&1.kind == :untagged_enum))
    }
  end

  defp try_once(oracle, facade, function, types, loose, result) do
    {arguments, form} = arguments(oracle, function, types, loose)
    trace(function, arguments)
    expected = expected(oracle, function, types, arguments, form, loose)
    answer = call(facade, function, chance?(10), arguments)

    result
    |> validated(facade, function, arguments, expected)
    |> judge(oracle, {function, types, arguments}, loose, expected, answer)
  end

  # Where Rust validates, Elixir only explains, so that the answer does not tell whether it validates as strictly. The values
  # of a stream are validated when it is read.
  defp validated(result, _facade, %{task: :feed}, _arguments, _expected), do: result

  defp validated(result, facade, function, arguments, expected) do
    module = Module.concat(facade, "Arguments")
    name = String.to_atom(function.name)

    if Code.ensure_loaded?(module) and function_exported?(module, name, length(arguments)) do
      case {expected, apply(module, name, arguments)} do
        {{:accepted, _}, {:error, error}} ->
          wanted = "validation in Elixir to accept it"
          found(result, :refused_though_valid, function, arguments, wanted, shown(error))

        {:refused, {:ok, _arguments}} ->
          wanted = "validation in Elixir to refuse it"
          found(result, :accepted_though_invalid, function, arguments, wanted, "accepted")

        _as_expected ->
          result
      end
    else
      result
    end
  end

  defp arguments(oracle, function, types, loose) do
    valid = Enum.map(types, &Terms.valid(oracle, &1, between(0..4)))

    case between(1..100) do
      n when n <= 40 ->
        if function.cast and chance?(50) and form?(oracle, types, valid),
          do: json(oracle, types, valid, loose),
          else: {valid, :valid}

      n when n <= 75 ->
        {one_of_them(valid, &Terms.near/1), :any}

      n when n <= 93 ->
        {one_of_them(valid, fn _ -> Terms.hostile(oracle) end), :any}

      n when n <= 99 ->
        levels = pick([2, 5, 20, 40, 63, 64, 65, 100, 126, 127, 128, 129, 130, 200])
        {Enum.map(types, &Terms.deep(oracle, &1, levels)), :any}

      _ ->
        if chance?(5),
          do: {one_of_them(valid, fn _ -> Terms.enormous() end), :any},
          else: {valid, :valid}
    end
  end

  # Another type of an untagged enum may take what is wrong for one of them.
  defp json(oracle, types, valid, loose) do
    in_json = fn terms -> Enum.zip_with(types, terms, &Terms.json(oracle, &1, &2)) end
    spoiled = if chance?(30) and not loose.untagged, do: OtherCrates.spoiled(valid), else: :none

    case spoiled do
      {:spoiled, terms} ->
        {in_json.(terms), :spoiled}

      :none ->
        if chance?(20),
          do: {one_of_them(in_json.(valid), &Terms.near/1), :any},
          else: {in_json.(valid), {:json, valid}}
    end
  end

  defp form?(oracle, types, valid),
    do: Enum.all?(Enum.zip_with(types, valid, &match?({:ok, _}, Oracle.judge(oracle, &1, &2))))

  defp one_of_them(list, change),
    do: List.update_at(list, between(0..(length(list) - 1)), change)

  defp expected(oracle, function, types, arguments, form, loose) do
    subject = if match?({:json, _}, form), do: elem(form, 1), else: arguments
    judged = Enum.zip_with(types, subject, &Oracle.judge(oracle, &1, &2))

    cond do
      form == :spoiled ->
        :refused

      Enum.all?(judged, &match?({:ok, _}, &1)) ->
        {:accepted, answer(function, Enum.map(judged, &elem(&1, 1)))}

      form == :valid ->
        raise "#{function.name} was given what the oracle refuses: #{inspect(arguments, limit: :infinity)}"

      loose.casts ->
        :either

      true ->
        :refused
    end
  end

  defp answer(%{task: :echo}, [value]), do: {:ok, value}
  defp answer(%{task: :handle}, [value]), do: {:ok, value}
  defp answer(%{task: :options}, [value]), do: {:ok, value}
  defp answer(%{task: :feed}, [values]), do: {:ok, values}
  defp answer(%{task: :pair}, [left, right]), do: {:ok, {left, right}}
  defp answer(%{task: :result}, [true, value, _error]), do: {:ok, value}
  defp answer(%{task: :result}, [false, _value, error]), do: {:error, error}
  defp answer(%{task: :done}, [true, _error]), do: :ok
  defp answer(%{task: :done}, [false, error]), do: {:error, error}
  defp answer(%{task: :stream}, [values]), do: {:stream, values}

  defp answer(%{task: :items}, [values, errors]) do
    {:stream, Enum.map(values, &{:ok, &1}) ++ Enum.map(errors, &{:error, &1})}
  end

  defp answer(%{task: :make}, [id]), do: {:made, id}
  defp answer(%{task: :read}, [_handle]), do: :number

  defp call(facade, function, bang, arguments) do
    bare = function.options[:returns] == :bare
    name = if bang and not bare, do: :"#{function.name}!", else: :"#{function.name}"
    bang = bang or bare

    case apply(facade, name, given(function, arguments)) do
      :ok when function.task == :done -> :ok
      {:ok, value} when not bang -> {:ok, read(value)}
      value when bang -> {:ok, read(value)}
      {:error, error} -> {:error, error}
      other -> {:odd, other}
    end
  rescue
    error -> {:raised, error, __STACKTRACE__}
  catch
    kind, reason -> {:raised, {kind, reason}, __STACKTRACE__}
  end

  # To the oracle a stream is a list, which not every enumerable is.
  defp given(%{task: :feed}, [values]) do
    if is_list(values) and not List.improper?(values),
      do: [Stream.map(values, & &1)],
      else: [:no_enumerable]
  end

  defp given(_function, arguments), do: arguments

  # The facade's own stream, which is read to its end.
  defp read(%{iterator: _, native: _, function: _, next: _, chunk: _} = stream),
    do: {:stream, Enum.to_list(stream)}

  defp read(value), do: value

  defp judge(result, oracle, {function, types, arguments}, loose, expected, answer) do
    result = update_in(result.counts.terms, &(&1 + 1))
    validation_error = Demo.Rust.ValidationError
    call_error = Demo.Rust.CallError
    refusal = refusal(answer, validation_error)

    case {expected, refusal} do
      {:refused, {:refused, error}} ->
        result |> counted(:refused) |> message(function, arguments, error)

      {:either, {:refused, error}} ->
        result |> counted(:either) |> message(function, arguments, error)

      {{:accepted, _}, {:refused, error}} ->
        found(
          result,
          :refused_though_valid,
          function,
          arguments,
          "to be accepted",
          Exception.message(error)
        )

      {:refused, answer} ->
        reached(answer)

        found(
          result,
          :accepted_though_invalid,
          function,
          arguments,
          "to be refused",
          shown(answer)
        )

      {:either, answer} ->
        reached(answer)
        result |> counted(:either) |> of_type(oracle, {function, types, arguments}, answer)

      {{:accepted, wanted}, answer} ->
        reached(answer)
        answer = unraised(answer, wanted, call_error)
        result = counted(result, :accepted)

        cond do
          agrees?(oracle, wanted, answer) ->
            witnessed(result, oracle, {function, types, arguments}, wanted)

          loose.casts and loose.untagged ->
            of_type(result, oracle, {function, types, arguments}, answer)

          true ->
            found(result, :changed, function, arguments, shown(wanted), shown(answer))
        end
    end
  end

  # That the same term came back does not say that it was the same value in between.
  defp witnessed(result, oracle, {%{task: :echo} = function, [type], arguments}, {:ok, term}) do
    expected = Oracle.witness(oracle, type, term)
    found = Module.concat([oracle.facade]).witness!()

    if found == expected,
      do: result,
      else: found(result, :taken_for_another, function, arguments, expected, found)
  end

  defp witnessed(result, _oracle, _called, _wanted), do: result

  defp refusal({:error, %module{} = error}, module), do: {:refused, error}
  defp refusal({:raised, %module{} = error, _}, module), do: {:refused, error}
  defp refusal(answer, _module), do: answer

  # The exception that `f!` raises where `f` returns an error.
  defp unraised({:raised, %call_error{reason: reason}, _}, {:error, _}, call_error),
    do: {:error, reason}

  defp unraised({:raised, error, _}, {:error, error}, _call_error), do: {:error, error}
  defp unraised(answer, _wanted, _call_error), do: answer

  defp agrees?(_oracle, {:made, _id}, {:ok, %{reference: reference}}), do: is_reference(reference)
  defp agrees?(_oracle, :number, {:ok, number}), do: number in 1..4
  defp agrees?(_oracle, {:stream, items}, {:ok, {:stream, found}}), do: same?(items, found)
  defp agrees?(_oracle, wanted, answer), do: same?(wanted, answer)

  # Zero has a sign, which only its bytes tell on every OTP.
  defp same?(left, right) do
    left === right and
      :erlang.term_to_binary(left, [:deterministic]) ==
        :erlang.term_to_binary(right, [:deterministic])
  end

  # Whatever came back is a value of what was asked for.
  defp of_type(result, oracle, {function, types, arguments}, answer) do
    case {function.task, answer} do
      {task, {:ok, value}} when task in [:echo, :handle] ->
        if same?(Oracle.judge(oracle, hd(types), value), {:ok, value}),
          do: result,
          else: found(result, :changed, function, arguments, "a value of the type", shown(value))

      {_task, {:raised, _, _} = raised} ->
        error = if function.task in [:result, :done], do: elem(raised, 1)

        if is_exception(error) and
             String.starts_with?(inspect(error.__struct__), [oracle.facade, "Demo.Rust."]),
           do: result,
           else: found(result, :raised, function, arguments, "an answer", shown(raised))

      _ ->
        result
    end
  end

  defp message(result, function, arguments, error) do
    message = Exception.message(error)

    if String.valid?(message) and byte_size(message) < 100_000,
      do: result,
      else: found(result, :message, function, arguments, "a message to read", shown(message))
  end

  defp counted(result, kind), do: update_in(result.counts[kind], &(&1 + 1))

  # An error of the NIF itself comes before the function, one of the function's own after it.
  defp reached({:raised, %ErlangError{}, _}), do: :ok
  defp reached({:raised, %ArgumentError{}, _}), do: :ok
  defp reached(_answer), do: Process.put(:accepted, (Process.get(:accepted) || 0) + 1)

  defp found(result, kind, function, arguments, expected, got) do
    params =
      Enum.map_join(function.params, ", ", fn {name, type} ->
        "#{name} :: #{Draft.notation(type)}"
      end)

    defect = %{
      kind: kind,
      call: "#{function.name}(#{params})",
      arguments: arguments,
      expected: expected,
      got: got
    }

    %{result | defects: result.defects ++ [defect]}
  end

  defp shown({:raised, %_{} = error, stack}),
    do: "raised " <> Exception.format(:error, error, stack)

  defp shown({:raised, {kind, reason}, stack}),
    do: "raised " <> Exception.format(kind, reason, stack)

  defp shown(term), do: in_words(term)

  defp cut(_term, 0), do: :...
  defp cut([item | rest], depth), do: [cut(item, depth - 1) | cut_rest(rest, depth, 200)]

  defp cut(tuple, depth) when is_tuple(tuple),
    do: tuple |> Tuple.to_list() |> Enum.map(&cut(&1, depth - 1)) |> List.to_tuple()

  defp cut(map, depth) when is_map(map) do
    for {key, value} <- map |> :maps.to_list() |> Enum.take(200), into: %{} do
      {cut(key, depth - 1), cut(value, depth - 1)}
    end
  end

  defp cut(term, _depth), do: term

  defp cut_rest([item | rest], depth, left) when left > 0,
    do: [cut(item, depth - 1) | cut_rest(rest, depth, left - 1)]

  defp cut_rest([_ | _], _depth, _left), do: [:...]
  defp cut_rest(tail, depth, _left), do: cut(tail, depth)

  defp trace(function, arguments) do
    if path = Process.get(:trace) do
      File.write!(path, "#{function.name}: #{in_words(arguments)}\n")
    end
  end
end
