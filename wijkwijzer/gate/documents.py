"""Is a document what its name says, and nothing that runs? Read from the file itself, before it is kept.

No virus scanner: it refuses what readers' programs would run or unpack without end, and what hides behind a name.
"""

import re
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

# Unpacked, in bytes. A sheet of 20 MB with nothing but figures is about as large.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PDF_OBJECTS = 64 * 1024 * 1024
# The list of contents of an archive: each line of it becomes an object in memory.
MAX_DIRECTORY = 512 * 1024

_ARCHIVE, _END_OF_ARCHIVE, _LARGE_ARCHIVE = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_OFFICE_PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
_OPEN_DOCUMENTS = {"odt": b"text", "ods": b"spreadsheet"}
_MACROS = re.compile(r"vbaproject|vbadata|/activex/|/macrosheets/|^basic/|^scripts/", re.I)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
# What makes a sheet calculate: "=…", and a function or a call of another program behind another sign.
_FORMULA = re.compile(r"""(?:^|[;,\t"]) *((?:=\S|[-+@][^;,\t\r\n"]*\||[-+@][A-Za-z.]+\()[^;,\t\r\n"]{0,40})""", re.M)


def check_document(file: UploadedFile) -> None:
    """Raises `ValidationError`, with what to do about it, when `file` is not of the kind that its extension says."""
    extension = (file.name or "").rpartition(".")[2].lower()
    file.seek(0)
    content = file.read()
    file.seek(0)
    if check := _CHECKS.get(extension):
        check(content, extension)


def _other_kind(extension: str) -> ValidationError:
    return ValidationError(
        _(
            "Dit bestand is niet wat de naam zegt, of het is beschadigd. "
            "Open het, bewaar het opnieuw als %(extension)s en upload dat."
        ),
        code="other_kind",
        params={"extension": extension},
    )


def _too_large() -> ValidationError:
    return ValidationError(
        _("Dit bestand wordt te groot als een lezer het opent. Maak het kleiner of verdeel het."), code="unfolds"
    )


# --- PDF -------------------------------------------------------------------------------------------------------------


def _name(text: str) -> bytes:
    """A name in a PDF, of which each letter may be written as # and its code."""
    return b"/" + b"".join(b"(?:%c|#(?i:%02x))" % (ord(letter), ord(letter)) for letter in text)


_ACTIVE = re.compile(b"|".join(map(_name, ("JavaScript", "Launch", "EmbeddedFile", "RichMedia"))))
_LOCKED = re.compile(_name("Encrypt") + rb"(?=[\s<])")
_PACKED_OBJECTS = re.compile(_name("ObjStm"))
_UNUSUALLY_PACKED = re.compile(_name("DecodeParms"))
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")


def _check_pdf(content: bytes, extension: str) -> None:
    if not content[:1024].lstrip().startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise _other_kind(extension)
    if _LOCKED.search(content):
        raise ValidationError(
            _("Deze pdf is beveiligd met een wachtwoord. Bewaar haar zonder wachtwoord en upload die."), code="locked"
        )
    if _ACTIVE.search(content) or _ACTIVE.search(_unpacked_objects(content, extension)):
        raise ValidationError(
            _(
                "Deze pdf bevat een script, een programma of een bijlage. Maak er een zonder: kies in je programma "
                "“Afdrukken” en dan “Opslaan als pdf”."
            ),
            code="active",
        )


def _unpacked_objects(content: bytes, extension: str) -> bytes:
    """What stands in streams that hold objects of the PDF; those of pictures, letters and pages are left alone."""
    unpacked = bytearray()
    position = 0
    for match in _STREAM.finditer(content):
        if match.start() < position:
            continue
        begin = max(position, content.rfind(b"obj", position, match.start()))
        position = match.end()
        entries = content[begin : match.start()]
        if not _PACKED_OBJECTS.search(entries):
            continue
        position = content.find(b"endstream", match.end())
        if position < 0 or _UNUSUALLY_PACKED.search(entries):
            raise _other_kind(extension)
        room = MAX_PDF_OBJECTS - len(unpacked)
        try:
            unpacked += zlib.decompressobj().decompress(content[match.end() : position], room)
        except zlib.error as error:
            raise _other_kind(extension) from error
        if len(unpacked) >= MAX_PDF_OBJECTS:
            raise _too_large()
    return bytes(unpacked)


# --- Archives: Office and OpenDocument -------------------------------------------------------------------------------


def _check_archive(content: bytes, extension: str) -> None:
    _check_directory(content, extension)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise _too_large()
            said = archive.open(names[0] if extension in _OPEN_DOCUMENTS else "[Content_Types].xml").read(256 * 1024)
    # Besides its own, zipfile raises these on what is no archive, is locked, or is packed in an unknown way.
    except (zipfile.BadZipFile, zlib.error, KeyError, IndexError, EOFError, RuntimeError, ValueError, OSError) as error:
        raise _other_kind(extension) from error
    if extension in _OPEN_DOCUMENTS:
        right = said.strip() == b"application/vnd.oasis.opendocument." + _OPEN_DOCUMENTS[extension]
    else:
        right = _OFFICE_PARTS[extension] in names
    if not right:
        raise _other_kind(extension)
    if b"macroEnabled" in said or any(_MACROS.search(name) for name in names):
        raise ValidationError(
            _("Dit bestand bevat een macro of een script. Bewaar het zonder macro’s en upload dat."), code="macros"
        )


def _check_directory(content: bytes, extension: str) -> None:
    """The archive is all there is in the file, and its list of contents is one that can be read."""
    end = content.rfind(_END_OF_ARCHIVE)
    whole = content.startswith(_ARCHIVE) and 0 < end <= len(content) - 22
    if not whole or end + 22 + int.from_bytes(content[end + 20 : end + 22], "little") != len(content):
        raise _other_kind(extension)
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if size > end or content[end - 20 : end].startswith(_LARGE_ARCHIVE):
        raise _other_kind(extension)
    if size > MAX_DIRECTORY:
        raise _too_large()


# --- Text ------------------------------------------------------------------------------------------------------------


def _check_text(content: bytes, extension: str) -> None:
    text = _decoded(content)
    if text is None or _CONTROLS.search(text):
        raise _other_kind(extension)
    if extension == "csv" and (formula := _FORMULA.search(text)):
        raise ValidationError(
            _("In deze tabel staat een formule: “%(formula)s”. Zet daar de uitkomst en upload de tabel opnieuw."),
            code="formula",
            params={"formula": formula[1]},
        )


def _decoded(content: bytes) -> str | None:
    unicode_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if unicode_16 else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


_CHECKS: dict[str, Callable[[bytes, str], None]] = {
    "pdf": _check_pdf,
    **dict.fromkeys([*_OFFICE_PARTS, *_OPEN_DOCUMENTS], _check_archive),
    **dict.fromkeys(["csv", "txt"], _check_text),
}
