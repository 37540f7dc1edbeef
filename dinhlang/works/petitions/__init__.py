"""What people ask, report and object to, from the receipt to the answer.

Promises: each has a code of its sender's own, an owner and a clock; what is about a person in office goes to the body above, and the body
named reads nothing of it; a denunciation is kept nowhere. Refuses: a petition that nobody would receive, and to pass one round in circles.
"""
