"""How long a text and how great an amount may be: bounds of this house against slips of the finger, none of the law."""

NAME, WHAT, PAYEE, NUMBER, WHY = 120, 200, 120, 60, 300  # characters
MOST = 99_999_999_999  # đồng in one line: more is a slip of the finger, and the record holds no sum beyond 2^53
LINES = 200  # of a book that enter from one file at once: what an entry can well hold
YEARS = 1  # a book is opened for a year that is at most so far from this one
