"""One installation: its data folder, secrets, environment and logs. No Django here."""
