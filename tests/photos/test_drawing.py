"""The demonstration's drawings."""

import io

import pytest
from PIL import Image

from liveblog.photos import drawing


@pytest.mark.parametrize("scene", drawing.SCENES)
def test_each_scene_is_a_wide_picture_with_light_and_shade(scene):
    picture = Image.open(io.BytesIO(drawing.draw(scene)))
    assert picture.size == (1600, 900)
    darkest, lightest = picture.convert("L").resize((160, 90)).getextrema()
    assert lightest - darkest > 60


def test_the_same_seed_draws_the_same_picture_and_another_one_another():
    first = drawing.draw("ridges", seed=1)
    assert drawing.draw("ridges", seed=1) == first
    assert drawing.draw("ridges", seed=2) != first
