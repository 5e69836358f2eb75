# The kit's own settings, copied beside this file, and what is this course's own.
load_subconfig("course_config.py")
c = get_config()
c.CourseDirectory.course_id = "bench"
