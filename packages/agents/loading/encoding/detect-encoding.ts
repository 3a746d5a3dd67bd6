import { message } from '@aw-flow/messages'
import { analyse } from 'chardet'
import { toEncodingLabel, createDecoder } from '@aw-flow/engine'
import { languagesByEncoding } from './alphabets.ts'
import { detectUnicode } from './detect-unicode.ts'
import { createDetectedEncoding, type DetectedEncoding } from './detected-encoding.ts'
import { computeTextCost } from './compute-text-cost.ts'

export { detectUnicode, toEncodingLabel }
export type { DetectedEncoding }

/**
 * Detects the encoding of text. Recognizes byte order marks, NUL bytes (UTF-16, UTF-32) and valid UTF-8. For other
 * text, selects the encoding that results in the most plausible text (see `computeTextCost`) and takes chardet's guess
 * into account.
 *
 * @param samples Parts of the file, which may be split at any byte. Incomplete sequences at their edges are considered
 * valid.
 * @internal
 */
export function detectEncoding(samples: readonly Uint8Array[]): DetectedEncoding {
  const unicodeEncoding = detectUnicode(samples[0] ?? new Uint8Array())
  if (unicodeEncoding) return unicodeEncoding
  if (samples.every((sample) => isUtf8(sample))) {
    const usesIso2022 = samples.some((sample) => isIso2022Jp(sample))
    if (usesIso2022) return createDetectedEncoding('iso-2022-jp', 0, 0.95, message('loading.encoding-escapes', {}))
    const hasOnlyAscii = samples.every((sample) => sample.every((byte) => byte < 128))
    return createDetectedEncoding(
      'utf-8',
      0,
      1,
      hasOnlyAscii ? message('loading.encoding-ascii', {}) : message('loading.encoding-utf8', {}),
    )
  }
  const nonAsciiLines = collectNonAsciiLines(samples)
  const mixedEncoding = detectMixedEncoding(nonAsciiLines)
  if (mixedEncoding) return mixedEncoding
  const { validCount, invalidCount } = countSequences(samples)
  if (validCount >= 10 && invalidCount < 0.05 * validCount) {
    const reason = message('loading.encoding-damaged', { good: validCount, bad: invalidCount })
    return { ...createDetectedEncoding('utf-8', 0, 0.8, reason), invalidSequences: invalidCount }
  }
  const likeliestEncoding = findLikeliestEncoding(nonAsciiLines)
  const lines = decodeText(nonAsciiLines, likeliestEncoding.encoding).split(/\r\n|\n|\r/)
  const characterCount = lines.join('').match(/[^\0-\u007f]/g)?.length ?? 0
  return characterCount <= maxUncertainCharacters || validCount > 0
    ? {
        ...likeliestEncoding,
        uncertainty: {
          line: lines[0] ?? '',
          characterCount,
          validCount,
          invalidCount,
        },
      }
    : likeliestEncoding
}

/** If there are at most this many non-ASCII characters, the detected encoding is reported as uncertain. */
const maxUncertainCharacters = 3

/**
 * Detects UTF-8 text in which some lines are in another encoding. Returns `undefined` if a line has both valid and
 * invalid sequences, because such a line was probably truncated or damaged.
 */
function detectMixedEncoding(lines: Uint8Array): DetectedEncoding | undefined {
  const invalidLines: Uint8Array[] = []
  let validLineCount = 0
  for (let start = 0; start < lines.length;) {
    const end = lines.indexOf(10, start) + 1 || lines.length
    const line = lines.subarray(start, end)
    start = end
    if (decodeStrictly(line, 'utf-8') !== undefined) validLineCount++
    else if (/[^\0-\u007f\ufffd]/.test(decodeText(line, 'utf-8'))) return undefined
    else invalidLines.push(line)
  }
  if (invalidLines.length === 0 || validLineCount < 3 || validLineCount <= invalidLines.length) return undefined
  const total = invalidLines.reduce((sum, line) => sum + line.length, 0)
  const secondEncoding = findLikeliestEncoding(concatenate(invalidLines, total))
  const value = `utf-8/${secondEncoding.encoding}`
  const reason = message('loading.encoding-mixed', {
    good: validLineCount,
    bad: invalidLines.length,
    encoding: secondEncoding.encoding,
  })
  return {
    ...createDetectedEncoding(value, 0, 0.9 * secondEncoding.evidence.confidence, reason),
    invalidSequences: invalidLines.length,
  }
}

