"""Who acts, and who sees.

Promises: rights come from an office held for a time and are read again inside each act; default deny, for writing and reading.
Refuses: accounts that make themselves, offices without a decision, rights kept after the last day of a mandate.
"""
