# Asserts that the arguments reach Rust. Until the function is implemented, it panics there.
defp assert_reaches_rust(call) do
  with {:error, error} when is_struct(error, {{ namespace }}.ValidationError) <- call.(),
    do: flunk(Exception.message(error))
rescue
  error in {{ namespace }}.PanicError -> assert Exception.message(error) =~ "is not implemented yet"
end
