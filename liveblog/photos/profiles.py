"""The colour profiles that files name without enclosing them.

Laid out as the International Color Consortium says (ICC.1:2001-04; its parametric curve, 2004-10):
three lights as the profile's white, D50, sees them, and how light grows with its number.
"""

import struct

_D50 = (0.9642, 1.0, 0.8249)
_Lights = tuple[tuple[float, float, float], ...]  # red, green, blue
_ADOBE_RGB: _Lights = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
# By the numbers of their primaries in ITU-T H.273, table 2. 1 is sRGB's own.
_BY_NUMBER: dict[int, _Lights] = {
    9: ((0.67348, 0.27904, -0.00193), (0.16566, 0.67534, 0.02998), (0.12506, 0.04561, 0.79677)),
    12: ((0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)),
}
_GAMMA = b"curv" + bytes(4) + struct.pack(">IHxx", 1, 563)
_OF_SRGB = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_LIKE_SRGB = b"para\0\0\0\0\0\3\0\0" + b"".join(
    struct.pack(">i", round(each * 65536)) for each in _OF_SRGB
)
_VERSION = 0x02400000
_HEAD_BYTES, _ENTRY_BYTES = 128, 12


def adobe_rgb() -> bytes:
    """A profile for pictures that say "Adobe RGB" in EXIF alone."""
    return _profile(_ADOBE_RGB, _GAMMA)


def of_number(primaries: int) -> bytes | None:
    """For a file that gives the number of its primaries (12: Display P3, 9: BT.2020) and no more.

    None where they are sRGB's, or none that a picture has.
    """
    lights = _BY_NUMBER.get(primaries)
    return _profile(lights, _LIKE_SRGB) if lights else None


def _profile(lights: _Lights, curve: bytes) -> bytes:
    names = (b"rXYZ", b"gXYZ", b"bXYZ")
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    seen = {name: _xyz(light) for name, light in zip(names, lights, strict=True)}
    tags = {b"wtpt": _xyz(_D50), **seen, **curves}
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
