"""Meetings around a young person, in the forms of Samarbejdsmodellen: planned, invited to, minuted."""
