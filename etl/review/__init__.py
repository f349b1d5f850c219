"""People in the loop: which messages are drawn, what is shown of them, what reviewers said."""
