//! Terms and environments as the VM has them, and everything that is `unsafe` but for memory.
//!
//! Each function calls one of the VM's [`enif_*` functions](https://www.erlang.org/doc/apps/erts/erl_nif.html), whose
//! conditions the types here uphold: a [`RawTerm`] belongs to the environment that it carries, and cannot outlive it. Its
//! lifetime is invariant, as that of `rustler::Env` is, so that no term is used with the environment of another call.

use std::borrow::Cow;
use std::ffi::CStr;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

use rustler::sys;
use rustler::sys::{ErlNifBinary, ErlNifEnv, ErlNifTerm, c_int, c_uint};

use crate::atoms::Name;
use crate::call::Call;
use crate::memory;

/// The environment of a call.
#[derive(Clone, Copy)]
pub struct RawEnv<'a> {
    env: *mut ErlNifEnv,
    invariant: PhantomData<*mut &'a u8>,
}

/// A term, with the environment that it belongs to.
#[derive(Clone, Copy)]
pub struct RawTerm<'a> {
    term: ErlNifTerm,
    env: RawEnv<'a>,
}

impl<'a> RawTerm<'a> {
    #[inline]
    pub fn env(self) -> RawEnv<'a> {
        self.env
    }

    /// The same term for Rustler's functions.
    #[inline]
    pub fn to_rustler(self) -> rustler::Term<'a> {
        // SAFETY: the term belongs to the environment.
        unsafe { rustler::Term::new(self.env.to_rustler(), self.term) }
    }

    #[inline]
    pub(crate) fn is(self, atom: Atom) -> bool {
        self.term == atom.0
    }

    #[inline]
    pub fn is_atom(self, name: &Name) -> bool {
        self.is(name.get(self.env))
    }

    /// What a function of the VM reads out of the term, if that is of the right type.
    ///
    /// # Safety
    ///
    /// If `read` does not give 0, it has written all of what it got a pointer to.
    #[inline]
    unsafe fn read<T>(
        self,
        read: impl FnOnce(*mut ErlNifEnv, ErlNifTerm, *mut T) -> c_int,
    ) -> Option<T> {
        let mut value = MaybeUninit::uninit();
        let is_read = read(self.env.env, self.term, value.as_mut_ptr()) != 0;
        // SAFETY: `read` has written it.
        is_read.then(|| unsafe { value.assume_init() })
    }

    #[inline]
    pub(crate) fn i64(self) -> Option<i64> {
        // SAFETY: the term belongs to the environment, and where it is an integer of 64 bits, the VM writes that.
        unsafe { self.read(|env, term, to| sys::enif_get_int64(env, term, to)) }
    }

    #[inline]
    pub(crate) fn u64(self) -> Option<u64> {
        // SAFETY: as for `i64`, without a sign.
        unsafe { self.read(|env, term, to| sys::enif_get_uint64(env, term, to)) }
    }

    #[inline]
    pub(crate) fn f64(self) -> Option<f64> {
        // SAFETY: the term belongs to the environment, and where it is a float, the VM writes that.
        unsafe { self.read(|env, term, to| sys::enif_get_double(env, term, to)) }
    }

    /// The bytes of a binary, which stay where they are until the call returns.
    #[inline]
    pub(crate) fn bytes(self) -> Option<&'a [u8]> {
        let mut binary = MaybeUninit::<ErlNifBinary>::uninit();
        let to = binary.as_mut_ptr();
        // SAFETY: the term belongs to the environment.
        if unsafe { sys::enif_inspect_binary(self.env.env, self.term, to) } == 0 {
            return None;
        }
        // SAFETY: the VM has written these two fields. It leaves others as they are, so they are read without a reference to
        // the whole.
        let (data, size) = unsafe { ((*to).data, (*to).size) };
        if size == 0 {
            return Some(&[]);
        }
        // SAFETY: the VM neither moves nor changes these bytes before the call returns.
        Some(unsafe { std::slice::from_raw_parts(data, size) })
    }

    /// The numbers that a binary has in a row, in the order of bytes of this machine: where they lie, if that is a place for
    /// such numbers, or copied.
    pub fn numbers<T: Number>(self) -> Option<Cow<'a, [T]>> {
        let bytes = self.bytes()?;
        if !bytes.len().is_multiple_of(size_of::<T>()) {
            return None;
        }
        // SAFETY: all bytes make some number, as the trait says.
        match unsafe { bytes.align_to() } {
            ([], numbers, []) => Some(Cow::Borrowed(numbers)),
            _ => {
                let numbers = bytes.chunks_exact(size_of::<T>()).map(T::of_bytes);
                Some(Cow::Owned(numbers.collect()))
            }
        }
    }

    /// The length of a proper list.
    #[inline]
    pub(crate) fn list_length(self) -> Option<usize> {
        // SAFETY: the term belongs to the environment, and where it is a proper list, the VM writes its length.
        let length =
            unsafe { self.read(|env, term, to| sys::enif_get_list_length(env, term, to)) }?;
        usize::try_from(length).ok()
    }

    /// The head and the tail of a list.
    #[inline]
    pub(crate) fn cell(self) -> Option<(Self, Self)> {
        let mut tail = MaybeUninit::uninit();
        let tail_to = tail.as_mut_ptr();
        // SAFETY: the term belongs to the environment, and where it is a cell of a list, the VM writes its head and its tail.
        let head =
            unsafe { self.read(|env, term, to| sys::enif_get_list_cell(env, term, to, tail_to)) }?;
        // SAFETY: the tail was written with the head.
        let tail = unsafe { tail.assume_init() };
        Some((self.env.term(head), self.env.term(tail)))
    }

    /// The elements of a tuple.
    #[inline]
    pub fn tuple(self) -> Option<Elements<'a>> {
        let mut elements = MaybeUninit::uninit();
        let elements_to = elements.as_mut_ptr();
        // SAFETY: the term belongs to the environment, and where it is a tuple, the VM writes its arity and where its elements
        // are.
        let arity =
            unsafe { self.read(|env, term, to| sys::enif_get_tuple(env, term, to, elements_to)) }?;
        // SAFETY: that was written with the arity.
        let elements = unsafe { elements.assume_init() };
        let elements = match usize::try_from(arity) {
            // SAFETY: the VM neither moves nor changes the elements before the call returns.
            Ok(arity @ 1..) => unsafe { std::slice::from_raw_parts(elements, arity) },
            _ => &[],
        };
        Some(Elements {
            elements,
            env: self.env,
        })
    }

    #[inline]
    pub(crate) fn map_size(self) -> Option<usize> {
        // SAFETY: the term belongs to the environment, and where it is a map, the VM writes its size.
        unsafe { self.read(|env, term, to| sys::enif_get_map_size(env, term, to)) }
    }

    /// The value of a key in a map.
    #[inline]
    pub fn get(self, key: Atom) -> Option<Self> {
        // SAFETY: the term belongs to the environment, and an atom to every one. Where the map has the key, the VM writes its
        // value.
        let value =
            unsafe { self.read(|env, term, to| sys::enif_get_map_value(env, term, key.0, to)) }?;
        Some(self.env.term(value))
    }
}

