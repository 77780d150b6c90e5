"""People's mediation (人民调解法): voluntary, confidential; agreement, its dates, the court's 30 days."""
