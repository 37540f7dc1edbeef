"""Reception of citizens: the calendar, signing up for a day, the day held, the register, and what was promised there.

Promises: what a person who comes says or is called stands sealed, and in public only that a day is planned, was moved, held or not held;
a day that was announced before it came and was held by the head fulfils the head's duty. Refuses: a day put off without a reason and a new
day, and to keep anything of a denunciation.
"""
