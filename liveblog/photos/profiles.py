"""The one colour profile that cameras name without enclosing it.

Laid out as the International Color Consortium says (ICC.1:2001-04), with the numbers of Adobe RGB
(1998): its three lights as the profile's white, D50, sees them, and a gamma of 563 / 256.
"""

import struct

_D50 = (0.9642, 1.0, 0.8249)
_LIGHTS = {
    b"rXYZ": (0.60974, 0.31111, 0.01947),
    b"gXYZ": (0.20528, 0.62567, 0.06087),
    b"bXYZ": (0.14919, 0.06322, 0.74457),
}
_GAMMA = b"curv" + bytes(4) + struct.pack(">IHxx", 1, 563)
_VERSION = 0x02400000
_HEAD_BYTES, _ENTRY_BYTES = 128, 12


def adobe_rgb() -> bytes:
    """A profile for pictures that say "Adobe RGB" in EXIF alone."""
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _GAMMA)
    tags = {
        b"wtpt": _xyz(_D50),
        **{name: _xyz(lights) for name, lights in _LIGHTS.items()},
        **curves,
    }
    at = _HEAD_BYTES + 4 + _ENTRY_BYTES * len(tags)
    index, held = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        index += name + struct.pack(">II", at + len(held), len(data))
        held += data
    white = _xyz(_D50)[8:]
    kind = struct.pack(">I", _VERSION) + b"mntrRGB XYZ "
    head = bytes(8) + kind + bytes(12) + b"acsp" + bytes(28) + white
    body = head[4:].ljust(_HEAD_BYTES - 4, b"\0") + index + held
    return struct.pack(">I", 4 + len(body)) + body


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", round(v * 65536)) for v in values)
