"""Text messages as rows, and the ways in which they leave."""
