"""Documents that somebody made to do harm, and honest ones of each kind, all made in code."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from docx import Document as WordDocument
from openpyxl import Workbook

HTML = b"<!doctype html><html><script>alert(document.domain)</script></html>"
PROGRAM = b"MZ\x90\0\3\0\0\0" + b"\0" * 200 + b"This program cannot be run in DOS mode."
NOTE = "Verslag van de bijeenkomst in café ’t Hoekje\n- 12 bewoners (waarvan 3 nieuw)\n"


def pdf(*objects: bytes, root: bytes = b"") -> bytes:
    """A PDF of one empty page; `objects` from number 4 on, `root` in its catalogue."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        *objects,
    ]
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return body + b"trailer\n<< /Root 1 0 R /Size %d >>\n%%%%EOF\n" % (len(parts) + 1)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def packed(content: bytes) -> bytes:
    """Objects in a compressed stream, as most programs write them."""
    return stream(zlib.compress(content), b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")


def archive(files: dict[str, bytes], *, deflated: bool = True) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name) if name == "mimetype" else name, content)
    return buffer.getvalue()


def word(extra: dict[str, bytes] | None = None, kind: bytes = b"wordprocessingml.document.main+xml") -> bytes:
    types = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.%s"/></Types>' % kind
    return archive({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **(extra or {})})


def open_document(kind: str, extra: dict[str, bytes] | None = None) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": mimetype, "content.xml": b"<office:document-content/>", **(extra or {})})


def real_word() -> bytes:
    buffer = io.BytesIO()
    document = WordDocument()
    document.add_paragraph(NOTE)
    document.save(buffer)
    return buffer.getvalue()


def real_sheet() -> bytes:
    buffer = io.BytesIO()
    book = Workbook()
    book.active.append(["Gemeente", 12])
    book.save(buffer)
    return buffer.getvalue()


def many_entries() -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>"} | {f"{n:x}": b"" for n in range(20_000)}, deflated=False)


def lying_end() -> bytes:
    """An archive whose end says that its list of contents is as long as nothing can be."""
    made = bytearray(word())
    made[-10:-6] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(made)


BOMB = {"word/media/image1.png": b"\0" * 201 * 1024 * 1024}
NO_KIND = "niet wat de naam zegt"
ACTIVE_PDF = "script, een programma of een bijlage"
MACROS = "macro"