/// A number of which a binary can hold many in a row.
///
/// # Safety
///
/// All bytes of its size make such a number, and it has no others.
pub unsafe trait Number: Copy + 'static {
    /// Of as many bytes as it has.
    fn of_bytes(bytes: &[u8]) -> Self;
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        // SAFETY: numbers of a fixed size have no padding, and no bits that would make none.
        unsafe impl Number for $number {
            #[inline]
            fn of_bytes(bytes: &[u8]) -> Self {
                Self::from_ne_bytes(bytes.try_into().expect("it has its size"))
            }
        }
    )*};
}
numbers!(i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);

/// The elements of a tuple.
#[derive(Clone, Copy)]
pub struct Elements<'a> {
    elements: &'a [ErlNifTerm],
    env: RawEnv<'a>,
}

impl<'a> Elements<'a> {
    #[inline]
    pub fn array<const N: usize>(self) -> Option<[RawTerm<'a>; N]> {
        let elements: &[ErlNifTerm; N] = self.elements.try_into().ok()?;
        Some(std::array::from_fn(|place| self.env.term(elements[place])))
    }

    /// The first element, and the others.
    #[inline]
    pub fn split_first(self) -> Option<(RawTerm<'a>, Self)> {
        let (first, elements) = self.elements.split_first()?;
        Some((self.env.term(*first), Self { elements, ..self }))
    }
}

