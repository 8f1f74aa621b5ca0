"""How a run is carried out: blocks of replications, workers, checkpoints, memory, progress."""
