"""What people decide teaches the program: words and rules of places, from 200 corrections on a model."""
