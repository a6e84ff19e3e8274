"""Sharing with other municipalities: a file of figures without persons, and what the others say beside one's own."""
