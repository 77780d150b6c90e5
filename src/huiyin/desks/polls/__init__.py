"""Those who keep polls: rounds, papers, reasons, the outcome, and what is printed."""