impl<'a> RawEnv<'a> {
    /// A term that the VM made or gave for this environment, or an atom.
    #[inline]
    fn term(self, term: ErlNifTerm) -> RawTerm<'a> {
        RawTerm { term, env: self }
    }

    #[inline]
    pub fn name(self, name: &Name) -> RawTerm<'a> {
        self.atom(name.get(self))
    }

    #[inline]
    pub fn atom(self, atom: Atom) -> RawTerm<'a> {
        self.term(atom.0)
    }

    /// For Rustler's functions.
    #[inline]
    pub fn to_rustler(self) -> rustler::Env<'a> {
        // SAFETY: the environment is that of a call, as it is to Rustler, and lives for `'a`.
        unsafe { rustler::Env::new(&(), self.env) }
    }

    /// A term that one of Rustler's functions made in this environment.
    #[inline]
    pub(crate) fn rustler_term(self, term: rustler::Term<'a>) -> RawTerm<'a> {
        self.term(term.as_c_arg())
    }

    /// A value that has an encoder of Rustler's.
    pub fn encode_by_rustler(self, value: &impl rustler::Encoder) -> RawTerm<'a> {
        self.rustler_term(value.encode(self.to_rustler()))
    }

    /// A term out of the external term format, unless it has atoms that the VM does not know.
    pub fn external(self, bytes: &[u8]) -> Option<RawTerm<'a>> {
        let (term, _) = self.to_rustler().binary_to_term(bytes)?;
        Some(self.rustler_term(term))
    }

    /// An atom that may be new, by its name of at most 255 characters.
    pub(crate) fn new_atom(self, name: &str) -> Option<Atom> {
        let env = self.to_rustler();
        if let Ok(atom) = rustler::Atom::from_str(env, name) {
            return Some(Atom(atom.as_c_arg()));
        }
        // Older versions of the VM's own function support only Latin-1, the external term format all.
        let length = u16::try_from(name.len()).ok()?;
        let bytes = [&[131, 118], &length.to_be_bytes()[..], name.as_bytes()].concat();
        // SAFETY: the bytes are an atom in that format: its tag, its length, and UTF-8.
        let (term, _) = unsafe { env.binary_to_term_trusted(&bytes) }?;
        self.rustler_term(term).try_into().ok()
    }

    #[inline]
    pub(crate) fn i64(self, value: i64) -> RawTerm<'a> {
        // SAFETY: the call whose environment it is has not returned.
        self.term(unsafe { sys::enif_make_int64(self.env, value) })
    }

    #[inline]
    pub(crate) fn u64(self, value: u64) -> RawTerm<'a> {
        // SAFETY: the call whose environment it is has not returned.
        self.term(unsafe { sys::enif_make_uint64(self.env, value) })
    }

    /// Of a finite float; any other one would make an exception.
    #[inline]
    pub(crate) fn f64(self, value: f64) -> RawTerm<'a> {
        assert!(value.is_finite(), "{value} is no Elixir float");
        // SAFETY: the call whose environment it is has not returned.
        self.term(unsafe { sys::enif_make_double(self.env, value) })
    }

    #[inline]
    pub fn binary(self, bytes: &[u8]) -> RawTerm<'a> {
        let mut term = MaybeUninit::uninit();
        // SAFETY: the call whose environment it is has not returned. The VM stops rather than give no memory.
        let target = unsafe { sys::enif_make_new_binary(self.env, bytes.len(), term.as_mut_ptr()) };
        // SAFETY: the binary is new, so that nothing else has its bytes, and as long as they are.
        unsafe { target.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len()) };
        // SAFETY: the VM has written the term of the new binary.
        self.term(unsafe { term.assume_init() })
    }

    /// A binary of numbers in a row, or of bytes. A large one may be made of their memory, and leave none of them.
    #[inline]
    pub fn numbers<T: Number>(self, numbers: &mut Vec<T>) -> RawTerm<'a> {
        if let Some(mut binary) = memory::taken(numbers) {
            // SAFETY: the call whose environment it is has not returned, and nobody else has the binary.
            return self.term(unsafe { sys::enif_make_binary(self.env, &mut binary) });
        }
        // SAFETY: such numbers consist of bytes, as the trait says, and bytes can lie anywhere.
        let (_, bytes, _) = unsafe { numbers.align_to() };
        self.binary(bytes)
    }

    /// A binary of a text, as of numbers.
    #[inline]
    pub fn text(self, text: &mut String) -> RawTerm<'a> {
        self.numbers(&mut std::mem::take(text).into_bytes())
    }

    #[inline]
    pub fn tuple<const N: usize>(self, elements: [RawTerm<'a>; N]) -> RawTerm<'a> {
        let elements: [ErlNifTerm; N] = std::array::from_fn(|place| elements[place].term);
        let arity = u32::try_from(N).expect("a tuple has few elements");
        // SAFETY: the elements belong to the environment, and are as many.
        self.term(unsafe { sys::enif_make_tuple_from_array(self.env, elements.as_ptr(), arity) })
    }

    #[inline]
    pub(crate) fn cell(self, head: RawTerm<'a>, tail: RawTerm<'a>) -> RawTerm<'a> {
        // SAFETY: both belong to the environment.
        self.term(unsafe { sys::enif_make_list_cell(self.env, head.term, tail.term) })
    }

    /// The empty list.
    #[inline]
    pub(crate) fn nil(self) -> RawTerm<'a> {
        // SAFETY: no elements are read.
        self.term(unsafe { sys::enif_make_list_from_array(self.env, std::ptr::null(), 0) })
    }

    /// A map with atoms as keys and as values, but for some places that have other values.
    #[inline]
    pub(crate) fn map<const N: usize>(
        self,
        keys: &[Atom; N],
        template: &[Atom; N],
        values: impl Iterator<Item = (usize, RawTerm<'a>)>,
    ) -> RawTerm<'a> {
        let mut terms = template.map(|it| it.0);
        for (place, value) in values {
            terms[place] = value.term;
        }
        self.map_of(Atom::terms(keys), &terms)
    }

    /// A map of any size.
    pub(crate) fn map_of_pairs(
        self,
        pairs: impl Iterator<Item = (RawTerm<'a>, RawTerm<'a>)>,
    ) -> RawTerm<'a> {
        let (keys, values): (Vec<_>, Vec<_>) =
            pairs.map(|(key, value)| (key.term, value.term)).unzip();
        self.map_of(&keys, &values)
    }

    #[inline]
    fn map_of(self, keys: &[ErlNifTerm], values: &[ErlNifTerm]) -> RawTerm<'a> {
        assert_eq!(keys.len(), values.len(), "each key has a value");
        let mut map = MaybeUninit::uninit();
        // SAFETY: keys and values belong to the environment, and are as many.
        let is_made = unsafe {
            sys::enif_make_map_from_arrays(
                self.env,
                keys.as_ptr(),
                values.as_ptr(),
                keys.len(),
                map.as_mut_ptr(),
            )
        };
        assert_ne!(is_made, 0, "two keys of a map are the same term in Elixir");
        // SAFETY: the VM has written the map, or the line before has panicked.
        self.term(unsafe { map.assume_init() })
    }
}

