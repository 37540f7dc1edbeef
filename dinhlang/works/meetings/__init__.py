"""Meetings and conferences: called with the agenda that the law asks for, questions asked and answered, held with their minutes, or not.

Promises: a meeting counts for a duty only where enough of those on the frozen roll came; what is said inside an agency or an enterprise
stays inside. Refuses: to hold what was not called beforehand, and to know who voted how.
"""
