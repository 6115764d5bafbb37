"""Digital Product Passports: identifiers, models, items, versions, audiences, JSON-LD, the resolver, labels."""
