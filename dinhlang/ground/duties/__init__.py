"""What is due, from the law, and what fulfilled it.

Promises: slots and clocks are rows, states are computed; everything but slots can be rebuilt from the record.
Refuses: to guess which duty an act fulfils (it is claimed), to forget a due day when it passes.
"""
