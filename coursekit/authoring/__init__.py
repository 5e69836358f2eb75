"""What an instructor does before the term: release, answer bank, and how often the grader is wrong."""
