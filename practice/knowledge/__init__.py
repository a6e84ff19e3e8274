"""The unit's knowledge bank: what it knows of law, methods, partners and tools, each article with an owner."""