/** Decodes bytes. Invalid sequences become U+FFFD, and a byte order mark is removed. */
export const decodeText = (bytes: Uint8Array, encoding: string): string => createDecoder(encoding).decode(bytes)

/** The supported encodings, with their prior costs relative to windows-1252, in nats. */
const encodingPriors: Readonly<Record<string, number>> = {
  'windows-1252': 0,
  'iso-8859-15': 4,
  'windows-1250': 3,
  'windows-1251': 2,
  'windows-1253': 3,
  'windows-1254': 3,
  'windows-1255': 3,
  'windows-1256': 3,
  'windows-1257': 3.5,
  'windows-874': 3,
  'iso-8859-2': 4,
  'iso-8859-5': 6,
  'iso-8859-6': 5,
  'iso-8859-7': 4.5,
  'iso-8859-8': 5,
  'iso-8859-13': 5,
  'iso-8859-16': 6,
  'koi8-r': 4,
  'koi8-u': 5,
  macintosh: 4,
  'x-mac-cyrillic': 7,
  ibm437: 5.5,
  ibm737: 7,
  ibm775: 7,
  ibm850: 4,
  ibm852: 5,
  ibm857: 7,
  ibm865: 7,
  ibm866: 4.5,
  shift_jis: 3,
  'euc-jp': 5,
  'euc-kr': 3,
  gb18030: 3,
  big5: 3,
}

/**
 * Amount by which chardet's guess lowers the cost of an encoding if chardet is certain, in nats. Unlike
 * `computeTextCost`, chardet considers pairs of characters.
 */
const chardetWeight = 3

interface Decoding {
  encoding: string
  text: string
  cost: number
  unlikelyCount: number
}

/**
 * Decodes bytes with each supported encoding and returns the encoding with the most plausible text, taking chardet's
 * guess into account.
 */
function findLikeliestEncoding(bytes: Uint8Array): DetectedEncoding {
  const votes = new Map<string, number>()
  for (const { name, confidence } of analyse(bytes)) {
    const label = toEncodingLabel(name)
    if (label !== undefined) votes.set(label, Math.max(votes.get(label) ?? 0, confidence / 100))
  }
  const decodings: Decoding[] = []
  for (const [encoding, prior] of Object.entries(encodingPriors)) {
    const text = decodeStrictly(bytes, encoding)
    if (text === undefined) continue
    const { cost, unlikelyCount } = computeTextCost(text, languagesByEncoding[encoding] ?? [])
    decodings.push({ encoding, text, unlikelyCount, cost: cost + prior - chardetWeight * (votes.get(encoding) ?? 0) })
  }
  decodings.sort((a, b) => a.cost - b.cost)
  const [best] = decodings
  if (!best)
    return {
      ...createDetectedEncoding('windows-1252', 0, 0.3, message('loading.encoding-unknown', {})),
      invalidSequences: 0,
    }
  // Encodings that result in the same text are not alternatives.
  const alternatives = decodings.filter(({ text }) => text !== best.text)
  const margin = (alternatives[0]?.cost ?? Infinity) - best.cost
  const nonAsciiCount = [...best.text].filter((character) => character > '\u007f').length
  const confidence =
    (1 - 0.5 * Math.exp(-margin / 5)) * (1 - Math.min(0.4, best.unlikelyCount / Math.max(1, nonAsciiCount)))
  const result = createDetectedEncoding(
    best.encoding,
    0,
    Math.min(0.97, confidence),
    message('loading.encoding-most-plausible', { characters: nonAsciiCount }),
  )
  result.evidence.runnersUp = alternatives
    .slice(0, 3)
    .map(({ encoding, cost }) => ({ value: encoding, score: round(0.5 * Math.exp((best.cost - cost) / 5)) }))
  return result
}

