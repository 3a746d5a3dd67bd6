import { message, type Message } from '@aw-flow/messages'

/** A description of content that is not text. */
export interface BinaryContent {
  /** The detected kind of content (message `file.kind`). */
  kind: Message
  evidence: Message
  /** The suggested next step (message `file.next`). */
  nextStep: Message
}

/** Maximum number of bytes at the start of the file that are examined for control characters. */
const maxExaminedBytes = 4096

/**
 * The signatures of formats that people load by mistake. `kind` and `next` are parameters of the messages `file.kind`
 * and `file.next`. "?" matches any byte.
 */
const signatures: readonly (readonly [signature: string, kind: string, next: string])[] = [
  ['25 50 44 46 2d', 'pdf', 'pdf'],
  ['89 50 4e 47', 'png', 'save'],
  ['ff d8 ff', 'jpeg', 'save'],
  ['47 49 46 38', 'gif', 'save'],
  ['52 49 46 46 ? ? ? ? 57 45 42 50', 'webp', 'save'],
  ['50 4b 03 04', 'zip', 'zip'],
  ['50 4b 05 06', 'empty-zip', 'unpack'],
  ['d0 cf 11 e0 a1 b1 1a e1', 'office', 'sheet'],
  ['1f 8b', 'gzip', 'unpack'],
  ['1f 9d', 'compress', 'unpack'],
  ['5d 00 00', 'lzma', 'unpack'],
  ['42 5a 68', 'bzip2', 'unpack'],
  ['28 b5 2f fd', 'zstd', 'unpack'],
  ['fd 37 7a 58 5a 00', 'xz', 'unpack'],
  ['37 7a bc af 27 1c', '7z', 'unpack'],
  ['52 61 72 21 1a 07', 'rar', 'unpack'],
  ['50 41 52 31', 'parquet', 'save'],
  ['41 52 52 4f 57 31', 'arrow', 'save'],
  ['46 45 41 31', 'feather', 'feather'],
  ['4f 62 6a 01', 'avro', 'save'],
  ['53 51 4c 69 74 65 20 66', 'sqlite', 'export'],
  ['7f 45 4c 46', 'elf', 'save'],
  ['4d 5a 90 00', 'windows', 'save'],
  ['00 61 73 6d', 'wasm', 'save'],
  ['89 48 44 46', 'hdf5', 'save'],
]

/**
 * Detects content that is not text in any encoding, based on the signature of a known format or on NUL and other
 * control characters. Returns `undefined` for text. UTF-16 and UTF-32 also contain NUL bytes, so they must be ruled out
 * first with `detectUnicode`.
 */
export function detectBinary(bytes: Uint8Array): BinaryContent | undefined {
  for (const [signature, kind, next] of signatures) {
    if (startsWith(bytes, signature))
      return createBinaryContent(kind, message('file.starts-with-bytes', { bytes: toHex(bytes, 8) }), next)
  }
  const examinedBytes = bytes.subarray(0, maxExaminedBytes)
  // Programs fill the end of a text with NUL, for example after a crash.
  const fillStart = examinedBytes.indexOf(0)
  const isFilled = fillStart > 0 && examinedBytes.subarray(fillStart).every((byte) => byte === 0)
  const head = isFilled ? examinedBytes.subarray(0, fillStart) : examinedBytes
  const controlCodes = new Set<number>()
  let nulCount = 0
  let controlCount = 0
  for (const byte of head) {
    if (byte === 0) nulCount++
    else if (isControl(byte)) {
      controlCount++
      controlCodes.add(byte)
    }
  }
  if (head.length === 0) return undefined
  // Text without other control characters may have cells that contain NUL, which are a large part of a short file.
  if (nulCount / head.length > (controlCodes.size < 3 ? 0.1 : 0.01))
    return createBinaryContent(
      'binary',
      message('file.nul-share', { share: roundFraction(nulCount / head.length), bytes: head.length }),
    )
  // A single control character, such as 0x01 or 0x1F, may be a delimiter, but text does not contain several different
  // ones.
  if (controlCodes.size >= 3 && controlCount / head.length > 0.01)
    return createBinaryContent(
      'binary',
      message('file.control-share', { share: roundFraction(controlCount / head.length), bytes: head.length }),
    )
  return undefined
}

const createBinaryContent = (kind: string, evidence: Message, next = 'save'): BinaryContent => ({
  kind: message('file.kind', { kind }),
  evidence,
  nextStep: message('file.next', { next }),
})

const isControl = (byte: number): boolean => (byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) || byte === 127

/** Rounds a fraction of 10% or more to a whole percentage. */
const roundFraction = (fraction: number): number => (fraction < 0.1 ? fraction : Math.round(fraction * 100) / 100)

const toHex = (bytes: Uint8Array, count: number): string =>
  [...bytes.subarray(0, count)].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ')

const startsWith = (bytes: Uint8Array, signature: string): boolean =>
  signature.split(' ').every((part, index) => part === '?' || bytes[index] === Number.parseInt(part, 16))
