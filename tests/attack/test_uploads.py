"""S-20, S-21, S-23: a photo leaves as bare pixels, by whatever way it came, under a name that cannot act."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huiyin.casework.casefile.models import Attachment
from huiyin.ground.files.headers import file_headers, safe_name
from huiyin.ground.files.images import clean_image, is_bare_jpeg
from huiyin.ground.files.refused import FileRefused
from tests.attack.hostile_pictures import FORMS, MARK, pictures, talkative
from tests.matrix.writes import ALL, done, new_key
from tests.town import all_seen

pytestmark = pytest.mark.django_db
WAYS = {
    "q-form": "photo", "c-more": "photo", "contact-new": "photo", "field-place-new": "photo",
    "field-new": "photo",
    "job-step/photo": "photo", "case-evidence": "file", "file_case": "photos",
}  # fmt: skip
"""Write → the field that takes photos: a resident, neighbours, workers and offices, programs."""
KEPT = ("q-form", "c-more", "contact-new", "field-place-new", "field-new")
"""Forms that carry a photo on in a hidden field when something else was wrong: no script, or a bad line."""
NAMES = (
    "<svg onload=alert(7331)>.jpg", "../../etc/passwd", "..\\..\\boot.ini", "a\r\nX-Evil: 1.jpg",
    "\u202egpj.exe", "\0.jpg", "名" * 85 + ".jpg",
    'a".jpg', "a';b.jpg", ".htaccess", "CON.jpg", "a.jpg.html", "a.php\0.jpg", "%2e%2e%2fa.jpg",
    "a;filename=b.html", " .jpg", "-rf.jpg",
    "$(id).jpg", "|id", "=cmd|'/C calc'!A0.jpg",
)  # fmt: skip


def sent(sender, write, photo: bytes, name: str, *, kept: bool = False):
    """Send the write with this photo, in the open transaction; the answer."""
    path, field = sender.address(write, write.before(sender.world)), WAYS[write.name]
    if write.name == "file_case":
        photos = [{"name": name, "base64": base64.b64encode(photo).decode()}]
        return sender.send(write, path, key=new_key(), extra={field: photos})
    file = base64.b64encode(photo).decode() if kept else SimpleUploadedFile(name, photo, "image/jpeg")
    told = {name: value for name, value in write.data(sender.world).items() if name != field}
    client = sender.world.clients[write.who]
    client.raise_request_exception = False
    return client.post(path, {**told, "kept" if kept else field: file, "key": new_key()})


def stored() -> Iterator[Attachment]:
    with all_seen():
        yield from Attachment.objects.exclude(body=b"RIFF0000WEBP")


def ways():
    return [write for write in ALL if write.name in WAYS]


def test_every_form_that_takes_photos_is_tried():
    """Wherever the program cleans a picture, there is a way in; each has its row here."""
    assert {write.name for write in ways()} == set(WAYS)


@pytest.mark.parametrize(
    "turned", [(6,), pytest.param((1, 2, 3, 4, 5, 6, 7, 8), marks=pytest.mark.long)], ids=len
)
def test_no_way_in_keeps_what_a_photo_says(sender, undone, turned):
    """EXIF, GPS, serial numbers, XMP, IPTC, comments, thumbnails: gone; the picture stands upright."""
    wrong, tried = [], 0
    photos = [(form, way, talkative(form, turned=way)) for way in turned for form in FORMS]
    for write in ways():
        for kept in (False, True) if write.name in KEPT else (False,):
            for form, way, photo in photos if len(turned) > 1 else photos[tried % 4 : tried % 4 + 1]:
                assert MARK.encode() in photo
                with undone():
                    answer = sent(sender, write, photo, f"{MARK}.jpg" if kept else "a.jpg", kept=kept)
                    found = list(stored())
                    fine = done(answer) and len(found) == 1 and pixels_only(bytes(found[0].body), form, way)
                    wrong += [] if fine else [(write.name, kept, form, way, answer.status_code, len(found))]
                tried += 1
    assert tried >= 11
    assert not wrong, "\n".join(map(str, wrong))


def pixels_only(body: bytes, form: str, turned: int) -> bool:
    """Whether nothing but pixels is left, and the red quarter is where the camera saw it."""
    picture = Image.open(io.BytesIO(body)).convert("RGB")
    right, lower = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[
        turned if form != "GIF" else 1
    ]
    width, height = picture.size
    red, _green, blue = picture.getpixel((width * (1 + 2 * right) // 4, height * (1 + 2 * lower) // 4))
    return is_bare_jpeg(body) and MARK.encode() not in body and red > 150 > blue


@pytest.mark.parametrize("names", [NAMES[:4], pytest.param(NAMES, marks=pytest.mark.long)], ids=len)
def test_no_name_of_a_file_acts(sender, undone, names):
    """S-23, by every way in; the page that shows it is read in test_stored_in_browser."""
    wrong = []
    for number, name in enumerate(names):
        for write in ways() if len(names) > 4 else ways()[number::4]:
            with undone():
                answer = sent(sender, write, talkative(), name)
                refused = answer.status_code == 422 and "\0" in name  # to programs that is malformed
                wrong += [] if done(answer) or refused else [(write.name, name, answer.status_code)]
                for kept in stored():
                    header = file_headers(kept.name, kept.mime)["Content-Disposition"]
                    if not re.fullmatch(
                        r"inline; filename=\"[ -~]+\"; filename\*=UTF-8''[A-Za-z0-9_.~%-]+", header
                    ):
                        wrong.append((write.name, name, header))
                    if re.search(r'[\x00-\x1f\u202e/\\<>"]', safe_name(kept.name)) or len(kept.name) > 120:
                        wrong.append((write.name, name, kept.name))
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.long
def test_three_hundred_hostile_pictures_become_pixels_or_are_refused():
    """S-20 and the bombs of S-22."""
    files, cleaned, refused = list(pictures()), 0, []
    assert len(files) >= 300
    for name, data in files:
        try:
            clean = clean_image(data)
        except FileRefused as no:
            refused.append((name, no.said, no.advice))
        else:
            cleaned += 1
            assert is_bare_jpeg(clean.data), name
            assert b"script" not in clean.data, name
            assert MARK.encode() not in clean.data, name
    assert all(said and advice for _, said, advice in refused)
    assert 30 <= cleaned <= 200, cleaned


def test_what_is_served_is_a_picture_and_nothing_else(sender, undone):
    """A page under a picture's name never comes to be stored; a photo is served as what it is."""
    (write,) = (one for one in ways() if one.name == "q-form")
    with undone():
        refused = sent(sender, write, b"<!doctype html><script>alert(7331)</script>", "a.jpg")
        assert refused.status_code == 422
        assert not list(stored())
    with undone():
        answer = sent(sender, write, talkative(), "a.html")
        (kept,) = stored()
        link = answer.headers["Location"].partition("?")[0]
        served = sender.world.clients["nobody"].get(f"{link}/file/{kept.pk}")
    assert served.status_code == 200
    assert served.headers["Content-Type"] == "image/jpeg"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert is_bare_jpeg(served.content)
