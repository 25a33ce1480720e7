nif_codec::as_atom!(Atom);
