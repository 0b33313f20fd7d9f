"""The only fixtures."""

import os
from pathlib import Path

import pytest

import hanclaim.cli  # noqa: F401  keeps numpy to one thread, which has to be said before numpy is imported

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with the seed article and the gold; under CI it must be there."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{SHARED} is missing: under CI the shared folder must stand beside the project")
        pytest.skip(f"{SHARED} is missing: the tests that read the seed article are left out")
    return SHARED
