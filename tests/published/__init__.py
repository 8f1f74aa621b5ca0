"""Published instances with known bounds, from the folder named by CAPSIM_DATA; nothing of it is copied."""
