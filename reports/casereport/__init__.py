"""The reports about one young person, behind the case's own door."""
