"""What came from elsewhere becomes posts, through publishing, with every word accounted for."""
