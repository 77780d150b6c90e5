"""A photo comes in, only its pixels go out, upright and small."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, PngImagePlugin

from huiyin.ground.files.images import CleanImage, clean_image, is_bare_jpeg
from huiyin.ground.files.refused import FileRefused

HEIC = Path(__file__).parent / "samples" / "telephone.heic"
RED, BLUE = (220, 40, 40), (40, 90, 160)


def _picture(width: int = 320, height: int = 240, mode: str = "RGB") -> Image.Image:
    """Blue, with the upper left quarter red, so that a turn can be seen."""
    picture = Image.new("RGB", (width, height), BLUE)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=RED)
    return picture.convert(mode)


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def _talkative_exif(turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = turned, "MAKER-CANARY", "OWNER-CANARY"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (30.0, 15.0, 10.0), "E", (120.0, 1.0, 2.0)
    return exif.tobytes()


def _talkative(form: str, turned: int = 1) -> bytes:
    """A photo which says in every way the format knows who took it and where."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>XMP-CANARY</rdf></x:xmpmeta>'
    options: dict[str, object] = {"exif": _talkative_exif(turned)}
    if form == "JPEG":
        options |= {"comment": b"COMMENT-CANARY", "xmp": xmp}
    if form == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_itxt("XML:com.adobe.xmp", xmp.decode())
        words.add_text("Author", "OWNER-CANARY")
        options["pnginfo"] = words
    if form == "WEBP":
        options |= {"xmp": xmp, "lossless": True}
    if form == "GIF":
        options = {"comment": b"COMMENT-CANARY"}
    return _saved(_picture(), form, **options)


def _near(seen: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(one - other) < 24 for one, other in zip(seen, wanted, strict=True))


def _decoded(clean: CleanImage) -> Image.Image:
    picture = Image.open(io.BytesIO(clean.data))
    assert (picture.format, picture.size) == ("JPEG", (clean.width, clean.height))
    return picture


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_only_pixels_survive(form: str) -> None:
    hostile = _talkative(form)
    assert b"CANARY" in hostile
    clean = clean_image(hostile)
    assert b"CANARY" not in clean.data
    assert is_bare_jpeg(clean.data)
    picture = _decoded(clean)
    assert not picture.getexif()
    assert not set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert _near(picture.getpixel((40, 40)), RED)
    assert _near(picture.getpixel((280, 200)), BLUE)


def test_a_heic_photo_loses_its_place() -> None:
    source = HEIC.read_bytes()
    assert b"Maker" in source
    clean = clean_image(source)
    assert b"Maker" not in clean.data
    assert _near(_decoded(clean).getpixel((40, 40)), RED)


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "HEIC"])
def test_an_independent_reader_finds_no_metadata(form: str, tmp_path: Path) -> None:
    target = tmp_path / "clean.jpg"
    target.write_bytes(clean_image(HEIC.read_bytes() if form == "HEIC" else _talkative(form)).data)
    seen = subprocess.run(
        ["exiftool", "-json", "-G1", str(target)], capture_output=True, check=True, timeout=20
    )
    groups = {name.partition(":")[0] for name in json.loads(seen.stdout)[0] if ":" in name}
    assert groups <= {"ExifTool", "System", "File", "JFIF", "Composite"}


# EXIF tag 0x0112 -> where the red quarter (drawn upper left) must be seen: (right?, lower?), sides swapped?
TURNS = {
    1: (0, 0, False),
    2: (1, 0, False),
    3: (1, 1, False),
    4: (0, 1, False),
    5: (0, 0, True),
    6: (1, 0, True),
    7: (1, 1, True),
    8: (0, 1, True),
}


