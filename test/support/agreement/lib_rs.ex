defmodule RustInElixir.Agreement.LibRs do
  @moduledoc """
  The Rust of a draft: each stub of its `lib.rs` gets a body that gives back what it was given, and
  counts its calls.
  """

  alias RustInElixir.Agreement.Draft

  @doc "Completes a `lib.rs` that holds the stubs of the draft's functions."
  @spec complete(String.t(), Draft.t()) :: String.t()
  def complete(text, draft) do
    text =
      for function <- draft.functions, reduce: text do
        text -> with_body(text, function.name, "seen();\n#{body(function, draft)}")
      end

    text = with_body(text, "calls", "CALLS.load(Ordering::Relaxed)")

    text =
      for %{kind: :resource, name: name} <- draft.types, reduce: text do
        text -> String.replace(text, "pub struct #{name};", "pub struct #{name}(u64);")
      end

    customs = for %{kind: :custom, name: name} <- draft.types, do: custom(name)

    """
    #{text}
    use std::sync::atomic::{AtomicU64, Ordering};

    static CALLS: AtomicU64 = AtomicU64::new(0);

    fn seen() {
        CALLS.fetch_add(1, Ordering::Relaxed);
    }

    #{customs}
    """
  end

  # A stub ends with the first brace that is indented like itself.
  defp with_body(text, name, body) do
    [before, rest] = String.split(text, "    fn #{name}(", parts: 2)
    [signature, rest] = String.split(rest, " {\n", parts: 2)
    [_stub, rest] = String.split(rest, "\n    }\n", parts: 2)
    "#{before}    fn #{name}(#{signature} {\n#{body}\n    }\n#{rest}"
  end

  defp body(function, draft) do
    values = for {name, type} <- function.params, do: owned(name, type)

    case {function.task, values} do
      {:echo, [value]} ->
        value

      {:handle, [value]} ->
        value

      {:pair, [left, right]} ->
        "(#{Enum.join([in_tuple(left, function, 0), in_tuple(right, function, 1)], ", ")})"

      {:result, [ok, value, error]} ->
        "if #{ok} { Ok(#{value}) } else { Err(#{error}) }"

      {:done, [ok, error]} ->
        "if #{ok} { Ok(()) } else { Err(#{error}) }"

      {:stream, _} ->
        "values.into_iter()"

      {:items, _} ->
        "values.into_iter().map(Ok).chain(errors.into_iter().map(Err))"

      {:options, _} ->
        options(function, draft)

      {:make, [id]} ->
        "#{function.resource}(#{id})"

      {:read, _} ->
        "value.0"
    end
  end

  # Text and bytes are borrowed where they are parameters themselves.
  defp owned(name, {:scalar, :string}), do: "#{name}.to_string()"
  defp owned(name, {:scalar, :binary}), do: "#{name}.to_vec()"
  defp owned(name, {:scalar, :path}), do: "#{name}.to_path_buf()"
  defp owned(name, {:optional, {:scalar, :string}}), do: "#{name}.map(str::to_string)"
  defp owned(name, {:optional, {:scalar, :binary}}), do: "#{name}.map(|it| Bytes(it.to_vec()))"
  defp owned(name, {:optional, {:scalar, :path}}), do: "#{name}.map(std::path::Path::to_path_buf)"
  defp owned(name, _type), do: name

  # Bytes inside of a type have one of their own.
  defp in_tuple(value, function, index) do
    case Enum.at(function.params, index) do
      {_, {:scalar, :binary}} -> "Bytes(#{value})"
      _ -> value
    end
  end

  defp options(%{params: [{param, {:named, name}}]}, draft) do
    %{fields: fields} = Enum.find(draft.types, &(&1.name == name))
    fields = Enum.map_join(fields, ", ", &"#{&1.name}: #{param}.#{&1.name}")
    unused = if fields == "", do: "let _ = #{param};\n", else: ""
    "#{unused}#{Draft.answer(name)} { #{fields} }"
  end

  defp custom(name) do
    """
    /// A number with a tag in front.
    #[derive(Clone, Debug, PartialEq)]
    pub struct #{name}(pub i64);

    #[cfg(feature = "nif")]
    impl<'a> rustler::Decoder<'a> for #{name} {
        fn decode(term: rustler::Term<'a>) -> rustler::NifResult<Self> {
            let (_tag, number): (rustler::Atom, i64) = term.decode()?;
            Ok(Self(number))
        }
    }

    #[cfg(feature = "nif")]
    impl rustler::Encoder for #{name} {
        fn encode<'a>(&self, env: rustler::Env<'a>) -> rustler::Term<'a> {
            let tag = rustler::Atom::from_str(env, "custom").expect("an atom");
            (tag, self.0).encode(env)
        }
    }
    """
  end
end
