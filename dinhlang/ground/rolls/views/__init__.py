"""Pages of this room: lists, access slips, the household's own page."""