/// An atom, which the VM never frees, so that it belongs to every environment.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Atom(ErlNifTerm);

impl Atom {
    fn terms(atoms: &[Self]) -> &[ErlNifTerm] {
        // SAFETY: an `Atom` is laid out as the term in it.
        unsafe { std::slice::from_raw_parts(atoms.as_ptr().cast(), atoms.len()) }
    }
}

impl<'a> TryFrom<RawTerm<'a>> for Atom {
    type Error = ();

    #[inline]
    fn try_from(term: RawTerm<'a>) -> Result<Self, ()> {
        // SAFETY: the term belongs to the environment.
        let is_atom = unsafe { sys::enif_is_atom(term.env.env, term.term) };
        if is_atom == 0 {
            Err(())
        } else {
            Ok(Self(term.term))
        }
    }
}

/// An argument of a call.
#[repr(transparent)]
pub struct Argument<'a> {
    term: ErlNifTerm,
    call: PhantomData<*mut &'a u8>,
}

impl<'a> RawEnv<'a> {
    /// An argument as a term.
    #[inline]
    pub(crate) fn argument(self, argument: &Argument<'a>) -> RawTerm<'a> {
        self.term(argument.term)
    }

    /// An encoded value as a term.
    pub(crate) fn encoded(self, encoded: Encoded<'a>) -> RawTerm<'a> {
        self.term(encoded.0.term)
    }
}

/// An argument that is a binary, of which parts may be in the answer.
pub(crate) struct Source {
    binary: ErlNifTerm,
    /// Where its bytes begin.
    start: usize,
    size: usize,
}

impl Source {
    pub(crate) fn new(term: RawTerm<'_>) -> Option<Self> {
        let bytes = term.bytes()?;
        Some(Self {
            binary: term.term,
            start: bytes.as_ptr().addr(),
            size: bytes.len(),
        })
    }

    /// Bytes as a part of the binary, if they lie in it.
    ///
    /// # Safety
    ///
    /// The environment is that of the call whose argument it is.
    pub(crate) unsafe fn part<'a>(&self, env: RawEnv<'a>, bytes: &[u8]) -> Option<RawTerm<'a>> {
        let from = bytes.as_ptr().addr().checked_sub(self.start)?;
        if from + bytes.len() > self.size {
            return None;
        }
        // SAFETY: the binary belongs to the environment, and has that part.
        let part = unsafe { sys::enif_make_sub_binary(env.env, self.binary, from, bytes.len()) };
        Some(env.term(part))
    }
}

