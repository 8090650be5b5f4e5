"""A report is read into candidate events, each tied to the passage that says so."""
