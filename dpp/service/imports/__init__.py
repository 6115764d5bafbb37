"""The use cases of imports: sources yield rows, a target handles them, a run keeps what became of each."""