/// What the VM gets from a call: a term, or the mark of an exception.
pub struct Answer<'a> {
    term: ErlNifTerm,
    call: PhantomData<*mut &'a u8>,
}

impl<'a> From<RawTerm<'a>> for Answer<'a> {
    #[inline]
    fn from(term: RawTerm<'a>) -> Self {
        let call = PhantomData;
        Self {
            term: term.term,
            call,
        }
    }
}

/// An encoded value. It is smaller than a term, so that it is returned in a register.
pub(crate) struct Encoded<'a>(Answer<'a>);

impl<'a> From<RawTerm<'a>> for Encoded<'a> {
    #[inline]
    fn from(term: RawTerm<'a>) -> Self {
        Self(term.into())
    }
}

impl<'a> From<Encoded<'a>> for Answer<'a> {
    #[inline]
    fn from(encoded: Encoded<'a>) -> Self {
        encoded.0
    }
}

impl<'a> RawTerm<'a> {
    /// Raises the term as an exception.
    pub(crate) fn raise(self) -> Answer<'a> {
        // SAFETY: the term belongs to the environment.
        let term = unsafe { sys::enif_raise_exception(self.env.env, self.term) };
        let call = PhantomData;
        Answer { term, call }
    }
}

/// A function as the VM calls it. It must not panic, which would stop the VM: [`Call::run`] catches panics.
pub trait Function<const ARITY: usize> {
    /// Its name and arity, such as `area/1`.
    const LABEL: &'static str;

    fn call<'a>(call: Call<'a>, arguments: &[Argument<'a>; ARITY]) -> Answer<'a>;
}

/// The entry of a function in the table that the VM reads.
pub const fn nif<F: Function<ARITY>, const ARITY: usize>(
    name: &'static CStr,
    schedule: rustler::SchedulerFlags,
) -> rustler::Nif {
    rustler::Nif {
        name: name.as_ptr(),
        arity: ARITY as c_uint,
        flags: schedule as c_uint,
        raw_func: enter::<F, ARITY>,
    }
}

/// Calls a function as the VM does.
///
/// # Safety
///
/// The VM gives the environment, and as many arguments as the function's entry says.
unsafe extern "C" fn enter<F: Function<ARITY>, const ARITY: usize>(
    env: *mut ErlNifEnv,
    _: c_int,
    arguments: *const ErlNifTerm,
) -> ErlNifTerm {
    let invariant = PhantomData;
    let env = RawEnv { env, invariant };
    // SAFETY: there are as many arguments, which stay as they are until the call returns, and each is laid out as its term.
    let arguments = unsafe { &*arguments.cast::<[Argument<'_>; ARITY]>() };
    F::call(Call::new(env, &F::LABEL), arguments).term
}
