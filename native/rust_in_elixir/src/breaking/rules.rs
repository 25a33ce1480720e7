//! The rules by which two contracts are compared, as one table.

use crate::boundary::{Category, Rule, Severity};

/// A rule: what it finds, and what beside it is harmless.
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
        "a boundary is gone, and its facade with it"
        "a boundary is new, or its folder has another name"
    FACADE_RENAMED "facade_renamed" Callers Breaking
        "the facade, and so every module under it, has another name"
        "the schema module has another name"
    NIF_REMOVED "nif_removed" Callers Breaking
        "a function is gone, or takes another number of arguments"
        "a function is new, or gains options at its end that can all be left out"
    NIF_RENAMED "nif_renamed" Callers Breaking
        "a function says by `renamed_from` what it was called"
        "the function of the old name stays beside the new one"
    PARAMS_REORDERED "params_reordered" Callers Breaking
        "the same parameters stand in another order, which no type may tell"
        "the functions stand in another order"
    PARAM_TYPE_NARROWED "param_type_narrowed" Callers Breaking
        "a parameter refuses values that it took"
        "a parameter takes more values"
    PARAM_TYPE_CHANGED "param_type_changed" Callers Breaking
        "a parameter takes other values than before"
        "a parameter has another type with the same values"
    RESOURCE_TAKEN "resource_taken" Callers Breaking
        "a function takes a resource away from its handles"
        "a function no longer takes it"
    RETURN_TYPE_WIDENED "return_type_widened" Callers Breaking
        "a function may give back values that it never did"
        "a function gives back fewer values"
    RETURN_TYPE_CHANGED "return_type_changed" Callers Breaking
        "a function gives back other values than before"
        "a function gives back another type with the same values"
    ERROR_ADDED "error_added" Callers Breaking
        "a function that gave back a value may give back an error of its own"
        "a function no longer gives back errors of its own"
    ERROR_TYPE_CHANGED "error_type_changed" Callers Breaking
        "the error of a function may have values that it never had"
        "the error of a function has fewer values"
    CAST_REMOVED "cast_removed" Callers Breaking
        "a function or type no longer takes input in the shape of JSON"
        "a function or type takes it now"
    CAST_CHANGES_VALUES "cast_changes_values" Callers Breaking
        "a cast makes another variant of an untagged enum of input that was taken as it is"
        "a function or type takes input in the shape of JSON that no variant took as it is"
    TYPE_REMOVED "type_removed" Callers Breaking
        "a struct, exception or resource is gone"
        "a struct is new"
    TYPE_RENAMED "type_renamed" Callers Breaking
        "a struct, exception or resource says by `renamed_from` what it was called"
        "the types stand in another order"
    TYPE_KIND_CHANGED "type_kind_changed" Callers Breaking
        "a type is of another kind, whose values are others"
        "a type is of another kind that takes the same values"
    TYPESPEC_REMOVED "typespec_removed" Callers Risky
        "a type without a struct is gone; only specs name it"
        "a type is new"
    TYPESPEC_RENAMED "typespec_renamed" Callers Risky
        "a type without a struct says by `renamed_from` what it was called"
        "the type keeps its name"
    FIELD_REMOVED "field_removed" Callers Breaking
        "a field is gone"
        "the fields of a struct stand in another order"
    FIELD_RENAMED "field_renamed" Callers Breaking
        "a field says by `renamed_from` what it was called"
        "an element of a tuple, whose name only Rust knows, has another one"
    FIELD_ADDED_REQUIRED "field_added_required" Callers Breaking
        "a field is new that input must have"
        "a field is new that may be left out"
    FIELD_TYPE_NARROWED "field_type_narrowed" Callers Breaking
        "a field of input refuses values that it took"
        "a field of input takes more values"
    FIELD_TYPE_WIDENED "field_type_widened" Callers Breaking
        "a field of output may have values that it never had"
        "a field of output has fewer values"
    FIELD_TYPE_CHANGED "field_type_changed" Callers Breaking
        "a field has other values than before"
        "a field has another type with the same values"
    DEFAULT_REMOVED "default_removed" Callers Breaking
        "a field that input could leave out has no default any more"
        "a field gets a default"
    TUPLE_SIZE_CHANGED "tuple_size_changed" Callers Breaking
        "a tuple or record has another number of elements"
        "a map has another field that may be left out"
    TUPLE_REORDERED "tuple_reordered" Callers Breaking
        "the elements of a tuple or record stand in another order"
        "the fields of a map stand in another order"
    RECORD_TAG_CHANGED "record_tag_changed" Callers Breaking
        "a record has another tag"
        "a record keeps its tag under another name of its type"
    VARIANT_REMOVED "variant_removed" Callers Breaking
        "an enum of input refuses a variant that it took"
        "an enum of output has a variant less"
    VARIANT_RENAMED "variant_renamed" Callers Breaking
        "a variant says by `renamed_from` what it was called"
        "the variants stand in another order"
    VARIANT_ADDED_IN_OUTPUT "variant_added_in_output" Callers Breaking
        "an enum of output may be a variant that it never was"
        "an enum of input takes another variant"
    VARIANT_PAYLOAD_CHANGED "variant_payload_changed" Callers Breaking
        "a variant carries another number of values, or names them otherwise"
        "what a variant carries has another type with the same values"
    VALUE_TYPE_NARROWED "value_type_narrowed" Callers Breaking
        "what a variant or newtype of input holds refuses values that it took"
        "what a variant or newtype of input holds takes more values"
    VALUE_TYPE_WIDENED "value_type_widened" Callers Breaking
        "what a variant or newtype of output holds may have values that it never had"
        "what a variant or newtype of output holds has fewer values"
    VALUE_TYPE_CHANGED "value_type_changed" Callers Breaking
        "what a variant or newtype holds has other values than before"
        "what a variant or newtype holds has another type with the same values"
    CONSTRAINT_TIGHTENED "constraint_tightened" Callers Breaking
        "a newtype of input refuses values that it took, or its two formats cannot be compared"
        "a newtype of input takes more values"
    CONSTRAINT_LOOSENED_IN_OUTPUT "constraint_loosened_in_output" Callers Risky
        "a newtype of output may have values that its constraints ruled out"
        "a newtype of output has tighter constraints"
    CUSTOM_TYPE_CHANGED "custom_type_changed" Callers Breaking
        "a custom type has another typespec"
        "a custom type keeps its typespec and gets documentation"
    STRUCT_SHAPE_CHANGED "struct_shape_changed" Terms Risky
        "a struct or exception has other fields, so that one that was made before is refused"
        "a map has another field that may be left out"
    SCHEDULE_CHANGED "schedule_changed" Behaviour Risky
        "a function runs on another scheduler"
        "a function says in words on which it ran already"
    CHUNK_CHANGED "chunk_changed" Behaviour Note
        "a stream fetches another number of values at once"
        "a stream says in words how many it fetched already"
    DEFAULT_CHANGED "default_changed" Behaviour Risky
        "a field that input leaves out has another value"
        "a default is written another way"
    TRIM_CHANGED "trim_changed" Behaviour Risky
        "white space around a value is taken away now, or no longer"
        "a newtype that only comes out of Rust is trimmed now"
    ORDER_OF_TYPES_CHANGED "order_of_types_changed" Behaviour Risky
        "the variants of an untagged enum are tried in another order"
        "the variants of a tagged enum stand in another order"
    REDACT_REMOVED "redact_removed" Behaviour Risky
        "a message may show a value that none could"
        "a value is shown in no message any more"
    PARAM_RENAMED "param_renamed" Behaviour Note
        "a parameter has another name, which the paths of validation errors begin with"
        "a parameter keeps its name and takes more values"
    RESOURCE_MUTATED "resource_mutated" Behaviour Risky
        "a function changes a resource that it only read"
        "a function no longer changes it"
    RESOURCE_LOCK_CHANGED "resource_lock_changed" Behaviour Risky
        "a resource has another lock, or one at all, so that calls wait for each other otherwise"
        "the schema asks for the lock that it has already"
    RESOURCE_ON_DROP_CHANGED "resource_on_drop_changed" Behaviour Risky
        "another function, or none, is called when a resource's last handle is gone"
        "the function stays"
    RESOURCE_MONITOR_CHANGED "resource_monitor_changed" Behaviour Risky
        "a resource is watched for the end of its process, or no longer"
        "the schema says in words that it is not watched"
    CUSTOM_VALIDATOR_CHANGED "custom_validator_changed" Behaviour Risky
        "a custom type of input is validated by another function"
        "a custom type that only comes out of Rust has another validator"
    CUSTOM_CASTER_CHANGED "custom_caster_changed" Behaviour Risky
        "a custom type of input is cast by another function"
        "a custom type of input is cast by a function for the first time"
    CRATE_RENAMED "crate_renamed" Implementations Note
        "the crate has another name"
        "the schema module has another name"
    RUST_SIGNATURE_CHANGED "rust_signature_changed" Implementations Note
        "callers see no difference in a function, but its signature in Rust is another"
        "the functions stand in another order"
    RUST_TYPE_CHANGED "rust_type_changed" Implementations Note
        "callers see no difference in a type, but in Rust it is another"
        "a type gets documentation"
    WAIVER_UNUSED "waiver_unused" Waivers Note
        "a waiver matches nothing"
        "a waiver lets something pass"
    WAIVER_EXPIRED "waiver_expired" Waivers Risky
        "the last date of a waiver is past, so that it lets nothing pass"
        "a waiver is in its last day"
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
