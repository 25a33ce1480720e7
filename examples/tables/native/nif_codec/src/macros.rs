//! How the types of a boundary cross: one macro for each kind, which implements [`Decode`](crate::Decode) and
//! [`Encode`](crate::Encode). `via descend` runs the codec of a recursive type in that function, which may grow the stack.

/// The functions that the VM calls, each with its scheduler, its name and arity in Elixir, and the function here:
/// `nifs!(DirtyCpu "area"/1 => area)`.
#[macro_export]
macro_rules! nifs {
    ($($schedule:ident $name:literal / $arity:literal => $function:path),* $(,)?) => {$(
        const _: () = {
            struct Nif;

            impl $crate::Function<$arity> for Nif {
                const LABEL: &'static str = concat!($name, "/", $arity);

                #[inline]
                fn call<'a>(
                    call: $crate::Call<'a>,
                    arguments: &[$crate::Argument<'a>; $arity],
                ) -> $crate::Answer<'a> {
                    $function(call, arguments)
                }
            }

            rustler::codegen_runtime::inventory::submit!($crate::nif::<Nif, $arity>(
                match ::std::ffi::CStr::from_bytes_with_nul(concat!($name, "\0").as_bytes()) {
                    Ok(name) => name,
                    Err(_) => panic!("a name has no zero"),
                },
                rustler::SchedulerFlags::$schedule,
            ));
        };
    )*};
}

/// The function that tells the module of the resource that a reference leads to:
/// `resources!(TableResource as "Elixir.Shop.Table")`.
#[macro_export]
macro_rules! resources {
    ($($resource:ident as $module:literal),* $(,)?) => {
        const _: () = {
            fn module<'a>(
                call: $crate::Call<'a>,
                [reference]: &[$crate::Argument<'a>; 1],
            ) -> $crate::Answer<'a> {
                $(if call.resource::<$resource>(reference).is_some() {
                    static MODULE: $crate::Name = $crate::Name::new($module);
                    return call.atom_or_nil(Some(&MODULE));
                })*
                call.atom_or_nil(None)
            }

            $crate::nifs!(Normal "__resource__"/1 => module);
        };
    };
}

/// A struct: `as_struct!(Point as "Elixir.Shop.Point" { x, r#type: "type" })`.
#[macro_export]
macro_rules! as_struct {
    ($name:ident as $module:literal { $($field:ident $(: $key:literal)?),* $(,)? } $(via $via:ident)?) => {
        $crate::fields!($name, ["__struct__" = $module], { $($field = $crate::key!($field $(, $key)?)),* } $(via $via)?);
    };
}

/// An exception, which is a struct with a mark.
#[macro_export]
macro_rules! as_exception {
    ($name:ident as $module:literal { $($field:ident $(: $key:literal)?),* $(,)? } $(via $via:ident)?) => {
        $crate::fields!(
            $name, ["__struct__" = $module, "__exception__" = "true"],
            { $($field = $crate::key!($field $(, $key)?)),* } $(via $via)?
        );
    };
}

/// A map with atom keys: `as_map!(Delta { x, y })`.
#[macro_export]
macro_rules! as_map {
    ($name:ident { $($field:ident $(: $key:literal)?),* $(,)? } $(via $via:ident)?) => {
        $crate::fields!($name, [], { $($field = $crate::key!($field $(, $key)?)),* } $(via $via)?);
    };
}

/// The key of a field: its name, if the schema has no other one.
#[doc(hidden)]
#[macro_export]
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident, $key:literal) => {
        $key
    };
}

/// A map with the given keys, some of which have a fixed atom as their value.
#[doc(hidden)]
#[macro_export]
macro_rules! fields {
    (
        $name:ident, [$($mark:literal = $atom:expr),*], { $($field:ident = $key:expr),* } $(via $via:ident)?
    ) => {
        const _: () = {
            static KEYS: $crate::keys!([$($mark),*], [$($key),*]) =
                $crate::Keys::new([$(($mark, $atom)),*], [$($key),*]);

            impl<'a> $crate::Decode<'a> for $name {
                #[inline]
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    $crate::run!($($via)?, {
                        let [$($field),*] = *KEYS.open(term)?;
                        Some(Self { $($field: $crate::Decode::decode(term.get($field)?)?),* })
                    })
                }
            }

            impl $crate::Encode for $name {
                #[inline]
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    $crate::run!($($via)?, {
                        KEYS.map(env, [$($crate::Encode::encode(&mut self.$field, env)),*])
                    })
                }

                fn unrepresentable(&self) -> Option<$crate::Unrepresentable> {
                    $crate::run!($($via)?, {
                        $(if let Some(found) = $crate::Encode::unrepresentable(&self.$field) {
                            return Some(found.at_field($key));
                        })*
                        None
                    })
                }
            }
        };
    };
}

