"""What people decide: a matter from its proposal through rounds of households to a decision that binds.

Promises: who may propose, call and recognise, and which round may follow which, come from the rulebook; a matter that
enough people rejected stays rejected. Refuses: to know what a household chose.
"""
