import { message } from '@aw-flow/messages'
import { createDecoder } from '@aw-flow/engine'
import { findScript } from './alphabets.ts'
import { createDetectedEncoding, type DetectedEncoding } from './detected-encoding.ts'

const byteOrderMarks: [number[], string, string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8', 'EF BB BF'],
  [[0xff, 0xfe, 0, 0], 'utf-32le', 'FF FE 00 00'],
  [[0, 0, 0xfe, 0xff], 'utf-32be', '00 00 FE FF'],
  [[0xff, 0xfe], 'utf-16le', 'FF FE'],
  [[0xfe, 0xff], 'utf-16be', 'FE FF'],
]
const maxSampleBytes = 65_536

/**
 * Detects UTF-8, UTF-16 and UTF-32 by their byte order mark. Without one, detects UTF-16 and UTF-32 by their NUL bytes,
 * provided that the decoded text is plausible. Returns `undefined` for other encodings.
 */
export function detectUnicode(head: Uint8Array): DetectedEncoding | undefined {
  for (const [bom, encoding, hex] of byteOrderMarks)
    if (bom.every((byte, index) => head[index] === byte))
      return createDetectedEncoding(encoding, bom.length, 1, message('loading.encoding-mark', { mark: hex }))
  const bytes = head.subarray(0, maxSampleBytes)
  if (!bytes.includes(0)) return undefined
  const candidates = ['utf-32le', 'utf-32be', 'utf-16le', 'utf-16be']
    .map((encoding) => ({ encoding, asciiShare: measureAsciiShare(bytes, encoding) }))
    .sort((a, b) => b.asciiShare - a.asciiShare)
  // With the wrong byte order, letters may become plausible Chinese characters, but delimiters and line endings
  // disappear.
  const [best, second] = candidates as [Candidate, Candidate]
  if (best.asciiShare < 0.01 || best.asciiShare < 3 * second.asciiShare) return undefined
  // If all other bytes are printable, the text is ASCII with NUL in some cells.
  const isPrintable = (byte: number): boolean => (byte >= 9 && byte <= 13) || (byte >= 32 && byte < 127)
  if (best.asciiShare < 0.9 && bytes.every((byte) => byte === 0 || isPrintable(byte))) return undefined
  const reason = message('loading.encoding-nul', { encoding: best.encoding.toUpperCase() })
  return createDetectedEncoding(best.encoding, 0, 0.95, reason)
}

interface Candidate {
  encoding: string
  asciiShare: number
}

/** Returns the share of ASCII characters in the decoded text, or 0 if the text is implausible. */
function measureAsciiShare(bytes: Uint8Array, encoding: string): number {
  const size = encoding.startsWith('utf-32') ? 4 : 2
  const completeBytes = bytes.subarray(0, bytes.length - (bytes.length % size))
  if (completeBytes.length === 0 || (bytes.length < maxSampleBytes && completeBytes.length < bytes.length)) return 0
  let text: string
  try {
    text = createDecoder(encoding, { fatal: true }).decode(completeBytes)
  } catch {
    return 0
  }
  let asciiCount = 0
  let unlikelyCount = 0
  let total = 0
  for (const character of text) {
    const codePoint = character.codePointAt(0) as number
    total++
    if (codePoint < 32 && codePoint !== 9 && codePoint !== 10 && codePoint !== 13) return 0
    if (codePoint < 128) asciiCount++
    else if (!isTextCharacter(codePoint)) unlikelyCount++
  }
  return unlikelyCount / total > 0.05 ? 0 : asciiCount / total
}

const isTextCharacter = (codePoint: number): boolean =>
  codePoint < 0x250 ||
  findScript(codePoint) !== '' ||
  (codePoint >= 0x2000 && codePoint < 0x2300) ||
  (codePoint >= 0x3000 && codePoint < 0x3100) ||
  (codePoint >= 0xff00 && codePoint < 0xfff0)
