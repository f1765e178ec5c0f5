"""What R says of the models, and the simulated data that it says it of."""
