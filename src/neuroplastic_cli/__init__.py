"""A command-line explainer of mental-health therapies that draw on neuroplasticity."""
