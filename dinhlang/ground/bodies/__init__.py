"""Every body with duties: a dated tree, dated names and codes, dated facts, successions.

Promises: a code is not an identity (01273 was another ward before July 2025); an old name leads to its successor.
Refuses: overlapping ranges of one code, facts without a day.
"""
