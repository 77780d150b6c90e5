"""Settings of one Huiyin installation, read from the environment and the data folder."""
