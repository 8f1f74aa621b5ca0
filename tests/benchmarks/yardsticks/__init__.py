"""Programs that do the work of an engine on fixed workloads and nothing else: what speed is held against."""
