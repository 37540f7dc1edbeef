"""Tables that offices already have, entered whole: one mechanism for every kind of list.

Promises: nothing is half entered; the same file again changes nothing and says so; every wrong row is named with what to do.
"""
