locals_without_parens = [
  custom: 2,
  custom: 3,
  exception: 2,
  exception: 3,
  field: 2,
  field: 3,
  map: 2,
  map: 3,
  newtype: 2,
  newtype: 3,
  nif: 1,
  nif: 2,
  options: 2,
  options: 3,
  record: 2,
  record: 3,
  record: 4,
  remote: 2,
  remote: 3,
  resource: 1,
  resource: 2,
  struct: 2,
  struct: 3,
  tagged_enum: 2,
  tagged_enum: 3,
  tuple: 2,
  tuple: 3,
  unit_enum: 2,
  unit_enum: 3,
  untagged_enum: 2,
  untagged_enum: 3,
  variant: 1,
  variant: :*,
  waive: 3
]

[
  inputs: [
    "{mix,.formatter}.exs",
    "{config,lib,test,bench}/**/*.{ex,exs}",
    "native/*/schema.exs"
  ],
  locals_without_parens: locals_without_parens,
  export: [locals_without_parens: locals_without_parens]
]
