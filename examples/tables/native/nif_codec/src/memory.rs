//! Memory from the VM, which a result can be made of without a copy.
//!
//! With `allocator: :vm` a schema chooses [`VmMemory`], which takes large blocks from where the VM has its binaries. Such a
//! block is a binary from the start: whoever returns a `Vec<u8>` gives it to a term as it is. The VM knows its size, as it
//! does of its own binaries, so that it collects garbage in time; and there is nothing of this library that it would have to
//! call to free it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::mem::{ManuallyDrop, MaybeUninit};
use std::sync::atomic::{AtomicBool, Ordering};

use rustler::sys::{self, ErlNifBinary};

use crate::raw::Number;

/// From this size on a block comes from the VM. A smaller one is copied in less time than it takes to ask the VM.
const LARGE: usize = 64 * 1024;

/// Beyond this size a block grows where it is, if it can. Up to it the VM has blocks that were in use before, whose pages the
/// kernel need not give again.
const HUGE: usize = 64 * 1024 * 1024;

/// The bytes of a binary lie at such addresses.
const ALIGNMENT: usize = 8;

/// The VM's handle to a block lies behind the block.
const HANDLE: usize = size_of::<ErlNifBinary>();

/// Whether some block has come from here, so that all large ones do.
static IS_ALLOCATOR: AtomicBool = AtomicBool::new(false);

/// The system's memory for small blocks, and the VM's for large ones.
///
/// It is the allocator of a whole library or of none of it: another allocator cannot take some of its blocks from here.
pub struct VmMemory;

fn is_large(layout: Layout) -> bool {
    layout.size() >= LARGE && layout.align() <= ALIGNMENT
}

// SAFETY: a block is the system's or a binary of the VM, by its layout alone, and is freed and resized as what it is.
unsafe impl GlobalAlloc for VmMemory {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if is_large(layout) {
            binary(layout.size())
        } else {
            // SAFETY: as the caller promises.
            unsafe { System.alloc(layout) }
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !is_large(layout) {
            // SAFETY: as the caller promises.
            return unsafe { System.alloc_zeroed(layout) };
        }
        let block = binary(layout.size());
        if !block.is_null() {
            // SAFETY: the block is that large.
            unsafe { block.write_bytes(0, layout.size()) };
        }
        block
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if is_large(layout) {
            // SAFETY: the block has that layout, so it is a binary, which nobody else has.
            unsafe { sys::enif_release_binary(&mut handle(block, layout.size())) };
        } else {
            // SAFETY: as the caller promises.
            unsafe { System.dealloc(block, layout) };
        }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller promises that the size is possible.
        let new_layout = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (is_large(layout), is_large(new_layout)) {
            // SAFETY: as the caller promises.
            (false, false) => unsafe { System.realloc(block, layout, size) },
            (true, true) if size < layout.size() || size > HUGE => {
                // SAFETY: the block has that layout, so it is a binary, which nobody else has.
                let mut binary = unsafe { handle(block, layout.size()) };
                // SAFETY: as above.
                if unsafe { sys::enif_realloc_binary(&mut binary, size + HANDLE) } == 0 {
                    return std::ptr::null_mut();
                }
                with_handle(binary, size)
            }
            _ => {
                // SAFETY: the size is not zero, as the caller promises.
                let new = unsafe { self.alloc(new_layout) };
                if !new.is_null() {
                    // SAFETY: both blocks are that large, and the old one is as the caller promises.
                    unsafe {
                        new.copy_from_nonoverlapping(block, size.min(layout.size()));
                        self.dealloc(block, layout);
                    }
                }
                new
            }
        }
    }
}

/// A block of that size, or null.
fn binary(size: usize) -> *mut u8 {
    if !IS_ALLOCATOR.load(Ordering::Relaxed) {
        IS_ALLOCATOR.store(true, Ordering::Relaxed);
    }
    // The VM writes the fields of a handle that it uses, and no others.
    let mut binary = MaybeUninit::zeroed();
    // SAFETY: a size of an allocation and of a handle do not overflow together. A handle may be zeros.
    unsafe {
        if sys::enif_alloc_binary(size + HANDLE, binary.as_mut_ptr()) == 0 {
            return std::ptr::null_mut();
        }
        with_handle(binary.assume_init(), size)
    }
}

/// The block of a binary that has room for its handle behind it.
fn with_handle(binary: ErlNifBinary, size: usize) -> *mut u8 {
    let block = binary.data;
    block.expose_provenance();
    // SAFETY: there is that room.
    unsafe {
        block
            .add(size)
            .cast::<ErlNifBinary>()
            .write_unaligned(binary)
    };
    block
}

/// The handle of a block.
///
/// # Safety
///
/// The block is a binary of this size.
unsafe fn handle(block: *mut u8, size: usize) -> ErlNifBinary {
    // To the compiler, what it got from an allocator ends where the block does. The pointer of the VM goes on.
    let block = std::ptr::with_exposed_provenance_mut::<u8>(black_box(block.addr()));
    // SAFETY: the handle lies behind it.
    unsafe { block.add(size).cast::<ErlNifBinary>().read_unaligned() }
}

/// Takes the memory of numbers as a binary that has them, if it comes from the VM and not much of it is unused.
pub(crate) fn taken<T: Number>(numbers: &mut Vec<T>) -> Option<ErlNifBinary> {
    let [size, used] = [numbers.capacity(), numbers.len()].map(|it| it * size_of::<T>());
    let is_filled = size - used <= used / 8 || size > HUGE;
    if size < LARGE || !is_filled || !IS_ALLOCATOR.load(Ordering::Relaxed) {
        return None;
    }
    let mut taken = ManuallyDrop::new(std::mem::take(numbers));
    // SAFETY: numbers lie in a block of that size and of at most their alignment, which is a binary.
    let mut binary = unsafe { handle(taken.as_mut_ptr().cast(), size) };
    // SAFETY: as above; where it gives 0, the binary is as it was.
    if unsafe { sys::enif_realloc_binary(&mut binary, used) } == 0 {
        *numbers = ManuallyDrop::into_inner(taken);
        return None;
    }
    Some(binary)
}
