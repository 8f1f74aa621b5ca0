"""The domain: people, projects, calendars and chance, as frozen values."""
