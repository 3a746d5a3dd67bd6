"""Writes encodings.json: the texts of texts.json as files of older systems, encoded by Python's codecs.

A case is the bytes (base64) and the text that they are; `whatwg` is the name of the encoding as the web calls it, where
it has one. A reader that decodes the bytes to the same text is right, whatever name it gives the encoding.

    python3 test/labels/semantic/make_encodings.py
"""
import base64
import json
import random
import pathlib

here = pathlib.Path(__file__).parent
texts = json.loads((here / "texts.json").read_text("utf-8"))
random.seed(20261120)

western = ["cp1252", "iso8859-15", "cp850", "mac_roman"]
central = ["cp1250", "iso8859-2", "cp852"]
cyrillic = ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac_cyrillic"]
codecs = {
    "de": western, "fr": western + ["cp437"], "es": western + ["cp437"], "pt": western, "it": western,
    "nl": ["cp1252", "cp850"], "sv": western + ["cp437"], "da": ["cp1252", "cp850", "cp865", "mac_roman"],
    "no": ["cp1252", "cp850", "cp865"], "fi": ["cp1252", "cp850", "mac_roman"], "is": ["cp1252", "cp850"],
    "ca": ["cp1252", "cp850"], "en": ["cp1252", "mac_roman"],
    "pl": central, "cs": central, "sk": central, "hu": central, "ro": ["iso8859-16"], "hr": central, "sl": central,
    "ru": cyrillic, "uk": ["cp1251", "koi8-u"], "bg": ["cp1251", "cp866", "iso8859-5"], "sr": ["cp1251"],
    "el": ["cp1253", "iso8859-7", "cp737"], "tr": ["cp1254", "iso8859-9", "cp857"], "he": ["cp1255", "iso8859-8"],
    "ar": ["cp1256", "iso8859-6"], "lt": ["cp1257", "iso8859-13", "cp775"], "lv": ["cp1257", "iso8859-13", "cp775"],
    "et": ["cp1257", "iso8859-13"], "th": ["cp874"],
    "ja": ["cp932", "euc_jp", "iso2022_jp"], "zh": ["gbk", "gb18030"], "ko": ["cp949", "euc_kr"],
}  # fmt: skip
unicodes = ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "utf-32-be", "utf-32"]
whatwg = {
    "cp1250": "windows-1250", "cp1251": "windows-1251", "cp1252": "windows-1252", "cp1253": "windows-1253",
    "cp1254": "windows-1254", "cp1255": "windows-1255", "cp1256": "windows-1256", "cp1257": "windows-1257",
    "cp866": "ibm866", "cp874": "windows-874", "mac_roman": "macintosh", "mac_cyrillic": "x-mac-cyrillic",
    "cp932": "shift_jis", "euc_jp": "euc-jp", "iso2022_jp": "iso-2022-jp", "cp949": "euc-kr", "euc_kr": "euc-kr",
    "koi8-r": "koi8-r", "koi8-u": "koi8-u", "gbk": "gbk", "gb18030": "gb18030", "big5": "big5",
    "iso8859-9": "windows-1254",
}  # fmt: skip


def name_of(codec):
    if codec.startswith("utf"):
        return codec.replace("-sig", "").replace("16-", "16").replace("32-", "32")
    if codec.startswith("iso8859"):
        return whatwg.get(codec, codec.replace("iso8859", "iso-8859"))
    return whatwg.get(codec, codec.replace("cp", "ibm") if codec.startswith("cp") else codec)


def cuts(text):
    """The whole text, its header with two records, and a single record of it."""
    lines = text.splitlines(keepends=True)
    yield "whole", text
    if len(lines) > 4:
        start = random.randrange(1, len(lines) - 2)
        yield "few", lines[0] + "".join(lines[start : start + 3])


cases = []
for key, text in texts.items():
    language = key.split("-")[0]
    used = ["big5"] if key.startswith("zh-tw") else codecs[language]
    for cut, part in cuts(text):
        extra = random.sample(unicodes, 2 if cut == "whole" else 1)
        for codec in used + extra:
            try:
                data = part.encode(codec)
            except UnicodeEncodeError:
                continue
            if all(byte < 128 for byte in data) and not codec.startswith(("utf-16", "utf-32", "iso2022")):
                continue
            cases.append({
                "id": f"{key}-{codec}-{cut}",
                "encoding": name_of(codec),
                "text": part,
                "bytes": base64.b64encode(data).decode(),
            })  # fmt: skip

# Plain ASCII, like most files.
for number, line in enumerate(["id,name\n1,Ann\n", "a;b;c\n1;2;3\n", "x\ty\n0.1\t0.2\n"]):
    cases.append({"id": f"ascii-{number}", "encoding": "utf-8", "text": line, "bytes": base64.b64encode(line.encode()).decode()})

assert len({case["id"] for case in cases}) == len(cases)
lines = ",\n".join("  " + json.dumps(case, ensure_ascii=False) for case in cases)
(here / "encodings.json").write_text(f"[\n{lines}\n]\n", "utf-8")
print(len(cases))
