"""Numbers from arrays: each an `Estimate` with its interval, its source, and nothing of where the data came from."""
