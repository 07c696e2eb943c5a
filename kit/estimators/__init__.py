"""Estimators: frames in, frames out, no database."""
