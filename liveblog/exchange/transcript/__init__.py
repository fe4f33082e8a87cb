"""A live blog as text: `reading.read` makes `nouns` of it, each word in its place."""
