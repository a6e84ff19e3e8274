"""What partners offer: classes, courses and company courses with places, starts and plain requirements."""
