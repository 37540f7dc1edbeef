"""Following up what is owed: urging a body about a duty, and handing one to a colleague.

Promises: an order from above leaves a trace that the body, its superior and the Front see, with its day; who has a duty in hand is known.
Refuses: to change what is owed or when; a duty handed on stays the body's own.
"""
