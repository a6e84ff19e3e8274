"""New colleagues, and those who leave: a list to go through together, from a template that the leader keeps."""
