"""Public investment of a commune as a list: what is built, where, by whom, for how much, how much of it was paid out.

Promises: one row a project, taken from the office's own list, the same list again changes nothing; everybody can find what was built in
the own village. Refuses: amounts below nothing, and more paid out than a wrong unit explains.
"""
