"""A superior's own workbooks, kept for the next time: the province brings a form with places to fill in, its communes fill it.

Promises: nothing is removed silently: what was replaced or removed stays in the record with its day and reason. Refuses: to fill
anything in; that is for the pages of figures, which know the numbers.
"""
