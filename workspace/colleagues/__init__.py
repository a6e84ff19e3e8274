"""What colleagues are to each other on Min dag: courses that are to be shared, and lists of who is new."""
