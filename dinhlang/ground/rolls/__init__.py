"""Rolls: who is on a list on a day. Households of a village, staff, workers, delegates, members of boards; and the access slips by which a
household enters.

Promises: rows are dated and never overwritten; each act commits to the rows it began and ended; no identity number is taken.
"""
