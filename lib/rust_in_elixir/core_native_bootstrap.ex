# Bootstrap; replaced by generated files.
defmodule RustInElixir.Core.Native do
  @on_load :load
  def load do
    :erlang.load_nif(~c"target/release/librust_in_elixir", 0)
  end

  def generate(_, _), do: :erlang.nif_error(:nif_not_loaded)
  def fingerprint, do: :erlang.nif_error(:nif_not_loaded)
  def lib_source(_, _), do: :erlang.nif_error(:nif_not_loaded)
  def manifest(_, _, _), do: :erlang.nif_error(:nif_not_loaded)
  def workspace(_, _), do: :erlang.nif_error(:nif_not_loaded)
  def unified_diff(_, _, _), do: :erlang.nif_error(:nif_not_loaded)
  def write_lock(_), do: :erlang.nif_error(:nif_not_loaded)
  def read_lock(_), do: :erlang.nif_error(:nif_not_loaded)
end

defmodule RustInElixir.Core do
  def generate(a, b), do: RustInElixir.Core.Native.generate(a, b)
  def fingerprint, do: {:ok, RustInElixir.Core.Native.fingerprint()}
  def lib_source(a, b), do: RustInElixir.Core.Native.lib_source(a, b)
  def manifest(a, b, c), do: RustInElixir.Core.Native.manifest(a, b, c)
  def workspace(a, b), do: RustInElixir.Core.Native.workspace(a, b)
  def unified_diff(a, b, c), do: {:ok, RustInElixir.Core.Native.unified_diff(a, b, c)}
  def write_lock(a), do: {:ok, RustInElixir.Core.Native.write_lock(a)}
  def read_lock(a), do: RustInElixir.Core.Native.read_lock(a)
end
