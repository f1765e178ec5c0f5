"""What R makes of formulas, and the data that it makes it of."""
