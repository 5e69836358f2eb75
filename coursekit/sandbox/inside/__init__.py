"""The part of the kit that runs beside student code; it knows no test, no answer and no course.

Everything here is visible to students while their code runs.
"""
