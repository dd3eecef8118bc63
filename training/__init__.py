"""How the weights are made, from data to model card: `make weights`."""
