"""The village fund book (sổ thu chi của thôn): what came in, what it was spent on, what is left, with receipts.

Promises: nothing is removed, a wrong line is reversed with its reason; what a household paid is seen inside its village only. Refuses: to
collect from households without the decision of the people that allowed it (Circular 26/2026/TT-BTC Art. 22(2)).
"""
