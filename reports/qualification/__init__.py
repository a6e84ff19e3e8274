"""How the departments answer: what was sent, what came of it, how long it took, and each number’s list."""
