"""DataMatrix codes of a picture: their text, separators kept. Says nothing of what they mean.

The bytes of the symbol are used, not its display text: an INS code holds the separator GS, which
the decoder's text shows otherwise (devices.md §7.4).
"""

from typing import TYPE_CHECKING

from hardware import opencv
from hardware.picture_size import size_of
from hardware.readings import DeviceError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Picture = NDArray[numpy.uint8]

LARGEST_FILE = 20_000_000
LARGEST_PIXELS = 50_000_000
MODULE_PIXELS = 8
OPAQUE = 255
WITH_COLOURS, WITH_ALPHA = 3, 4

_NONE = (
    "Aucun code lisible dans cette image. Prenez-la de plus près et bien éclairée, ou saisissez."
)
_SEVERAL = "Cette image montre plusieurs codes. Cadrez un seul code, ou saisissez l’identité."
_NO_PICTURE = (
    "Ce fichier n’est pas une image lisible. Choisissez une photo JPEG ou PNG du code INS."
)
_TOO_LARGE = "Cette image est trop grande. Choisissez une photo de moins de 20\u00a0Mo."
PHONE = (
    "Ce QR code n’est pas un code INS. S’il vient de l’appli carte Vitale, utilisez le logiciel de "
    "facturation. Ici, présentez le code de la carte ou de l’attestation, ou saisissez."
)
"""What the phone shows is a token of the moment for the billing software: it is never decoded."""

FOREIGN = "Ce code n’est pas un code INS. Présentez le code de la carte ou de l’attestation."


class CodeError(DeviceError):
    """No code, or no single code, could be read."""


def read_image(data: bytes) -> str:
    """Return the text of the only DataMatrix in the picture file ``data``, PNG or JPEG.

    Raises:
        CodeError: not a picture, too large, no code, several codes, or not a text.
    """
    payloads = _payloads_of_file(data)
    if not payloads and shows_phone(_decoded(data, opencv.load().IMREAD_GRAYSCALE)):
        raise CodeError(PHONE, "QR code in the picture")
    if not payloads:
        raise CodeError(_NONE, "no code in the picture")
    if len(payloads) > 1:
        raise CodeError(_SEVERAL, "several codes in the picture")
    return text_of(payloads[0])


def text_of(payload: bytes) -> str:
    """Return the text of the bytes of a symbol.

    Raises:
        CodeError: they are not plain ASCII, as an INS code is.
    """
    try:
        return payload.decode("ascii")
    except UnicodeDecodeError:
        raise CodeError(FOREIGN, "code is not ASCII") from None


def payloads_in(picture: "Picture") -> tuple[bytes, ...]:
    """Return the bytes of each different DataMatrix of a grey or BGR picture."""
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
    found = zxingcpp.read_barcodes(picture, formats=wanted)
    return tuple(dict.fromkeys(bytes(one.bytes) for one in found))


def shows_phone(picture: "Picture") -> bool:
    """Tell whether a grey or BGR picture shows a QR code; what it says is not kept."""
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return bool(zxingcpp.read_barcodes(picture, formats=wanted))


def make_image(payload: str) -> bytes:
    """Return a PNG picture of a DataMatrix that holds ``payload``, for trials only.

    The symbol may be rectangular: not one to issue on a card.
    """
    _, encoded = opencv.load().imencode(".png", picture_of_code(payload))
    return bytes(encoded.tobytes())


def picture_of_code(payload: str) -> "Picture":
    """Return a grey picture of a DataMatrix that holds ``payload``, for trials only."""
    import numpy
    import zxingcpp

    symbol = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.DataMatrix)
    return numpy.asarray(symbol.to_image(scale=MODULE_PIXELS))


def _payloads_of_file(data: bytes) -> tuple[bytes, ...]:
    _check_size(data)
    cv2 = opencv.load()
    found = payloads_in(_decoded(data, cv2.IMREAD_GRAYSCALE))
    if found:
        return found
    whole = _decoded(data, cv2.IMREAD_UNCHANGED)
    is_transparent = whole.ndim == WITH_COLOURS and whole.shape[2] == WITH_ALPHA
    return payloads_in(_on_white(whole)) if is_transparent else ()


def _check_size(data: bytes) -> None:
    size = size_of(data)
    if size is None:
        raise CodeError(_NO_PICTURE, "neither PNG nor JPEG")
    if len(data) > LARGEST_FILE or size[0] * size[1] > LARGEST_PIXELS:
        raise CodeError(_TOO_LARGE, "picture too large")


def _decoded(data: bytes, flags: int) -> "Picture":
    import numpy

    cv2 = opencv.load()
    picture: Picture | None
    try:
        picture = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), flags)
    except cv2.error:  # such as a side of more than 2^20 pixels
        picture = None
    if picture is None:
        raise CodeError(_NO_PICTURE, "picture damaged")
    return picture


def _on_white(picture: "Picture") -> "Picture":
    """Return a transparent picture as it looks on paper."""
    import numpy

    full = float(numpy.iinfo(picture.dtype).max)
    share = picture[..., 3:] / full
    blended = picture[..., :3] / full * share + (1 - share)
    on_paper: Picture = (blended * OPAQUE).astype(numpy.uint8)
    return on_paper
