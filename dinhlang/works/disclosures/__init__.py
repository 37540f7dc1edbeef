"""The right to know (Law 10/2022/QH15 Art. 11 to 14): plans, decisions, postings on site and on paper, the quarterly register.

Promises: one file and at most six typed fields make a disclosure; paper postings are declared until somebody else saw them.
Refuses: to forget a text that was up (a withdrawn one leaves its tombstone), and to count what the body only says of itself.
"""
