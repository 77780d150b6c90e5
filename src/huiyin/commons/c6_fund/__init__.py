"""The maintenance fund is used: who shares a part, quotations, vote, posting, payment; emergencies."""
