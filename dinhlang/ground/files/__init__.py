"""The only door for untrusted bytes, and what lies behind it: attachments by digest, the clean public copy, the vault of keys."""
