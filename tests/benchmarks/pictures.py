"""What pictures weigh and cost: a page of twenty, an upload of 24 megapixels, each format."""

import io
import json
import subprocess
import sys
import time
from itertools import pairwise
from math import sqrt
from pathlib import Path
from statistics import median

from PIL import Image

from liveblog import publishing
from liveblog.models import Photo
from liveblog.photos import drawing, renditions, storage
from liveblog.photos.geometry import Rendition
from tests.benchmarks.load import Ask, fetch
from tests.benchmarks.rounds import Spread
from tests.benchmarks.servers import Server
from tests.benchmarks.table import Row
from tests.benchmarks.weights import Weight

PICTURES = 20
SLUG = "story-of-pictures"
# A phone, a laptop, a better laptop: the viewport, its density, and the column in CSS pixels.
SCREENS = ((390, 3, 357), (1280, 1, 752), (1280, 2, 752))
UPLOAD_PX = (6000, 4000)
ENCODED_PX = 1520
ROUNDS = 7


def write_story() -> list[Photo]:
    """A blog of twenty posts with a picture each, and a lead: no two alike."""
    scenes = list(drawing.SCENES)
    photos = [_kept(scenes[n % len(scenes)], seed=n) for n in range(PICTURES + 1)]
    blog = publishing.create_blog(by=None, title="Twenty pictures", slug=SLUG)
    publishing.open(blog, by=None)
    publishing.set_lead(blog, by=None, photo=photos[-1])
    for number, photo in enumerate(photos[:-1]):
        shown = [{"photo": photo, "caption": "The bridge, seen from the north bank at dawn"}]
        post = publishing.create(blog, by=None, headline=f"Picture {number}", photos=shown)
        publishing.publish(post, by=None)
    return photos


def _kept(scene: str, seed: int) -> Photo:
    photo = storage.store(io.BytesIO(drawing.draw(scene, seed)))
    photo.alt_text, photo.credit = f"A drawing, number {seed}", "Illustration: The Newsroom"
    renditions.make(photo)
    return publishing.save_shared(photo, by=None)


def rows(server: Server, photos: list[Photo], folder: Path) -> list[Row]:
    html = fetch(server.port, Ask(f"/live/{SLUG}/")).body
    return [
        Row(f"page with {PICTURES} pictures: HTML", weight=Weight.of(html)),
        *(_screen_row(photos, *screen) for screen in SCREENS),
        *_upload_rows(folder),
        *_format_rows(),
    ]


def _screen_row(photos: list[Photo], viewport: int, density: int, column: int) -> Row:
    """All its pictures, scrolled to the end; `times` is beside the JPEGs of the same widths."""
    avif, jpeg = (
        [storage.pictures().size(chosen(photo, format_, column, density).name) for photo in photos]
        for format_ in ("avif", "jpg")
    )
    return Row(
        f"page with {PICTURES} pictures: AVIF at {viewport} px, density {density}",
        number=sum(avif) / 1000,
        unit="kB",
        times=Spread.of([a / j for a, j in zip(avif, jpeg, strict=True)]),
    )


def chosen(photo: Photo, format_: str, slot_px: int, density: float) -> Rendition:
    """As Chromium chooses from a srcset: the next larger file, or above a density of 1 the next
    smaller one where that is nearer by the geometric mean."""
    rungs = [each for each in photo.renditions if each.format == format_]
    for smaller, larger in pairwise(rungs):
        here, there = smaller.width_px / slot_px, larger.width_px / slot_px
        is_enough = here >= density if density <= 1 else sqrt(here * there) > density
        if there >= density and is_enough:
            return smaller
        if there >= density:
            return larger
    return rungs[-1]


def _upload_rows(folder: Path) -> list[Row]:
    path = folder / "upload.jpg"
    _photograph(*UPLOAD_PX).save(path, "JPEG", quality=92)
    seen = [_taken_in(path) for _ in range(3)]
    megapixels = UPLOAD_PX[0] * UPLOAD_PX[1] // 1_000_000
    made = []
    for name, key in (("until it can be shown", "shown"), ("its ladder, after that", "ladder")):
        costs = [each[key] for each in seen]
        what = f"upload of {megapixels} megapixels: {name}"
        made += [
            Row(what, number=median(c["seconds"] for c in costs) * 1000, unit="ms"),
            Row(f"{what}, memory", number=max(c["megabytes"] for c in costs), unit="MB"),
        ]
    return made


def _taken_in(path: Path) -> dict[str, dict[str, float]]:
    command = [sys.executable, "-m", "tests.benchmarks.upload", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def _photograph(width: int, height: int) -> Image.Image:
    """Grain over soft shapes: as hard to encode as a photograph at night."""
    shapes = Image.effect_noise((width // 16, height // 16), 90)
    soft = shapes.resize((width, height), Image.Resampling.BICUBIC)
    grey = Image.blend(soft, Image.effect_noise((width, height), 24), 0.25)
    light = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", [Image.blend(grey, light, share) for share in (0.4, 0.3, 0.2)])


def _format_rows() -> list[Row]:
    picture = _photograph(ENCODED_PX, ENCODED_PX * 2 // 3)
    costs: dict[str, list[float]] = {"jpg": [], "webp": [], "avif": []}
    for _ in range(ROUNDS):
        for format_, taken in costs.items():
            began = time.process_time()
            renditions.encoded(picture, format_)
            taken.append(time.process_time() - began)
    return [
        Row(
            f"a rendition of {ENCODED_PX} px: {format_}",
            number=median(taken) * 1000,
            unit="ms",
            times=Spread.of([a / b for a, b in zip(taken, costs["jpg"], strict=True)]),
        )
        for format_, taken in costs.items()
    ]