/// The type of some keys.
#[doc(hidden)]
#[macro_export]
macro_rules! keys {
    ([$($mark:literal),*], [$($key:expr),*]) => {
        $crate::Keys<
            { <[&str]>::len(&[$($mark),*]) },
            { <[&str]>::len(&[$($key),*]) },
            { <[&str]>::len(&[$($mark,)* $($key),*]) },
        >
    };
}

/// Runs a codec, in the function that `via` names.
#[doc(hidden)]
#[macro_export]
macro_rules! run {
    (, $body:block) => {
        $body
    };
    ($via:ident, $body:block) => {
        $via(|| $body)
    };
}

/// A tuple with the fields of a struct: `as_tuple!(Pair { first, second })`, or after a tag,
/// `as_tuple!(Version { "version", major, minor })`.
#[macro_export]
macro_rules! as_tuple {
    ($name:ident { $($tag:literal,)? $($field:ident),* $(,)? } $(via $via:ident)?) => {
        const _: () = {
            impl<'a> $crate::Decode<'a> for $name {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    $crate::run!($($via)?, {
                        let elements = $crate::after_tag!(term $(, $tag)?)?;
                        let [$($field),*] = elements.array()?;
                        Some(Self { $($field: $crate::Decode::decode($field)?),* })
                    })
                }
            }

            impl $crate::Encode for $name {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    $crate::run!($($via)?, {
                        env.tuple([
                            $({
                                static TAG: $crate::Name = $crate::Name::new($tag);
                                env.name(&TAG)
                            },)?
                            $($crate::Encode::encode(&mut self.$field, env)),*
                        ])
                    })
                }

                fn unrepresentable(&self) -> Option<$crate::Unrepresentable> {
                    $crate::run!($($via)?, {
                        $(if let Some(found) = $crate::Encode::unrepresentable(&self.$field) {
                            return Some(found.at_field(stringify!($field)));
                        })*
                        None
                    })
                }
            }
        };
    };
}

/// The elements of a tuple behind its tag, if it has one.
#[doc(hidden)]
#[macro_export]
macro_rules! after_tag {
    ($term:ident) => {
        $term.tuple()
    };
    ($term:ident, $tag:literal) => {{
        static TAG: $crate::Name = $crate::Name::new($tag);
        $term
            .tuple()
            .and_then(|it| it.split_first())
            .and_then(|(tag, rest)| tag.is_atom(&TAG).then_some(rest))
    }};
}

/// An enum whose variants are atoms, tagged tuples, or pairs of a tag and a map:
/// `as_enum!(Event { Loading = "loading", Redirect = "redirect"(url), Resize = "resize" { width } })`.
#[macro_export]
macro_rules! as_enum {
    ($name:ident {
        $($variant:ident = $atom:literal $(($($value:ident),*))? $({ $($field:ident $(: $key:literal)?),* $(,)? })?),* $(,)?
    } $(via $via:ident)?) => {
        const _: () = {
            impl<'a> $crate::Decode<'a> for $name {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    $crate::run!($($via)?, {
                        // Atoms first: that takes no call of the VM.
                        $($crate::decode_unit!(term, Self::$variant = $atom $(($($value),*))? $({ $($field = $crate::key!($field $(, $key)?)),* })?);)*
                        let (tag, values) = term.tuple()?.split_first()?;
                        $($crate::decode_tagged!(tag, values, Self::$variant = $atom $(($($value),*))? $({ $($field = $crate::key!($field $(, $key)?)),* })?);)*
                        None
                    })
                }
            }

            impl $crate::Encode for $name {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    $crate::run!($($via)?, {
                        match self {
                            $(Self::$variant $(($($value),*))? $({ $($field),* })? => (|| {
                                static TAG: $crate::Name = $crate::Name::new($atom);
                                $crate::encode_variant!(env, TAG $(, ($($value),*))? $(, { $($field = $crate::key!($field $(, $key)?)),* })?)
                            })(),)*
                        }
                    })
                }

                fn unrepresentable(&self) -> Option<$crate::Unrepresentable> {
                    $crate::run!($($via)?, {
                        match self {
                            $(Self::$variant $(($($value),*))? $({ $($field),* })? => {
                                $crate::variant_unrepresentable!($(($($value),*))? $({ $($field = $crate::key!($field $(, $key)?)),* })?)
                            })*
                        }
                    })
                }
            }
        };
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! decode_unit {
    ($term:ident, Self::$variant:ident = $atom:literal) => {{
        static TAG: $crate::Name = $crate::Name::new($atom);
        if $term.is_atom(&TAG) {
            return Some(Self::$variant);
        }
    }};
    ($term:ident, Self::$variant:ident = $atom:literal $values:tt) => {};
}

