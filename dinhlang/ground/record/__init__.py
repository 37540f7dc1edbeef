"""The append-only public record.

Promises: nothing enters but through `append`, inside the act's own transaction; indexes without gaps; receipts that can be
judged by a stranger; text that can be erased without breaking a proof. Refuses: to know what a body, a household or a duty
is (they are numbers and strings here), to sign anything smaller than or inconsistent with what it signed before.
"""
