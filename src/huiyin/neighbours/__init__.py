"""What neighbours tell and give one another: the notice board (M43); more rooms come beside it."""
