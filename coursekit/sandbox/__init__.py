"""Runs the code of strangers. (Nothing is imported here: the sandbox is started before anything else is.)"""
