"""Whose passport it is: makers claim models, take over what others compiled, and answer contradictions."""
