"""A poster is read by telephones: from far, from bad prints, with a part of it spoiled."""

import dataclasses
import io
import itertools
from collections.abc import Iterator

import pypdf
import pypdfium2
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter

from huiyin.registers.places.posters.codes import LARGEST_VERSION, place_code
from huiyin.registers.places.posters.poster import Phone, Poster, Size, poster_pdf, poster_png

URL = "https://hy.example.gov.cn/q/K7M2QX"
POSTER = Poster(
    place_lines=("胜利街道", "象城外滩小区", "3 栋 2 单元"),
    url=URL,
    code="K7M2QX",
    phones=(Phone("社区值班室", "0833-5512345", "全天"), Phone("市民热线", "12345")),
)
GATE = dataclasses.replace(POSTER, place_lines=("胜利街道", "象城外滩小区", "东门"), size=Size.GATE)
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


@pytest.mark.parametrize("any_case", [False, True])
@pytest.mark.parametrize(("size", "symbol_mm"), [(Size.DOOR, 60), (Size.GATE, 120)])
def test_the_code_is_large_and_stands_free(size: Size, symbol_mm: int, *, any_case: bool) -> None:
    page = _page(dataclasses.replace(POSTER, size=size), path_in_any_case=any_case)
    left, top, right, bottom = _corners(page)
    assert (right - left) / 150 * MM >= symbol_mm
    code = place_code(URL, path_in_any_case=any_case)
    assert code.version <= LARGEST_VERSION
    assert code.level == "H"
    module = (right - left) / (17 + 4 * code.version)
    quiet = round(4 * module) - 3
    around = (left - quiet, top - quiet, right + quiet, bottom + quiet)
    ImageDraw.Draw(page).rectangle((left - 2, top - 2, right + 2, bottom + 2), fill=255)
    assert page.crop(around).getextrema() == (255, 255)


@pytest.mark.parametrize("size", Size)
def test_it_is_read_from_ten_times_its_width(size: Size) -> None:
    """A 12-megapixel telephone with a 65° lens sees about 4,000 dots over 1.27 × the distance."""
    poster = dataclasses.replace(POSTER, size=size)
    left, _top, right, _bottom = _corners(_page(poster))
    symbol_mm = (right - left) / 150 * MM
    dots_per_mm = 4000 / (1.27 * 10 * symbol_mm)
    page = _page(poster, ppi=200)
    factor = dots_per_mm * MM / 200
    far = page.resize((round(page.width * factor), round(page.height * factor)), Image.Resampling.BOX)
    assert _read(far.filter(ImageFilter.GaussianBlur(0.6))) == {URL}


def test_it_is_read_at_a_tenth_of_its_size() -> None:
    page = _page(ppi=300)
    tenth = page.resize((page.width // 10, page.height // 10), Image.Resampling.BOX)
    telephone = tenth.resize((tenth.width * 4, tenth.height * 4), Image.Resampling.BICUBIC)
    assert _read(telephone) == {URL}


@pytest.mark.parametrize("any_case", [False, True])
def test_that_blot_lies_on_all_the_code_words_a_code_can_lose(*, any_case: bool) -> None:
    """Level H repairs up to 30 % of the code words (ISO/IEC 18004); no level repairs more.

    A blot over 15 % of the area in the middle lies on so many; one over 30 % of the area on half of them.
    """
    payload = place_code(URL, path_in_any_case=any_case).payload
    code = segno.make_qr(payload, error="h", boost_error=False)
    assert 0.28 <= _under_a_blot(code, 0.15) <= 0.3
    assert _under_a_blot(code, 0.3) >= 0.5


def _under_a_blot(code: segno.QRCode, area: float) -> float:
    """The share of code words a square over so much of the symbol's middle touches."""
    words, side = _code_words(code), code.symbol_size(border=0)[0]
    near, far = (side - side * area**0.5) / 2, (side + side * area**0.5) / 2
    under = {word for spot, word in words.items() if all(near <= one + 0.5 <= far for one in spot)}
    return len(under) / len(set(words.values()))


def _code_words(code: segno.QRCode) -> dict[tuple[int, int], int]:
    """Row and column of each module of data → number of its code word (ISO/IEC 18004, 7.7.3)."""
    kinds = [list(row) for row in code.matrix_iter(border=0, verbose=True)]
    data = {segno.consts.TYPE_DATA_DARK, segno.consts.TYPE_DATA_LIGHT}
    side, way, upwards = len(kinds), [], True
    for right in [*range(side - 1, 6, -2), 5, 3, 1]:
        rows = range(side - 1, -1, -1) if upwards else range(side)
        way += [(row, column) for row in rows for column in (right, right - 1) if kinds[row][column] in data]
        upwards = not upwards
    whole = len(way) // 8 * 8  # seven bits remain over
    return {spot: place // 8 for place, spot in enumerate(way[:whole])}


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("colour", [0, 255, 128])
def test_it_is_read_with_a_blot_over_15_percent_of_its_middle(colour: int, size: Size) -> None:
    page = _page(dataclasses.replace(POSTER, size=size))
    left, top, right, bottom = _corners(page)
    side = (right - left) * 0.15**0.5
    x, y = (left + right - side) / 2, (top + bottom - side) / 2
    ImageDraw.Draw(page).rectangle((x, y, x + side, y + side), fill=colour)
    assert _read(page) == {URL}


def test_the_second_code_opens_large_print() -> None:
    poster = dataclasses.replace(POSTER, elder_url=f"{URL}?e=1")
    assert _read(_page(poster)) == {URL, f"{URL}?e=1"}


def test_the_pdf_prints_the_same_codes() -> None:
    assert list(_printed(poster_pdf([POSTER, GATE]))) == [{URL}, {URL}]


@pytest.mark.long
def test_three_hundred_sheets_are_one_file_and_every_code_is_read_back() -> None:
    """An estate: 288 doors on A4, 12 gates on A3. How long it takes is a figure of `make bench`."""
    posters = [
        dataclasses.replace(
            POSTER, url=f"{URL[:-3]}{number:03}", code=f"{URL[-6:-3]}{number:03}",
            size=Size.GATE if number % 25 == 0 else Size.DOOR,
        )
        for number in range(300)
    ]  # fmt: skip
    body = poster_pdf(posters, path_in_any_case=True)
    assert len(body) <= 10_000_000
    assert list(_printed(body)) == [{one.url.upper()} for one in posters]


def _printed(body: bytes) -> Iterator[set[str]]:
    """What a telephone reads from each page of a PDF, as a printer would draw it."""
    with pypdfium2.PdfDocument(body) as document:
        for page in document:
            yield _read(page.render(scale=100 / 72, grayscale=True).to_pil())


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize(("size", "points"), [(Size.DOOR, (595, 842)), (Size.GATE, (842, 1191))])
def test_one_page_each_with_place_code_and_phones_in_words(
    language: str, size: Size, points: tuple[int, int]
) -> None:
    posters = [dataclasses.replace(POSTER, code=f"K7M2Q{i}", language=language, size=size) for i in range(3)]
    pdf = pypdf.PdfReader(io.BytesIO(poster_pdf(posters)))
    assert len(pdf.pages) == 3
    for number, page in enumerate(pdf.pages):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == points
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
    for language, size in itertools.product(("zh-hans", "en"), Size):
        pdf = poster_pdf([dataclasses.replace(poster, language=language, size=size)])
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
