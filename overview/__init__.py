"""What a leader looks at: how the unit stands, what moved, and whether it holds."""
