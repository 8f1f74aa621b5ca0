"""What streams and runs were when they were last meant to change."""
