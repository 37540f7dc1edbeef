"""Rounds over a frozen roll: sittings, who took part, counts by two persons, results.

Promises: of a secret ballot and of a show of hands only counts are kept; a household takes part in a round once; a result stands when two
different persons counted the same. Works that ask people (votes, meetings) write through `acts.py` inside an act of their own.
Refuses: to know why a round is held, who may call it, and a threshold.
"""
