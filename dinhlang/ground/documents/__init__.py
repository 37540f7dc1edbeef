"""Papers: what is printed for signature, what was issued, and the signed page that came back.

A machine record is not the legal original: a paper is a draft as long as nobody froze it, exported for signature with the digest of its
bytes, issued with its number, day and signers. Works say what a paper says; here is how it looks, what state it is in, what it is held by.
"""
