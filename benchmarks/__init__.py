"""Accuracy, interval coverage and speed, one command each; results lie in `results/`."""
