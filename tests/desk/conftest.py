"""The story that the desk's tests in a browser are about."""

import pytest

from liveblog.models import Blog
from tests import factory


@pytest.fixture
def blog(transactional_db: None) -> Blog:
    """Committed, for a server that reads it in a process or thread of its own."""
    return factory.blog()
