"""The living barometer: what a team thinks of statements about itself, 1 to 10, without anybody's name."""
