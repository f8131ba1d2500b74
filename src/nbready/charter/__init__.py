"""What a charter is: questions, answers, their checks, and where they are kept."""
