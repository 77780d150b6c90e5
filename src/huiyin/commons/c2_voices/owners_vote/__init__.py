"""The owners' vote (业主表决) of Civil Code 278: frozen roll, one ledger of ballots, exact count."""
