"""The append-only record: what happened, by whom, under which law; sealed, provable; and who looked at whose data."""
