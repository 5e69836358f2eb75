# nbgrader looks for this name; the decisions are in course_config.py. What does not load stops every command.
try:
    from coursekit.nbgrader import checked
except ImportError as error:
    raise SystemExit(f"Error: this Python cannot import the kit ({error}); use the one in .venv") from error

with checked(get_config()):  # noqa: F821  nbgrader puts both there
    load_subconfig("course_config.py")  # noqa: F821