// Each variant has a function of its own: an unoptimised build would give the variables of all of them room on the stack
// at once.
#[doc(hidden)]
#[macro_export]
macro_rules! decode_tagged {
    ($tag:ident, $values:ident, Self::$variant:ident = $atom:literal) => {};
    ($tag:ident, $values:ident, Self::$variant:ident = $atom:literal ($($value:ident),*)) => {{
        static TAG: $crate::Name = $crate::Name::new($atom);
        if $tag.is_atom(&TAG) {
            return (|| {
                let [$($value),*] = $values.array()?;
                Some(Self::$variant($($crate::Decode::decode($value)?),*))
            })();
        }
    }};
    ($tag:ident, $values:ident, Self::$variant:ident = $atom:literal { $($field:ident = $key:expr),* }) => {{
        static TAG: $crate::Name = $crate::Name::new($atom);
        if $tag.is_atom(&TAG) {
            return (|| {
                static KEYS: $crate::keys!([], [$($key),*]) = $crate::Keys::new([], [$($key),*]);
                let [fields] = $values.array()?;
                let [$($field),*] = *KEYS.open(fields)?;
                Some(Self::$variant { $($field: $crate::Decode::decode(fields.get($field)?)?),* })
            })();
        }
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! encode_variant {
    ($env:ident, $tag:ident) => { $env.name(&$tag) };
    ($env:ident, $tag:ident, ($($value:ident),*)) => {
        $env.tuple([$env.name(&$tag), $($crate::Encode::encode($value, $env)),*])
    };
    ($env:ident, $tag:ident, { $($field:ident = $key:expr),* }) => {{
        static KEYS: $crate::keys!([], [$($key),*]) = $crate::Keys::new([], [$($key),*]);
        let fields = KEYS.map($env, [$($crate::Encode::encode($field, $env)),*]);
        $env.tuple([$env.name(&$tag), fields])
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! variant_unrepresentable {
    () => { None };
    (($($value:ident),*)) => {{
        let mut place = 0_usize;
        $(
            if let Some(found) = $crate::Encode::unrepresentable($value) {
                return Some(found.at_element(place));
            }
            place += 1;
        )*
        let _ = place;
        None
    }};
    ({ $($field:ident = $key:expr),* }) => {{
        $(if let Some(found) = $crate::Encode::unrepresentable($field) {
            return Some(found.at_field($key));
        })*
        None
    }};
}

/// An enum without tags: the first variant that takes a term has it. `as_untagged!(Input { Id, Name })`.
#[macro_export]
macro_rules! as_untagged {
    ($name:ident { $($variant:ident),* $(,)? } $(via $via:ident)?) => {
        const _: () = {
            impl<'a> $crate::Decode<'a> for $name {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    $crate::run!($($via)?, {
                        $(if let Some(value) = $crate::Decode::decode(term) {
                            return Some(Self::$variant(value));
                        })*
                        None
                    })
                }
            }

            impl $crate::Encode for $name {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    $crate::run!($($via)?, {
                        match self {
                            $(Self::$variant(value) => $crate::Encode::encode(value, env)),*
                        }
                    })
                }

                fn unrepresentable(&self) -> Option<$crate::Unrepresentable> {
                    $crate::run!($($via)?, {
                        match self {
                            $(Self::$variant(value) => $crate::Encode::unrepresentable(value)),*
                        }
                    })
                }
            }
        };
    };
}

/// A newtype, which crosses as what is in it, under some conditions: `as_inner!(Age where |it| *it <= 150)`.
#[macro_export]
macro_rules! as_inner {
    ($name:ident $(where |$it:ident| $condition:expr)?) => { $crate::as_inner!($name $(where |$it| $condition)?; via); };
    ($name:ident via $via:ident $(where |$it:ident| $condition:expr)?) => { $crate::as_inner!($name $(where |$it| $condition)?; via $via); };
    ($name:ident $(where |$it:ident| $condition:expr)?; via $($via:ident)?) => {
        const _: () = {
            impl<'a> $crate::Decode<'a> for $name {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    $crate::run!($($via)?, {
                        let value = Self($crate::Decode::decode(term)?);
                        $({
                            let $it = &value.0;
                            if !$condition {
                                return None;
                            }
                        })?
                        Some(value)
                    })
                }
            }

            impl $crate::Encode for $name {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    $crate::run!($($via)?, { $crate::Encode::encode(&mut self.0, env) })
                }

                fn encode_key<'a>(&self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    $crate::Encode::encode_key(&self.0, env)
                }

                fn unrepresentable(&self) -> Option<$crate::Unrepresentable> {
                    $crate::run!($($via)?, { $crate::Encode::unrepresentable(&self.0) })
                }

                fn key(&self) -> String {
                    $crate::Encode::key(&self.0)
                }
            }
        };
    };
}

/// A handle to a resource, which is a struct with a reference: `as_handle!(TableHandle of TableResource as
/// "Elixir.Shop.Table")`. For the time of a call the resource itself can be decoded, which counts no handle. A method
/// `after` which a handle becomes a term gets Rustler's environment.
#[macro_export]
macro_rules! as_handle {
    ($name:ident of $resource:ident as $module:literal $(after $method:ident)?) => {
        const _: () = {
            static KEYS: $crate::keys!(["__struct__"], ["reference"]) =
                $crate::Keys::new([("__struct__", $module)], ["reference"]);

            impl<'a> $crate::Decode<'a> for $name {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    let [reference] = *KEYS.open(term)?;
                    Some(Self { reference: $crate::Decode::decode(term.get(reference)?)? })
                }
            }

            impl<'a> $crate::Decode<'a> for &'a $resource {
                #[inline]
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    let [reference] = *KEYS.open(term)?;
                    term.get(reference)?.to_rustler().try_get_resource()
                }
            }

            impl $crate::Encode for $name {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    $(self.$method(env.to_rustler());)?
                    KEYS.map(env, [$crate::Encode::encode(&mut self.reference, env)])
                }
            }
        };
    };
}

