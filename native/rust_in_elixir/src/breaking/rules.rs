//! The rules by which two contracts are compared, as one table.

use crate::boundary::{Category, Rule, Severity};

/// A rule: the change that it reports, and a similar one that is harmless.
pub struct Entry {
    pub name: &'static str,
    pub category: Category,
    pub severity: Severity,
    finds: &'static str,
    harmless: &'static str,
}

macro_rules! rules {
    ($($constant:ident $name:literal $category:ident $severity:ident $finds:literal $harmless:literal)*) => {
        $(pub const $constant: Entry = Entry {
            name: $name,
            category: Category::$category,
            severity: Severity::$severity,
            finds: $finds,
            harmless: $harmless,
        };)*

        /// Every rule, in the order of the documentation.
        pub const ALL: &[Entry] = &[$($constant),*];
    };
}

rules! {
    BOUNDARY_REMOVED "boundary_removed" Callers Breaking
        "a boundary was removed, with its facade"
        "a new boundary, or one whose folder was renamed"
    FACADE_RENAMED "facade_renamed" Callers Breaking
        "the facade was renamed, and with it all modules under it"
        "the schema module was renamed"
    NIF_REMOVED "nif_removed" Callers Breaking
        "a function was removed, or takes another number of arguments"
        "a new function, or new optional options at its end"
    NIF_RENAMED "nif_renamed" Callers Breaking
        "a function was renamed, with `renamed_from`"
        "a new function next to the old one"
    PARAMS_REORDERED "params_reordered" Callers Breaking
        "the parameters are in another order, which their types may not show"
        "the functions are in another order"
    PARAM_TYPE_NARROWED "param_type_narrowed" Callers Breaking
        "a parameter rejects values that it accepted"
        "a parameter accepts more values"
    PARAM_TYPE_CHANGED "param_type_changed" Callers Breaking
        "a parameter accepts other values than before"
        "a parameter has another type with the same values"
    RESOURCE_TAKEN "resource_taken" Callers Breaking
        "a function now takes a resource from its handles"
        "a function no longer takes it"
    RETURN_TYPE_WIDENED "return_type_widened" Callers Breaking
        "a function can return new values"
        "a function returns fewer values"
    RETURN_TYPE_CHANGED "return_type_changed" Callers Breaking
        "a function returns other values than before"
        "a function returns another type with the same values"
    ERROR_ADDED "error_added" Callers Breaking
        "a function can now return an error"
        "a function no longer returns errors"
    ERROR_TYPE_CHANGED "error_type_changed" Callers Breaking
        "the error of a function can have new values"
        "the error of a function has fewer values"
    CAST_REMOVED "cast_removed" Callers Breaking
        "a function or type no longer accepts input in the shape of JSON"
        "a function or type now accepts it"
    CAST_CHANGES_VALUES "cast_changes_values" Callers Breaking
        "a cast turns input that was taken unchanged into another variant of an untagged enum"
        "a cast of input that no variant took unchanged"
    TYPE_REMOVED "type_removed" Callers Breaking
        "a struct, exception or resource was removed"
        "a new struct"
    TYPE_RENAMED "type_renamed" Callers Breaking
        "a struct, exception or resource was renamed, with `renamed_from`, or is now another boundary's type"
        "the types are in another order"
    TYPE_KIND_CHANGED "type_kind_changed" Callers Breaking
        "a type is of another kind, with other values"
        "a type is of another kind that accepts the same values"
    TYPESPEC_REMOVED "typespec_removed" Callers Risky
        "a type without a struct was removed; only specs name it"
        "a new type"
    TYPESPEC_RENAMED "typespec_renamed" Callers Risky
        "a type without a struct was renamed, with `renamed_from`, or is now another boundary's type"
        "the type keeps its name"
    FIELD_REMOVED "field_removed" Callers Breaking
        "a field was removed"
        "the fields of a struct are in another order"
    FIELD_RENAMED "field_renamed" Callers Breaking
        "a field was renamed, with `renamed_from`"
        "an element of a tuple was renamed; only Rust knows its name"
    FIELD_ADDED_REQUIRED "field_added_required" Callers Breaking
        "a new field that input must have"
        "a new field that can be left out"
    FIELD_TYPE_NARROWED "field_type_narrowed" Callers Breaking
        "a field of input rejects values that it accepted"
        "a field of input accepts more values"
    FIELD_TYPE_WIDENED "field_type_widened" Callers Breaking
        "a field of output can have new values"
        "a field of output has fewer values"
    FIELD_TYPE_CHANGED "field_type_changed" Callers Breaking
        "a field has other values than before"
        "a field has another type with the same values"
    DEFAULT_REMOVED "default_removed" Callers Breaking
        "a field that input could leave out has no default any more"
        "a field gets a default"
    TUPLE_SIZE_CHANGED "tuple_size_changed" Callers Breaking
        "a tuple or record has another number of elements"
        "a map has another field that can be left out"
    TUPLE_REORDERED "tuple_reordered" Callers Breaking
        "the elements of a tuple or record are in another order"
        "the fields of a map are in another order"
    RECORD_TAG_CHANGED "record_tag_changed" Callers Breaking
        "a record has another tag"
        "a record is renamed and keeps its tag"
    VARIANT_REMOVED "variant_removed" Callers Breaking
        "an enum of input rejects a variant that it accepted"
        "an enum of output has fewer variants"
    VARIANT_RENAMED "variant_renamed" Callers Breaking
        "a variant was renamed, with `renamed_from`"
        "the variants are in another order"
    VARIANT_ADDED_IN_OUTPUT "variant_added_in_output" Callers Breaking
        "an enum of output can be a new variant"
        "an enum of input accepts another variant"
    VARIANT_PAYLOAD_CHANGED "variant_payload_changed" Callers Breaking
        "a variant carries another number of values, or names them differently"
        "the value of a variant has another type with the same values"
    VALUE_TYPE_NARROWED "value_type_narrowed" Callers Breaking
        "the value of a variant or newtype of input rejects values that it accepted"
        "the value of a variant or newtype of input accepts more values"
    VALUE_TYPE_WIDENED "value_type_widened" Callers Breaking
        "the value of a variant or newtype of output can have new values"
        "the value of a variant or newtype of output has fewer values"
    VALUE_TYPE_CHANGED "value_type_changed" Callers Breaking
        "the value of a variant or newtype has other values than before"
        "the value of a variant or newtype has another type with the same values"
    DECIMALS_NARROWED "decimals_narrowed" Callers Breaking
        "decimals are now those of `rust_decimal`, which has 96 bits and 28 decimal places"
        "decimals are now those of `bigdecimal`"
    CONSTRAINT_TIGHTENED "constraint_tightened" Callers Breaking
        "a newtype of input rejects values that it accepted, or its two formats cannot be compared"
        "a newtype of input accepts more values"
    CONSTRAINT_LOOSENED_IN_OUTPUT "constraint_loosened_in_output" Callers Risky
        "a newtype of output can have values that its constraints ruled out"
        "a newtype of output has tighter constraints"
    CUSTOM_TYPE_CHANGED "custom_type_changed" Callers Breaking
        "a custom type has another typespec"
        "a custom type gets documentation"
    REMOTE_TYPE_CHANGED "remote_type_changed" Callers Breaking
        "a type of another library has another typespec"
        "a type of another library crosses in another way, which only Rust sees"
    STRUCT_SHAPE_CHANGED "struct_shape_changed" Terms Risky
        "a struct or exception has other fields, so existing ones are rejected"
        "a map has another field that can be left out"
    SCHEDULE_CHANGED "schedule_changed" Behaviour Risky
        "a function runs on another scheduler"
        "a function names the scheduler that it already runs on"
    CHUNK_CHANGED "chunk_changed" Behaviour Note
        "a stream fetches another number of values at once"
        "a stream names the number that it already fetches"
    DEFAULT_CHANGED "default_changed" Behaviour Risky
        "a field that input leaves out has another value"
        "a default is written in another way"
    TRIM_CHANGED "trim_changed" Behaviour Risky
        "white space around a value is now removed, or no longer"
        "a newtype that only comes out of Rust is now trimmed"
    ORDER_OF_TYPES_CHANGED "order_of_types_changed" Behaviour Risky
        "the variants of an untagged enum are tried in another order"
        "the variants of a tagged enum are in another order"
    REDACT_REMOVED "redact_removed" Behaviour Risky
        "a message can now show a value"
        "no message shows a value any more"
    PARAM_RENAMED "param_renamed" Behaviour Note
        "a parameter has another name, which starts the paths of validation errors"
        "a parameter keeps its name and accepts more values"
    RESOURCE_MUTATED "resource_mutated" Behaviour Risky
        "a function changes a resource that it only read"
        "a function no longer changes it"
    RESOURCE_LOCK_CHANGED "resource_lock_changed" Behaviour Risky
        "a resource has another lock, gains one or loses it, which changes what calls wait for"
        "the schema names the lock that it already has"
    RESOURCE_ON_DROP_CHANGED "resource_on_drop_changed" Behaviour Risky
        "another function, or none, is called when a resource's last handle is gone"
        "the function stays the same"
    RESOURCE_MONITOR_CHANGED "resource_monitor_changed" Behaviour Risky
        "the process of a resource is now monitored, or no longer"
        "the schema says explicitly that it is not monitored"
    CUSTOM_VALIDATOR_CHANGED "custom_validator_changed" Behaviour Risky
        "a custom type of input is validated by another function"
        "a custom type that only comes out of Rust has another validator"
    CUSTOM_CASTER_CHANGED "custom_caster_changed" Behaviour Risky
        "a custom type of input is cast by another function"
        "a custom type of input is cast by a function for the first time"
    REMOTE_FUNCTION_CHANGED "remote_function_changed" Behaviour Risky
        "values of another library are validated, represented or made by another function"
        "a type that only comes out of Rust is represented by another function"
    CRATE_RENAMED "crate_renamed" Implementations Note
        "the crate was renamed"
        "the schema module was renamed"
    TYPE_CRATE_CHANGED "type_crate_changed" Implementations Note
        "dates, times or decimals are types of another crate in Rust"
        "the schema names the crate that it already has"
    RUST_SIGNATURE_CHANGED "rust_signature_changed" Implementations Note
        "the signature of a function changes in Rust only"
        "the functions are in another order"
    RUST_TYPE_CHANGED "rust_type_changed" Implementations Note
        "a type changes in Rust only"
        "a type gets documentation"
    WAIVER_UNUSED "waiver_unused" Waivers Note
        "a waiver matches no change"
        "a waiver matches a change"
    WAIVER_EXPIRED "waiver_expired" Waivers Risky
        "the last day of a waiver is over"
        "today is the last day of a waiver"
}

/// The table as data.
pub fn table() -> Vec<Rule> {
    ALL.iter()
        .map(|it| Rule {
            name: it.name.into(),
            category: it.category,
            severity: it.severity,
            finds: it.finds.into(),
            harmless: it.harmless.into(),
        })
        .collect()
}
