"""The audit trail: every deed and sign-in, with before and after, in a hash chain."""
