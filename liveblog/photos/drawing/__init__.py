"""Illustrations drawn by code, for a demonstration that needs no agency's pictures.

They look like what they are: a designer's landscapes and diagrams, and photographs of nothing.
"""

import io
from random import Random

from liveblog.photos.drawing import landscapes, politics, studies
from liveblog.photos.drawing.brushes import Canvas

SCENES = {
    "ridges": landscapes.ridges,
    "rooftops": landscapes.rooftops,
    "road": landscapes.road,
    "smoke": landscapes.smoke,
    "harbour": landscapes.harbour,
    "map": studies.contour_map,
    "shelter": studies.shelter,
    "lectern": politics.lectern,
    "ballots": politics.ballots,
    "columns": politics.columns,
    "assembly": politics.assembly,
}


def draw(scene: str, seed: int = 1) -> bytes:
    """The scene as a JPEG of 1600 × 900, the same for the same seed."""
    canvas = Canvas()
    chance = Random(f"{scene} {seed}")
    SCENES[scene](canvas, chance)
    picture = canvas.finished(chance)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, subsampling=0)
    return out.getvalue()
