"""What is new on the paper since the last time, and the road drawn on its first page."""
