"""What every notebook of this course uses: checks, pictures, and the exercises of earlier notebooks."""

from .checking import check
from .earlier import earlier
from .pictures import draw, show
from .waiting import when_ready
from .watching import by_autograd, ready_made

__all__ = ["by_autograd", "check", "draw", "earlier", "ready_made", "show", "when_ready"]
