import socket

import pytest


def test_a_test_that_reaches_beyond_loopback_fails():
    with socket.socket() as reaching, pytest.raises(RuntimeError, match="reaches for the network"):
        reaching.connect(("192.0.2.1", 80))
