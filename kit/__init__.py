"""Outage analytics: who was hit, how long it took, how large a share, with bounds, sources and dates."""

__version__ = "0.1.0"
