"""What each number counts, and counting: how cases stood on a day, one definition per number, all numbers of a unit."""
