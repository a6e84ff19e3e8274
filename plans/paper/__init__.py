"""What the paper is: its languages and shapes, and what is new in it."""
