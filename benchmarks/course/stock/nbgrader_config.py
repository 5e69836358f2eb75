# nbgrader as it comes: no setting but where the course is.
from pathlib import Path

c = get_config()
ROOT = Path(__file__).resolve().parent
c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.course_id = "bench"
c.CourseDirectory.db_url = f"sqlite:///{ROOT / 'gradebook.db'}"
c.Exchange.root = str(ROOT / "exchange")
