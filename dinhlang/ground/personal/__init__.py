"""What the house holds about persons: the table of it, and what they may do with it. Rooms register by `people/personal.py`."""
