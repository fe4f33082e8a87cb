"""Uploads become stored pictures: what they may be, what is kept, what readers are served."""
