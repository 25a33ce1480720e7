# The VM of RustInElixir.ResidentMix: runs commands of Mix, one after the other.
#
# A command is a line with an external term, `{folder, arguments}`, in Base64. All that it prints follows, and then its exit
# status between two NULs, and an SOH on standard error: of the two streams, either may be ahead.

defmodule ResidentMix do
  def serve(known) do
    with line when is_binary(line) <- IO.read(:stdio, :line) do
      {folder, arguments} = line |> String.trim() |> Base.decode64!() |> :erlang.binary_to_term()
      File.cd!(folder)
      status = mix(arguments)
      forget(known)
      IO.write("\0#{status}\0\n")
      IO.write(:stderr, "\x01")
      serve(known)
    end
  end

  def known do
    %{
      path: :code.get_path(),
      files: Code.required_files(),
      modules: :code.all_loaded(),
      applications: Application.loaded_applications()
    }
  end

  defp mix(arguments) do
    Mix.start()
    {process, monitor} = spawn_monitor(fn -> Mix.CLI.main(arguments) end)

    receive do
      {:DOWN, ^monitor, :process, ^process, :normal} -> 0
      {:DOWN, ^monitor, :process, ^process, {:shutdown, status}} when is_integer(status) -> status
      {:DOWN, ^monitor, :process, ^process, reason} -> IO.puts(Exception.format_exit(reason)) && 1
    end
  end

  # A VM of Mix ends with its command. What is read from a library once may stay, for it is the same for all.
  defp forget(known) do
    for {module, file} <- :code.all_loaded() -- known.modules, not library?(module, file) do
      :code.delete(module)
      :code.purge(module)
    end

    :logger.set_primary_config(:level, :none)
    Mix.State.clear_cache()
    Application.stop(:mix)
    :logger.set_primary_config(:level, :notice)

    for {application, _, _} <- Application.loaded_applications() -- known.applications,
        do: Application.unload(application)

    Code.unrequire_files(Code.required_files() -- known.files)
    :code.set_path(known.path)
  end

  defp library?(module, file) do
    own =
      String.starts_with?(to_string(module), [
        "Elixir.RustInElixir.",
        "Elixir.Mix.Tasks.RustInElixir."
      ])

    theirs = Enum.any?([:code.root_dir(), :code.lib_dir(:elixir)], &List.starts_with?(file, &1))
    (own or theirs) and List.to_string(file) =~ ~r/\.beam\z/
  end
end

ResidentMix.serve(ResidentMix.known())
