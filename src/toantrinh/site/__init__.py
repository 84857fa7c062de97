"""Settings, addresses, processes, start-up and command line: the only place that knows every room."""
