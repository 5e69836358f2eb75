"""Runs the code of strangers; imports nothing here, since the sandbox is started before anything else is."""
