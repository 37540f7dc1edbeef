"""PostgreSQL as Django drives it, with a cheaper look at whether the line still stands (`ENGINE` names this folder)."""
