"""How soon, and for how long: the estimate, in a picture and in words."""
