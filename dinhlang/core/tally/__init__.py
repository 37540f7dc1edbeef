"""Counting what people decided: rounds with their outcome, villages of a commune, ways of spending a fund.

Promises: exact arithmetic, the same sheets give the same result, every result carries its working. Refuses: sheets that do not add up, and
to know a threshold: shares come from the rulebook.
"""
