"""The image job, run inside the child: from a stranger's file to a plain JPEG. No Django here."""

import io
import math
from typing import Any

import pi_heif
from PIL import Image, ImageCms, ImageOps, WebPImagePlugin  # noqa: F401 - registers WebP

from huiyin.ground.files.unfit import Unfit

# JPEG decodes at reduced size, so larger ones cost little; the others are held in memory whole.
_MILLIONS = {"JPEG": 64, "HEIF": 50, "PNG": 25, "WEBP": 25, "GIF": 16}
# A progressive JPEG is decoded once per scan: many scans over many pixels are a bomb of time.
_MOST_SCANS = 64
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif")
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_QUALITIES = (82, 72, 60, 48, 36)
_SMALLEST_SIDE = 320

Image.MAX_IMAGE_PIXELS = None  # our own limit comes first and speaks to the person


def warm() -> None:
    """Touch each codec once, so that nothing has to be opened later."""
    pi_heif.register_heif_opener()
    Image.preinit()
    for form in ("PNG", "WEBP", "GIF", "JPEG"):
        sample = io.BytesIO()
        Image.new("RGB", (8, 8)).save(sample, form)
        clean(sample.getvalue(), {"max_side": 8, "target_bytes": 4000})


def clean(data: bytes, wish: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Re-encode `data`. `wish`: max_side in pixels, target_bytes. Raises Unfit."""
    form = format_of(data)
    with _opened(data, form) as source:
        pixels = _upright(_small(source, int(wish["max_side"])))
    pixels, encoded = _encode(pixels, int(wish["target_bytes"]))
    return {"width": pixels.width, "height": pixels.height}, encoded


def format_of(data: bytes) -> str:
    """Tell the format from its first bytes alone; a file's name and declared type are never believed."""
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return "HEIF"
    raise Unfit("not_an_image")


def _opened(data: bytes, form: str) -> Image.Image:
    """Read the head only and hold it against the limits before any pixel is decoded."""
    try:
        source = Image.open(io.BytesIO(data), formats=[form])
    except Exception as broken:  # decoders fail in many ways on hostile bytes
        raise Unfit("image_damaged") from broken
    millions = _MILLIONS[form]
    if source.width * source.height > millions * 1_000_000:
        raise Unfit("image_too_many_pixels", limit=millions)
    if form == "JPEG" and data.count(b"\xff\xda") > _MOST_SCANS:
        raise Unfit("file_too_heavy")
    return source


def _small(source: Image.Image, max_side: int) -> Image.Image:
    """Decode the first frame and shrink it; a JPEG up to an eighth below `max_side`, which is faster."""
    ratio = max_side * 0.875 / max(source.size)
    if ratio < 1:
        source.draft("RGB", (math.ceil(source.width * ratio), math.ceil(source.height * ratio)))
    try:
        source.load()
        turned = source.getexif().get(0x0112, 1) if source.format != "HEIF" else 1
        profile = source.info.get("icc_profile")
        shrunk = _in_full_colour(source)
        shrunk.thumbnail((max_side, max_side), Image.Resampling.BICUBIC, reducing_gap=2.0)
        flat = _in_srgb(_on_white(shrunk), profile)
    except MemoryError:
        raise
    except Exception as broken:  # decoders fail in many ways on hostile bytes
        raise Unfit("image_damaged") from broken
    flat.info = {"turned": turned}
    return flat


def _in_full_colour(source: Image.Image) -> Image.Image:
    """Palettes and 16-bit greys become modes that can be shrunk without losing brightness or transparency."""
    if source.mode.startswith("I"):
        return source.convert("I").point(lambda level: level / 256).convert("L")
    if "transparency" in source.info or source.mode == "PA":
        return source.convert("RGBA")
    return source if source.mode in ("L", "LA", "RGB", "RGBA", "CMYK") else source.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """Flatten transparency on white, as paper would."""
    if image.mode not in ("RGBA", "LA"):
        return image
    layered = image.convert("RGBA")
    paper = Image.new("RGB", layered.size, "white")
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Apply the colour profile so that it can be thrown away; a broken one is only thrown away."""
    if profile:
        try:
            described = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, described, _SRGB, outputMode="RGB")
            return converted or image.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")


def _upright(image: Image.Image) -> Image.Image:
    """Turn the pixels as the camera said (EXIF tag 0x0112) and leave everything else behind."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    exif = Image.Exif()
    turned = image.info.get("turned", 1)
    exif[0x0112] = turned if turned in range(1, 9) else 1
    bare.info["exif"] = exif.tobytes()
    upright = ImageOps.exif_transpose(bare)
    upright.info = {}
    return upright


def _encode(image: Image.Image, target_bytes: int) -> tuple[Image.Image, bytes]:
    """Find the best quality that fits, then fewer pixels: pure noise is the only thing that needs them."""
    while True:
        for quality in _QUALITIES:
            target = io.BytesIO()
            image.save(target, "JPEG", quality=quality)
            if target.tell() <= target_bytes:
                return image, target.getvalue()
        if max(image.size) <= _SMALLEST_SIDE:
            return image, target.getvalue()
        image = image.reduce(2)
