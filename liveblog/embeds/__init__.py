"""Links become stored facts: who said what, where, when, as it stood when it was quoted."""
