"""What is published of our events: vocabulary, context, JSON Schema and examples, from the domain's own tables."""
