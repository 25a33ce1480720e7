defmodule Demo.Values.Schema do
  use RustInElixir.Schema,
    facade: Demo.Values,
    crate: "demo_values",
    loader: :precompiled,
    allocator: :mimalloc

  @moduledoc "Each built-in type, and names that Rustler's derives do not take."

  unit_enum Word, [:fn, :"two words", :Ok]

  tagged_enum Found do
    variant :Nothing
    variant :"the value", term
  end

  map Keys do
    field :type, string
    field :Upper, u8 | nil
    field :self, [u8]
  end

  struct Wide do
    field :i8, i8
    field :i16, i16
    field :i32, i32
    field :i64, i64
    field :i128, i128
    field :isize, isize
    field :u8, u8
    field :u16, u16
    field :u32, u32
    field :u64, u64
    field :u128, u128
    field :usize, usize
    field :f32, f32
    field :f64, f64
  end

  untagged_enum Owner do
    variant :process, pid
    variant :call, reference
    variant :name, atom
    variant :file, path
  end

  tuple Pair do
    field :key, atom
    field :value, i128
  end

  newtype Port, u16, min: 1
  newtype Price, decimal, min: 0, max: 1000

  map Booking, cast: true do
    field :day, date
    field :from, time
    field :noted, naive_datetime
    field :paid, datetime | nil
    field :price, Price
  end

  nif wide(wide :: Wide) :: Wide
  nif word(word :: Word, found :: Found) :: %{atom => Word}
  nif keys(keys :: Keys, nested :: [{u8, [binary]}]) :: Keys
  nif owner(owner :: Owner, pid :: pid, reference :: reference | nil) :: Owner
  nif filter(samples :: packed(f64), taps :: packed(i16) | nil) :: {packed(f32), bool}
  nif visitor(id :: uuid, from :: ip, initial :: char | nil) :: {uuid, ip, char}, cast: true

  nif split(text :: string, at :: string | nil) ::
        {:ok, [slice(string)]} | {:error, slice(string)}

  nif frames(bytes :: binary) :: [{u8, slice(binary)}]
  nif count(from :: integer) :: integer
  nif area(corners :: array({f64, f64}, 4), tags :: mapset(string)) :: {range, mapset(Word)}
  nif wait(time :: duration, rows :: range, names :: keyword(u8)) :: duration, cast: true
  nif book(booking :: Booking) :: Booking
  nif pair(pair :: Pair, term :: term) :: {Pair, term}
  nif text(string :: string | nil, bytes :: binary | nil) :: binary
  nif file(path :: path, others :: [path]) :: path | nil
  nif ports(ports :: [Port]) :: {:ok, [Port]} | {:error, binary}
  nif ready?() :: bool
end
