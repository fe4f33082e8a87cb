"""What readers get: pages, the poll that keeps them up to date, feeds."""
