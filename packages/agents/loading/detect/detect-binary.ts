/** Bytes that are no text, with what was seen of them, in words that stand in a message. */
export interface BinaryContent {
  /** What it seems to be: "a ZIP archive", "binary data". */
  kind: string
  seen: string
  hint: string
}

const looked = 4096

const saveAsText = 'Save it as CSV, JSON or JSON lines and load that file.'
const unpack = 'Unpack it and load the file that is inside.'

/** First bytes of formats that people do drop on a table loader; "?" matches any byte. */
const signatures: [string, string, string][] = [
  ['25 50 44 46 2d', 'a PDF document', 'Copy the table out of it into a CSV file and load that.'],
  ['89 50 4e 47', 'a PNG image', saveAsText],
  ['ff d8 ff', 'a JPEG image', saveAsText],
  ['47 49 46 38', 'a GIF image', saveAsText],
  ['52 49 46 46 ? ? ? ? 57 45 42 50', 'a WebP image', saveAsText],
  ['50 4b 03 04', 'a ZIP archive or an Excel workbook', 'Unpack it, or save the sheet as CSV, and load that file.'],
  ['50 4b 05 06', 'an empty ZIP archive', unpack],
  ['d0 cf 11 e0 a1 b1 1a e1', 'an old Office document (.xls, .doc)', 'Save the sheet as CSV and load that file.'],
  ['1f 8b', 'a gzip archive', unpack],
  ['1f 9d', 'an archive of compress (.Z)', unpack],
  ['5d 00 00', 'an LZMA archive', unpack],
  ['42 5a 68', 'a bzip2 archive', unpack],
  ['28 b5 2f fd', 'a Zstandard archive', unpack],
  ['fd 37 7a 58 5a 00', 'an xz archive', unpack],
  ['37 7a bc af 27 1c', 'a 7z archive', unpack],
  ['52 61 72 21 1a 07', 'a RAR archive', unpack],
  ['50 41 52 31', 'a Parquet file', saveAsText],
  ['41 52 52 4f 57 31', 'an Arrow file', saveAsText],
  [
    '46 45 41 31',
    'a Feather file of version 1',
    'Write it as Feather of version 2, Parquet or CSV, and load that file.',
  ],
  ['4f 62 6a 01', 'an Avro file', saveAsText],
  ['53 51 4c 69 74 65 20 66', 'a SQLite database', 'Export the table as CSV and load that file.'],
  ['7f 45 4c 46', 'a program (ELF)', saveAsText],
  ['4d 5a 90 00', 'a program (Windows)', saveAsText],
  ['00 61 73 6d', 'a WebAssembly module', saveAsText],
  ['89 48 44 46', 'an HDF5 file', saveAsText],
]

/**
 * Says when bytes are no text in any encoding: a known format's first bytes, or NUL and other control characters where
 * text has none. UTF-16 and UTF-32, whose NULs stand in a pattern, must have been looked for before (`detectUnicode`).
 */
export function detectBinary(bytes: Uint8Array): BinaryContent | undefined {
  for (const [signature, kind, hint] of signatures) {
    if (startsWith(bytes, signature)) return { kind, seen: `it begins with the bytes ${hex(bytes, 8)}`, hint }
  }
  const head = bytes.subarray(0, looked)
  const kinds = new Set<number>()
  let nul = 0
  let control = 0
  for (const byte of head) {
    if (byte === 0) nul++
    else if (isControl(byte)) {
      control++
      kinds.add(byte)
    }
  }
  if (head.length === 0) return undefined
  const of = `of the first ${head.length.toLocaleString('en-US')} bytes are`
  if (nul > 0 && nul / head.length > 0.01)
    return { kind: 'binary data', seen: `${percent(nul / head.length)} ${of} NUL`, hint: saveAsText }
  // A control character may be a delimiter (0x01, 0x1F); many kinds of them together are none.
  if (kinds.size >= 3 && control / head.length > 0.01)
    return { kind: 'binary data', seen: `${percent(control / head.length)} ${of} control characters`, hint: saveAsText }
  return undefined
}

const isControl = (byte: number): boolean => (byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) || byte === 127

const percent = (share: number): string =>
  `${share < 0.1 ? Number((share * 100).toFixed(1)) : Math.round(share * 100)} %`

const hex = (bytes: Uint8Array, count: number): string =>
  [...bytes.subarray(0, count)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ')

const startsWith = (bytes: Uint8Array, signature: string): boolean =>
  signature.split(' ').every((part, index) => part === '?' || bytes[index] === Number.parseInt(part, 16))