# Name of the upload, how it is made, and a piece of the Dutch sentence that refuses it.
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "HTML": ("pagina.html", lambda: HTML, "Bestandsextensie"),
    "an SVG": ("kaart.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Bestandsextensie"),
    "a document with macros": ("brief.docm", word, "Bestandsextensie"),
    "no extension": ("brief", real_word, "Bestandsextensie"),
    "HTML called .pdf": ("verslag.pdf", lambda: HTML, NO_KIND),
    "HTML before a PDF": ("verslag.pdf", lambda: HTML + pdf(), NO_KIND),
    "a PDF called .docx": ("verslag.docx", pdf, NO_KIND),
    "a PDF that breaks off": ("verslag.pdf", lambda: pdf()[:60], NO_KIND),
    "a PDF with a script": (
        "verslag.pdf",
        lambda: pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>", root=b"/OpenAction 4 0 R"),
        ACTIVE_PDF,
    ),
    "a PDF with a script written otherwise": (
        "verslag.pdf",
        lambda: pdf(b"<</S/J#61va#53cript/JS<6170702e616c657274283129>>>", root=b"/OpenAction 4 0 R"),
        ACTIVE_PDF,
    ),
    "a PDF with a packed script": (
        "verslag.pdf",
        lambda: pdf(packed(b"5 0 << /S /JavaScript /JS (app.alert(1)) >>"), root=b"/OpenAction 5 0 R"),
        ACTIVE_PDF,
    ),
    "a PDF that starts a program": (
        "verslag.pdf",
        lambda: pdf(root=b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
        ACTIVE_PDF,
    ),
    "a PDF with a file in it": (
        "verslag.pdf",
        lambda: pdf(stream(PROGRAM, b"/Type /EmbeddedFile"), root=b"/Names << /EmbeddedFiles 4 0 R >>"),
        ACTIVE_PDF,
    ),
    "a PDF with a film": ("verslag.pdf", lambda: pdf(b"<< /Subtype /RichMedia >>"), ACTIVE_PDF),
    "a locked PDF": ("verslag.pdf", lambda: pdf() + b"trailer << /Encrypt 9 0 R >>\n%%EOF", "wachtwoord"),
    "a PDF that unfolds": ("verslag.pdf", lambda: pdf(packed(b" " * 70 * 1024 * 1024)), "te groot"),
    "a PDF packed in an unusual way": (
        "verslag.pdf",
        lambda: pdf(stream(b"<</S/JavaScript>>".hex().encode(), b"/Type/ObjStm/Filter/ASCIIHexDecode")),
        NO_KIND,
    ),
    "a program called .docx": ("brief.docx", lambda: PROGRAM, NO_KIND),
    "a program before an archive": ("brief.docx", lambda: PROGRAM + real_word(), NO_KIND),
    "an archive called .docx": ("brief.docx", lambda: archive({"virus.exe": PROGRAM}), NO_KIND),
    "a sheet called .docx": ("brief.docx", real_sheet, NO_KIND),
    "a document with macros called .docx": (
        "brief.docx",
        lambda: word({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        MACROS,
    ),
    "a document that says it has macros": (
        "brief.docx",
        lambda: word(kind=b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        MACROS,
    ),
    "a document with a control": ("brief.docx", lambda: word({"word/activeX/activeX1.bin": b"x"}), MACROS),
    "an .odt with macros": ("brief.odt", lambda: open_document("text", {"Basic/Standard/Module1.xml": b"x"}), MACROS),
    "an .odt with a script": ("brief.odt", lambda: open_document("text", {"Scripts/python/x.py": b"x"}), MACROS),
    "an .ods called .odt": ("brief.odt", lambda: open_document("spreadsheet"), NO_KIND),
    "a document that unfolds": ("brief.docx", lambda: word(BOMB), "te groot"),
    "an .odt that unfolds": ("brief.odt", lambda: open_document("text", BOMB), "te groot"),
    "an archive of very many files": ("brief.docx", many_entries, "te groot"),
    "an archive that lies": ("brief.docx", lying_end, NO_KIND),
    "half a document": ("brief.docx", lambda: real_word()[:900], NO_KIND),
    "an old document called .docx": ("brief.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 80, NO_KIND),
    "a program called .txt": ("lees.txt", lambda: PROGRAM, NO_KIND),
    "a program called .csv": ("tabel.csv", lambda: b"\x7fELF\2\1\1\0" * 9, NO_KIND),
    "a table that calls a program": ("tabel.csv", lambda: b"naam;som\nx;=cmd|' /C calc'!A0\n", "formule"),
    "a table that hides it": ("tabel.csv", lambda: b"naam,som\nx,\"-2+3+cmd|' /C calc'!A0\"\n", "formule"),
    "a table with a formula": ("tabel.csv", lambda: b"\xef\xbb\xbf@SUM(1+1)*cmd\n", "formule"),
    "an empty file": ("lees.txt", lambda: b"", "leeg"),
}
# Taken as they are. The type is what they are sent as, and nothing that a browser runs.
TAKEN: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a PDF": ("verslag.pdf", lambda: pdf(stream(b"BT (/JavaScript) Tj ET"[:0]), packed(b"5 0 << /A 1 >>")), "pdf"),
    "a PDF with an archive behind it": ("verslag.pdf", lambda: pdf() + archive({"x": HTML}) + b"\n%%EOF\n", "pdf"),
    "a document": ("brief.docx", real_word, "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a sheet": ("tabel.xlsx", real_sheet, "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "an .odt": ("brief.odt", lambda: open_document("text"), "vnd.oasis.opendocument.text"),
    "an .ods": ("tabel.ods", lambda: open_document("spreadsheet"), "vnd.oasis.opendocument.spreadsheet"),
    "a text": ("lees.txt", NOTE.encode, "text/plain"),
    "a text of Windows": ("lees.txt", lambda: NOTE.encode("cp1252"), "text/plain"),
    "a text of Excel": ("lees.txt", lambda: NOTE.encode("utf-16"), "text/plain"),
    "a table": ("tabel.csv", lambda: b"Gemeente;groei;wie\nGoes;-12;@goes\nHulst;+31;-\n- dorpen (3);1;\n", "text/csv"),
    "HTML called .txt": ("lees.txt", lambda: HTML, "text/plain"),
    "HTML called .csv": ("tabel.csv", lambda: HTML, "text/csv"),
    "HTML called .html.txt": ("pagina.html.txt", lambda: HTML, "text/plain"),
}
NAMES = {
    "a path": "../../../etc/cron.d/verslag.txt",
    "a NUL": "verslag.php\0.txt",
    "written backwards": "verslag\u202etxt.exe.txt",
    "emoji": "🏘️🔥.txt",
    "300 characters": "x" * 300 + ".txt",
    "a script": "<img src=x onerror=alert(1)>.txt",
}
