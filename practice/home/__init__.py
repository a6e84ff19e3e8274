"""The first page of the unit's own development."""
