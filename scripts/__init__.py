"""What is run by hand or by make: python -m scripts.<name>."""
