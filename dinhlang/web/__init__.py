"""Pages that need many works: home, a body, why, the desk, the record. Works are plugged in by their `outlets` alone."""
