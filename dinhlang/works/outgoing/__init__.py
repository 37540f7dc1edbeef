"""The office's register of outgoing documents, taken over as it is kept: what of it must be disclosed, and how much of that was.

Promises: nobody types a register twice; a proposal is never a decision; the public sees how much, never the register. Refuses: papers
that bear a mark of secrecy, and of Party papers everything but number, day, issuer and abstract.
"""
