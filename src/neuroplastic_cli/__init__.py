"""A command-line explainer of mental-health therapies that draw on neuroplasticity."""

__version__ = "0.1.0"
