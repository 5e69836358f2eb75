"""The language of a notebook, and what to say of one that is not Python."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel


def language(metadata: Mapping[str, Any]) -> str:
    """Return the language of a notebook with this metadata, or else the name of its kernel, in lower case."""
    kernel, noted = (metadata.get(key) for key in ("kernelspec", "language_info"))
    kernel = kernel if isinstance(kernel, dict) else {}
    name = str(kernel.get("name") or "python")
    found = kernel.get("language") or (noted.get("name") if isinstance(noted, dict) else "")
    if not found and not name.startswith("python"):
        with suppress(NoSuchKernel):
            found = KernelSpecManager().get_kernel_spec(name).language
    if not found and "python" in str(kernel.get("display_name")).lower():
        return "python"  # conda names its kernels as its environments, and a kernel that is elsewhere says no more
    return str(found or name).lower()


def is_python(metadata: Mapping[str, Any]) -> bool:
    """Return whether a notebook with this metadata is in Python."""
    return language(metadata) in ("python", "python2", "python3", "ipython")


def not_python(name: str, metadata: Mapping[str, Any]) -> str:
    """Return why the checks of a notebook cannot be run that is not in Python, and what to do."""
    return (
        f"{name}: the notebook is in {language(metadata)}, and the sandbox runs Python only, so a person has to grade "
        "it; to run it WITHOUT protection against harmful code, set c.CourseKit.protected = False in nbgrader_config.py"
    )


def in_words(metadata: Mapping[str, Any]) -> str:
    """Return to a student why such a notebook was not run."""
    return f"the notebook is in {language(metadata)}, so a person will look at it"
