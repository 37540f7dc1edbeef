"""Đình Làng: duties computed from the law, acts that fulfil them, proofs that anyone can check."""

__version__ = "0.1.0"
