"""A commune's own regulation on democracy: drawn up on the law, adopted by a recorded act, followed as a layer over the rulebook.

Promises: a regulation adds and never takes away; what it adds binds from a day that is still to come when it enters the record.
"""
