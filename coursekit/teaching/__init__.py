"""What happens during the term: a class is graded, and gets its work back."""
