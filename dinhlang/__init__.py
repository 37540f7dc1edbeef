"""Đình Làng: duties computed from the law, acts that fulfil them, proofs that anyone can check."""
