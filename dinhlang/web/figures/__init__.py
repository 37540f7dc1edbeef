"""Boards of figures: what a territory owes and did, in numbers, each with the list behind it."""
