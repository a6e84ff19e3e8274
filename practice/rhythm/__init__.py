"""What comes back: team meetings, sparring, theme meetings and the barometer, each with an owner and a rhythm."""
