"""The unit's own development."""