const round = (number: number): number => Math.round(number * 1000) / 1000

function decodeStrictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return createDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Returns whether bytes are valid UTF-8. Sequences that are truncated at either edge are allowed. */
export function isUtf8(bytes: Uint8Array): boolean {
  if (isAscii(bytes)) return true
  let start = 0
  while (start < Math.min(3, bytes.length) && ((bytes[start] as number) & 0xc0) === 0x80) start++
  let end = bytes.length
  for (let offset = 1; offset <= Math.min(3, end - start); offset++) {
    const byte = bytes[end - offset] as number
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    if (length > offset) end -= offset
    break
  }
  return decodeStrictly(bytes.subarray(start, end), 'utf-8') !== undefined
}

/** Returns whether all bytes are ASCII. Checks four bytes at a time, which is many times as fast as decoding. */
function isAscii(bytes: Uint8Array): boolean {
  const { buffer, byteOffset, length } = bytes
  if (length < 8) return bytes.every((byte) => byte < 128)
  const unalignedLength = Math.min(length, (4 - (byteOffset % 4)) % 4)
  const words = new Uint32Array(buffer, byteOffset + unalignedLength, (length - unalignedLength) >> 2)
  let bits = 0
  for (let index = 0; index < words.length; index++) bits |= words[index] as number
  for (let index = 0; index < unalignedLength; index++) bits |= bytes[index] as number
  for (let index = unalignedLength + 4 * words.length; index < length; index++) bits |= bytes[index] as number
  return (bits & 0x80808080) === 0
}

/**
 * Returns whether ASCII text is ISO-2022-JP, which uses escape sequences to switch to two bytes per character and back.
 */
function isIso2022Jp(bytes: Uint8Array): boolean {
  for (let index = bytes.indexOf(0x1b); index >= 0; index = bytes.indexOf(0x1b, index + 1))
    if (bytes[index + 1] === 0x24 && (bytes[index + 2] === 0x42 || bytes[index + 2] === 0x40))
      return bytes.indexOf(0x28, index) > 0
  return false
}

/** Decodes samples as UTF-8 and counts the non-ASCII characters and the invalid sequences. */
function countSequences(samples: readonly Uint8Array[]): { validCount: number; invalidCount: number } {
  let validCount = 0
  let invalidCount = 0
  for (const sample of samples) {
    for (const character of decodeText(sample, 'utf-8')) {
      const codePoint = character.codePointAt(0) as number
      if (codePoint === 0xfffd) invalidCount++
      else if (codePoint > 127) validCount++
    }
  }
  return { validCount, invalidCount }
}

/**
 * Collects complete lines that contain non-ASCII bytes, up to about 8,000 bytes. Only such lines distinguish encodings.
 */
function collectNonAsciiLines(samples: readonly Uint8Array[]): Uint8Array {
  const lines: Uint8Array[] = []
  let total = 0
  for (const [sampleIndex, sample] of samples.entries()) {
    let start = sampleIndex === 0 ? 0 : sample.indexOf(10) + 1
    while (start < sample.length && total < 8000) {
      const newline = sample.indexOf(10, start)
      const isTruncated = newline < 0 && samples.length > 1
      const line = sample.subarray(start, newline < 0 ? sample.length : newline + 1)
      if (!isTruncated && line.some((byte) => byte > 127)) {
        lines.push(line)
        total += line.length
      }
      start += line.length
    }
  }
  return concatenate(lines, total)
}

function concatenate(parts: readonly Uint8Array[], total: number): Uint8Array {
  const bytes = new Uint8Array(total)
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}
