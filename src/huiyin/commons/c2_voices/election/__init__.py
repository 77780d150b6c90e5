"""Election of a branch committee in steps; the secret ballot is on paper, only its tally is here."""
