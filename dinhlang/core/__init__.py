"""The pure floor: no Django, no I/O, no clock, no randomness. Same input, same answer."""
