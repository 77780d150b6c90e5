"""Volunteers: who signed up, what is to be done, who comes, thanks. Nobody is counted or ranked."""
