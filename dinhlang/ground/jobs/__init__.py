"""Jobs: what is to be done after an act, later or again, kept in the database beside what asked for it.

Promises: a job asked for in a transaction is there when that commits and never was when it does not; it is done at least once and its
rows are written once; nobody works on one that somebody works on. Refuses: to try for ever, and to hold what the operator may not read.
"""
