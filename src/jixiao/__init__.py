"""Jixiao (绩效): exact, explained budget-performance evaluation for Chinese government departments.

from jixiao import review

for finding in review(Path("报告.docx")).findings:
    print(finding)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jixiao.checks.document.review import Review, review

__version__ = "0.1.0"
__all__ = ["Review", "__version__", "review"]


def __getattr__(name: str) -> Any:
    """Import the review when it is asked for: whoever wants figures only does not load documents."""
    if name not in ("Review", "review"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from jixiao.checks.document import review as module  # noqa: PLC0415  (this is the point)

    return getattr(module, name)