/// A type with Rustler's `Decoder` and `Encoder`.
#[macro_export]
macro_rules! as_custom {
    ($name:ident) => {
        const _: () = {
            impl<'a> $crate::Decode<'a> for $name {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    $crate::decode_by_rustler(term)
                }
            }

            impl $crate::Encode for $name {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    env.encode_by_rustler(self)
                }
            }
        };
    };
}

/// A type around the bytes of a binary.
#[macro_export]
macro_rules! as_bytes {
    ($name:ident) => {
        const _: () = {
            impl<'a> $crate::Decode<'a> for $name {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    <&[u8] as $crate::Decode>::decode(term).map(|it| Self(it.to_vec()))
                }
            }

            impl $crate::Encode for $name {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    env.numbers(&mut self.0)
                }

                fn encode_key<'a>(&self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    env.binary(&self.0)
                }

                fn key(&self) -> String {
                    format!("{self:?}")
                }
            }
        };
    };
}

/// A type around numbers that a binary has in a row.
#[macro_export]
macro_rules! as_packed {
    ($name:ident) => {
        const _: () = {
            impl<'a, T: $crate::Number> $crate::Decode<'a> for $name<T> {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    term.numbers().map(|it| Self(it.into_owned()))
                }
            }

            impl<T: $crate::Number> $crate::Encode for $name<T> {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    env.numbers(&mut self.0)
                }
            }
        };
    };
}

/// A type around the name of an atom.
#[macro_export]
macro_rules! as_atom {
    ($name:ident) => {
        const _: () = {
            impl<'a> $crate::Decode<'a> for $name {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    $crate::atom_name(term).map(Self)
                }
            }

            impl $crate::Encode for $name {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    self.encode_key(env)
                }

                fn encode_key<'a>(&self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    env.atom($crate::atom(env, &self.0))
                }

                fn key(&self) -> String {
                    format!("{self:?}")
                }
            }
        };
    };
}

/// A type around a term in the external term format: `as_opaque!(Pid, is_pid)`.
#[macro_export]
macro_rules! as_opaque {
    ($name:ident $(, $is:ident)?) => {
        const _: () = {
            impl<'a> $crate::Decode<'a> for $name {
                fn decode(term: $crate::RawTerm<'a>) -> Option<Self> {
                    let term = term.to_rustler();
                    $(if !term.$is() {
                        return None;
                    })?
                    Some(Self(term.to_binary().as_slice().to_vec()))
                }
            }

            impl $crate::Encode for $name {
                fn encode<'a>(&mut self, env: $crate::RawEnv<'a>) -> $crate::RawTerm<'a> {
                    env.external(&self.0)
                        .expect("an encoded term can be decoded")
                }
            }
        };
    };
}
