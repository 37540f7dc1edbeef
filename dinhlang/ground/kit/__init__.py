"""The offline kit: what a village head carries into a hall without network, and what comes back from it.

Promises: one lease is for one sitting of one meeting and one person who counts; what a kit sent is kept, taken in once, and never
overwrites what others entered. What comes too late, or after a lease or a mandate ended, waits for two persons.
Refuses: to know what is counted, and under which rule. Works write through `acts.py` inside an act of their own.
"""
