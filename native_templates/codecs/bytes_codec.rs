nif_codec::as_bytes!(Bytes);
