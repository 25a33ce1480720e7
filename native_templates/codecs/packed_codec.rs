nif_codec::as_packed!(Packed);
