defmodule RustInElixir.Loader.CargoMessage do
  @moduledoc false

  alias RustInElixir.Text.JSON

  @typedoc """
  A diagnostic of rustc about one place in the code.

  `file` is absolute, `line` and `column` count from 1. A diagnostic without a place, such as a
  linker's, has the crate's root file, line 0 and no column. `rendered` is rustc's own text with
  the source around it, `message` only says what is wrong, with the notes and helps below it.
  """
  @type diagnostic :: %{
          severity: :error | :warning,
          message: String.t(),
          rendered: String.t(),
          file: Path.t(),
          line: non_neg_integer(),
          column: pos_integer() | nil
        }

  @typedoc """
  The output of cargo for one target: `name` is the target's, `package` that of its package, `manifest` is the package's `Cargo.toml`, `local?` whether its
  source is a folder of ours and not a registry's or a repository's.
  """
  @type artifact :: %{
          name: String.t(),
          package: String.t(),
          manifest: Path.t(),
          local?: boolean(),
          fresh?: boolean(),
          crate_types: [String.t()],
          files: [Path.t()]
        }

  @typedoc """
  A build script that ran, now or in an earlier build: where its output is, and the folder of its package, `nil` for one that
  is not ours.
  """
  @type script :: %{output: Path.t(), folder: Path.t() | nil}

  @doc """
  Reads one line that cargo printed with `--message-format=json` and both streams joined.

  Cargo prints its messages as one JSON object per line, and everything that it says to people
  as plain lines, which never begin with a brace.
  """
  @spec parse(String.t(), Path.t()) ::
          {:artifact, artifact()}
          | {:script, script()}
          | {:diagnostic, diagnostic()}
          | {:text, String.t()}
          | :other
  def parse("{" <> _ = line, workspace_root) do
    case JSON.decode(line) do
      {:ok, %{"reason" => "compiler-artifact"} = message} -> {:artifact, artifact(message)}
      {:ok, %{"reason" => "build-script-executed"} = message} -> {:script, script(message)}
      {:ok, %{"reason" => "compiler-message"} = message} -> diagnostic(message, workspace_root)
      {:ok, _} -> :other
      :error -> {:text, line}
    end
  end

  def parse(line, _workspace_root), do: {:text, line}

  defp artifact(message) do
    %{
      name: message["target"]["name"],
      package: package(message["package_id"]),
      manifest: Path.expand(message["manifest_path"]),
      local?: String.contains?(message["package_id"], "path+file:"),
      fresh?: message["fresh"],
      crate_types: message["target"]["crate_types"],
      files: message["filenames"]
    }
  end

  # An id is `path+file:///folder#name@1.0.0`, and leaves the name out if the folder has it.
  defp package(id) do
    [source, fragment] = String.split(id, "#", parts: 2)

    case String.split(fragment, "@", parts: 2) do
      [name, _version] -> name
      [_version] -> source |> URI.decode() |> Path.basename()
    end
  end

  defp script(message) do
    folder =
      case Regex.run(~r"path\+file://([^#?]+)", message["package_id"]) do
        [_, path] -> URI.decode(path)
        nil -> nil
      end

    %{output: Path.join(Path.dirname(message["out_dir"]), "output"), folder: folder}
  end

  # Besides errors and warnings rustc sends its closing remarks ("aborting due to 2 previous
  # errors", "for more information …"), which say nothing new.
  defp diagnostic(%{"message" => message, "target" => target}, workspace_root) do
    case message do
      %{"message" => "aborting due to" <> _} ->
        :other

      %{"level" => "error" <> _} ->
        {:diagnostic, diagnostic(:error, message, target, workspace_root)}

      %{"level" => "warning"} ->
        {:diagnostic, diagnostic(:warning, message, target, workspace_root)}

      _ ->
        :other
    end
  end

  defp diagnostic(severity, message, target, workspace_root) do
    span = message["spans"] |> Enum.find(& &1["is_primary"]) |> call_site()

    %{
      severity: severity,
      message: Enum.join([message["message"] | Enum.map(message["children"], &child/1)], "\n"),
      rendered: String.trim_trailing(message["rendered"] || message["message"]),
      file: Path.expand(span["file_name"] || target["src_path"], workspace_root),
      line: span["line_start"] || 0,
      column: span["column_start"]
    }
  end

  defp child(%{"level" => level, "message" => message, "spans" => spans}) do
    case spans do
      [%{"suggested_replacement" => <<_, _::binary>> = text}] -> "#{level}: #{message}: `#{text}`"
      _ -> "#{level}: #{message}"
    end
  end

  # Inside a macro the span lies in the macro's source, often another crate's; what a person can
  # fix is the call.
  defp call_site(%{"expansion" => %{"span" => span}}), do: call_site(span)
  defp call_site(nil), do: %{}
  defp call_site(span), do: span
end
