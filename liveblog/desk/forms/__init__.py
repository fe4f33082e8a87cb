"""What an editor fills in."""