@pytest.mark.parametrize("turned", TURNS)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_photo_stands_upright(form: str, turned: int) -> None:
    right, lower, swapped = TURNS[turned]
    picture = _decoded(clean_image(_talkative(form, turned)))
    assert picture.size == ((240, 320) if swapped else (320, 240))
    width, height = picture.size
    spot = (width * 3 // 4 if right else width // 4, height * 3 // 4 if lower else height // 4)
    assert _near(picture.getpixel(spot), RED)


def test_large_photos_become_small() -> None:
    clean = clean_image(_saved(_picture(4032, 3024), "JPEG"), max_side=2048, target_bytes=400_000)
    assert 1792 <= max(clean.width, clean.height) <= 2048
    assert abs(clean.width / clean.height - 4 / 3) < 0.01
    assert len(clean.data) <= 400_000


def test_even_noise_fits() -> None:
    noise = Image.effect_noise((2400, 1800), 250).convert("RGB")
    assert len(clean_image(_saved(noise, "JPEG", quality=95)).data) <= 400_000


@pytest.mark.parametrize("mode", ["L", "RGBA", "LA", "P", "1", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_read(mode: str) -> None:
    picture = Image.new("I;16", (64, 64), 0x8000) if mode == "I;16" else _picture(64, 64, mode)
    form = {"CMYK": "JPEG"}.get(mode, "PNG")
    seen = _decoded(clean_image(_saved(picture, form)))
    assert seen.mode == "RGB"
    if mode == "I;16":
        assert _near(seen.getpixel((30, 30)), (128, 128, 128))


def test_transparency_becomes_white_paper() -> None:
    glass = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert _near(_decoded(clean_image(_saved(glass, "PNG"))).getpixel((30, 30)), (255, 255, 255))


def test_only_the_first_frame_of_an_animation_is_kept() -> None:
    frames = [Image.new("RGB", (32, 32), RED), Image.new("RGB", (32, 32), BLUE)]
    moving = _saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert _near(_decoded(clean_image(moving)).getpixel((16, 16)), RED)


JPEG_BYTES, GIF_BYTES = _saved(_picture(), "JPEG"), _saved(_picture(), "GIF")
REFUSED = {
    "nothing": (b"", "file_empty"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not_an_image"),
    "html": (b"<!doctype html><script>alert(1)</script>", "not_an_image"),
    "pdf": (b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>", "not_an_image"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run", "not_an_image"),
    "vector language": (b"push graphic-context\nimage over 0,0 0,0 'https://x/'", "not_an_image"),
    "tiff": (_saved(_picture(), "TIFF"), "not_an_image"),
    "bmp": (_saved(_picture(), "BMP"), "not_an_image"),
    "zeros": (bytes(4096), "not_an_image"),
    "head only": (JPEG_BYTES[:20], "image_damaged"),
    "cut": (JPEG_BYTES[: len(JPEG_BYTES) // 2], "image_damaged"),
    "heic brand only": (b"\0\0\0\x18ftypheic" + bytes(64), "image_damaged"),
    "too many bytes": (JPEG_BYTES + bytes(20 * 1024 * 1024), "file_too_large"),
    "pixel bomb": (_saved(Image.new("1", (30_000, 30_000)), "PNG"), "image_too_many_pixels"),
    "frame bomb": (GIF_BYTES[:6] + b"\xff\xff\xff\xff" + GIF_BYTES[10:], "image_too_many_pixels"),
    "scan bomb": (JPEG_BYTES[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 5000, "file_too_heavy"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_wrong_file_is_refused_with_a_sentence(kind: str) -> None:
    data, code = REFUSED[kind]
    with pytest.raises(FileRefused) as refused:
        clean_image(data)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "tail", [b"<script>alert(1)</script>", b"PK\x03\x04evil.zip", b"%PDF-1.7 /JavaScript"]
)
def test_nothing_of_a_polyglot_survives(tail: bytes) -> None:
    assert tail not in clean_image(JPEG_BYTES + tail).data


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_broken_photo_is_cleaned_or_refused_never_worse(data: st.DataObject) -> None:
    source = bytearray(
        data.draw(st.sampled_from([_talkative(form) for form in ("JPEG", "PNG", "WEBP", "GIF")]))
    )
    for _ in range(data.draw(st.integers(1, 12))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    try:
        clean = clean_image(bytes(source))
    except FileRefused:
        return
    assert is_bare_jpeg(clean.data)


def test_the_parent_sees_metadata_by_itself() -> None:
    assert not is_bare_jpeg(_talkative("JPEG"))
    assert not is_bare_jpeg(clean_image(JPEG_BYTES).data + b"PK")
    assert not is_bare_jpeg(b"")
