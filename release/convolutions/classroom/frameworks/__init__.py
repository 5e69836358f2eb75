"""The few things that differ from framework to framework, as `fw`: one module that lies beside this one.

What students get has one; where the instructor has several, the one counts that the notebook has imported.
"""

import sys
from importlib import import_module
from pathlib import Path

_there = sorted((path.stem for path in Path(__file__).parent.glob("[a-z]*.py")), reverse=True)
_imported = [name for name in _there if name in sys.modules]
_chosen = [name for name in _imported if name != "numpy"] or _imported or _there  # every framework imports NumPy

fw = import_module(f"{__name__}.{_chosen[0]}")
