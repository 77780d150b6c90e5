"""What parties promise one another, and who serves an estate in an emergency: duties, days, gains."""
