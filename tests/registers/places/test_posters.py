"""A poster is read by telephones: from far, from bad prints, with a part of it spoiled."""

import dataclasses
import io
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from huiyin.registers.places.posters.codes import LARGEST_VERSION, place_code
from huiyin.registers.places.posters.poster import Phone, Poster, poster_pdf, poster_png

URL = "https://hy.example.gov.cn/q/K7M2QX"
POSTER = Poster(
    place_lines=("胜利街道", "象城外滩小区", "3 栋 2 单元"),
    url=URL,
    code="K7M2QX",
    phones=(Phone("社区值班室", "0833-5512345", "全天"), Phone("市民热线", "12345")),
)
MM = 25.4


def _read(page: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(page)}


def _page(poster: Poster = POSTER, ppi: int = 150, **options: bool) -> Image.Image:
    return Image.open(io.BytesIO(poster_png(poster, ppi=ppi, **options))).convert("L")


def _corners(page: Image.Image) -> tuple[int, int, int, int]:
    """The box of the symbol, quiet zone not included, in dots."""
    where = zxingcpp.read_barcodes(page)[0].position
    xs = [point.x for point in (where.top_left, where.top_right, where.bottom_left, where.bottom_right)]
    ys = [point.y for point in (where.top_left, where.top_right, where.bottom_left, where.bottom_right)]
    return min(xs), min(ys), max(xs), max(ys)


def test_the_code_on_the_page_is_the_address() -> None:
    assert _read(_page()) == {URL}


def test_the_code_is_large_and_stands_free() -> None:
    page = _page()
    left, top, right, bottom = _corners(page)
    assert (right - left) / 150 * MM >= 60
    module = (right - left) / (17 + 4 * place_code(URL).version)
    quiet = round(4 * module) - 3
    around = (left - quiet, top - quiet, right + quiet, bottom + quiet)
    ImageDraw.Draw(page).rectangle((left - 2, top - 2, right + 2, bottom + 2), fill=255)
    assert page.crop(around).getextrema() == (255, 255)


def test_it_is_read_from_ten_times_its_width() -> None:
    """A 12-megapixel telephone with a 65° lens sees about 4,000 dots over 1.27 × the distance."""
    symbol_mm = (_corners(_page())[2] - _corners(_page())[0]) / 150 * MM
    dots_per_mm = 4000 / (1.27 * 10 * symbol_mm)
    page = _page(ppi=300)
    factor = dots_per_mm * MM / 300
    far = page.resize((round(page.width * factor), round(page.height * factor)), Image.Resampling.BOX)
    assert _read(far.filter(ImageFilter.GaussianBlur(0.6))) == {URL}


def test_it_is_read_at_a_tenth_of_its_size() -> None:
    page = _page(ppi=300)
    tenth = page.resize((page.width // 10, page.height // 10), Image.Resampling.BOX)
    telephone = tenth.resize((tenth.width * 4, tenth.height * 4), Image.Resampling.BICUBIC)
    assert _read(telephone) == {URL}


@pytest.mark.parametrize("colour", [0, 255, 128])
def test_it_is_read_with_a_blot_over_15_percent_of_its_middle(colour: int) -> None:
    page = _page()
    left, top, right, bottom = _corners(page)
    side = (right - left) * 0.15**0.5
    x, y = (left + right - side) / 2, (top + bottom - side) / 2
    ImageDraw.Draw(page).rectangle((x, y, x + side, y + side), fill=colour)
    assert _read(page) == {URL}


def test_the_second_code_opens_large_print() -> None:
    poster = dataclasses.replace(POSTER, elder_url=f"{URL}?e=1")
    assert _read(_page(poster)) == {URL, f"{URL}?e=1"}


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
def test_the_pdf_prints_the_same_code(tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(poster_pdf([POSTER]))
    subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", "p.pdf", "p"], cwd=tmp_path, check=True)
    with Image.open(next(tmp_path.glob("p*.png"))) as page:
        assert _read(page) == {URL}


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_one_a4_page_each_with_place_code_and_phones_in_words(language: str) -> None:
    posters = [dataclasses.replace(POSTER, code=f"K7M2Q{i}", language=language) for i in range(3)]
    pdf = pypdf.PdfReader(io.BytesIO(poster_pdf(posters)))
    assert len(pdf.pages) == 3
    for number, page in enumerate(pdf.pages):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        words = page.extract_text().replace("\n", "").replace(" ", "")
        for wanted in (f"K7M2Q{number}", "3栋2单元", "象城外滩小区", "0833-5512345", "119"):
            assert wanted in words


def test_long_names_and_many_phones_stay_on_one_page() -> None:
    poster = dataclasses.replace(
        POSTER,
        place_lines=("很长的街道名字" * 30, "很长的小区名字" * 30),
        phones=tuple(Phone("很长的单位名称" * 9, "0833-5512345" * 9, "全天" * 20) for _ in range(20)),
        elder_url=f"{URL}?e=1",
    )
    for language in ("zh-hans", "en"):
        pdf = poster_pdf([dataclasses.replace(poster, language=language)])
        assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=40))
def test_names_are_words_not_markup(name: str) -> None:
    hostile = dataclasses.replace(POSTER, place_lines=("#panic()", f'$x$ *{name}* "]#import'))
    assert poster_pdf([hostile]).startswith(b"%PDF")


def test_the_page_is_black_and_white() -> None:
    colours = Image.open(io.BytesIO(poster_png(POSTER, ppi=60))).convert("RGB").getcolors(100_000)
    assert colours
    assert all(red == green == blue for _, (red, green, blue) in colours)


def test_no_poster_no_paper() -> None:
    with pytest.raises(ValueError, match="no poster"):
        poster_pdf([])


def test_another_poster_adds_little_to_the_file() -> None:
    """Three hundred have to stay below 10 MB: the font is in the file once, a poster adds its own marks."""
    one, more = (
        len(poster_pdf([dataclasses.replace(POSTER, code=f"K7M{i:03}") for i in range(number)]))
        for number in (1, 11)
    )
    assert one + (more - one) / 10 * 299 < 10_000_000


@pytest.mark.parametrize(
    ("url", "any_case", "version"),
    [
        ("https://hy.example.gov.cn/q/K7M2QX", False, 4),
        ("https://hy.example.gov.cn/q/K7M2QX", True, 3),
        ("https://hy.example.gov.cn/Q/K7M2QX", False, 3),
        ("https://huiyin.long-name.example.gov.cn/q/K7M2QX", True, 4),
    ],
)
def test_capitals_make_the_code_coarser(url: str, *, any_case: bool, version: int) -> None:
    code = place_code(url, path_in_any_case=any_case)
    assert code.version == version <= LARGEST_VERSION
    assert code.payload.lower() == url.lower()


@given(st.from_regex(r"https://[a-z]{1,20}\.cn/[A-Za-z0-9/]{1,20}(\?[a-z]=[a-z0-9]{1,5})?", fullmatch=True))
def test_path_and_query_are_never_changed_unasked(url: str) -> None:
    payload = place_code(url).payload
    assert payload.partition(".cn/" if ".cn/" in payload else ".CN/")[2] == url.partition(".cn/")[2]
