import { analyse } from 'chardet'
import type { Evidence } from '@aw-flow/schema'
import { languageFit } from './language-fit.ts'
import { textMess } from './text-mess.ts'

/** The encoding of a file: a WHATWG label, the length of its byte-order mark, and why. */
export interface DetectedEncoding {
  encoding: string
  bomLength: number
  evidence: Evidence
  /** Bytes that are not of this encoding, where it was taken although a few are not. */
  badSequences: number
}

/**
 * Finds the encoding of a text: byte-order mark, NULs in every second place (UTF-16), strict UTF-8, and otherwise the
 * least messy of the candidates (those of chardet and the usual ones), with windows-1252 as the first guess.
 * `samples` may be cut anywhere; incomplete sequences at their edges are not held against UTF-8.
 */
export function detectEncoding(samples: readonly Uint8Array[]): DetectedEncoding {
  const unicode = detectUnicode(samples[0] ?? new Uint8Array())
  if (unicode) return unicode
  if (samples.every((sample) => isUtf8(sample))) {
    const ascii = samples.every((sample) => sample.every((byte) => byte < 128))
    return found('utf-8', 0, 1, ascii ? 'Every character looked at is ASCII.' : 'Every sequence is valid UTF-8.')
  }
  const text = nonAsciiLines(samples)
  const { good, bad } = countSequences(samples)
  if (good >= 10 && bad < 0.05 * good) {
    const reason = `${good} sequences are valid UTF-8, ${bad} are not: those show as "\uFFFD".`
    return { ...found('utf-8', 0, 0.8, reason), badSequences: bad }
  }
  return leastMess(text)
}

/** The encoding that a byte-order mark or NULs in every second place tell, before anything else is known. */
export function detectUnicode(head: Uint8Array): DetectedEncoding | undefined {
  const [a, b, c, d] = head
  if (a === 0xef && b === 0xbb && c === 0xbf) return found('utf-8', 3, 1, 'A byte-order mark (EF BB BF) says so.')
  if (a === 0xff && b === 0xfe && !(c === 0 && d === 0))
    return found('utf-16le', 2, 1, 'A byte-order mark (FF FE) says so.')
  if (a === 0xfe && b === 0xff) return found('utf-16be', 2, 1, 'A byte-order mark (FE FF) says so.')
  let even = 0
  let odd = 0
  const length = Math.min(head.length, 65_536)
  for (let index = 0; index < length; index++) {
    if (head[index] !== 0) continue
    if (index % 2 === 0) even++
    else odd++
  }
  const half = length / 2
  if (half < 2) return undefined
  if (odd > 0.3 * half && even < 0.05 * half)
    return found('utf-16le', 0, 0.95, 'Every second byte is NUL, as in UTF-16 (little endian).')
  if (even > 0.3 * half && odd < 0.05 * half)
    return found('utf-16be', 0, 0.95, 'Every second byte is NUL, as in UTF-16 (big endian).')
  return undefined
}

/** Decodes bytes; what is not of the encoding becomes U+FFFD, a byte-order mark is taken off. */
export const decodeText = (bytes: Uint8Array, encoding: string): string => decodeWith(new TextDecoder(encoding), bytes)

/**
 * Node (20 and others, https://github.com/nodejs/node/issues/56542) reads windows-1252 as ISO-8859-1 when all bytes are
 * given at once, and correctly when they are given as a stream.
 */
const decodeWith = (decoder: TextDecoder, bytes: Uint8Array): string =>
  decoder.decode(bytes, { stream: true }) + decoder.decode()

/** The WHATWG name of an encoding that a person has named, or `undefined` where it is not known. */
export function encodingLabel(label: string): string | undefined {
  try {
    return new TextDecoder(label.trim()).encoding
  } catch {
    return undefined
  }
}

/** Candidates beside those of chardet; the number is how much mess they must save to be preferred. */
const usual: [string, number][] = [
  ['windows-1252', 0],
  ['windows-1250', 0.12],
  ['windows-1251', 0.1],
  ['windows-1253', 0.12],
  ['windows-1254', 0.15],
  ['windows-1257', 0.15],
  ['iso-8859-2', 0.14],
  ['macintosh', 0.15],
  ['koi8-r', 0.15],
  ['ibm866', 0.15],
  ['shift_jis', 0.1],
  ['euc-jp', 0.1],
  ['euc-kr', 0.1],
  ['gb18030', 0.1],
  ['big5', 0.12],
]

const multiByte = new Set(['shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'gbk', 'big5'])

function leastMess(bytes: Uint8Array): DetectedEncoding {
  const priors = new Map(usual)
  const votes = new Map<string, number>()
  for (const { name, confidence } of analyse(bytes)) {
    const label = encodingLabel(name)
    if (label === undefined || label.startsWith('utf-') || label.startsWith('iso-2022')) continue
    votes.set(label, Math.max(votes.get(label) ?? 0, confidence / 100))
    if (!priors.has(label)) priors.set(label, 0.15)
  }
  const scored: { value: string; score: number }[] = []
  for (const [label, prior] of priors) {
    const text = strictly(bytes, label)
    if (text === undefined) continue
    // chardet counts which characters are usual: that decides among scripts of thousands of them, and says little
    // between neighbours of Latin-1.
    const vote = votes.get(label) ?? 0
    const doubt = multiByte.has(label) ? 0.4 * (1 - vote) - (vote > 0.9 ? 0.2 : 0) : -0.06 * vote
    scored.push({ value: label, score: textMess(text) + 0.6 * (1 - languageFit(text)) + prior + doubt })
  }
  scored.sort((one, other) => one.score - other.score)
  const best = scored[0] ?? { value: 'windows-1252', score: 1 }
  const next = scored[1]
  const margin = next ? Math.min(1, next.score - best.score) : 1
  const result = found(
    best.value,
    0,
    Math.min(0.95, 0.5 + margin),
    'The bytes are not UTF-8; read so, the text looks most like writing.',
  )
  result.evidence.runnersUp = scored.slice(1, 4).map(({ value, score }) => ({ value, score: round(1 / (1 + score)) }))
  return result
}

const round = (number: number): number => Math.round(number * 1000) / 1000

const found = (encoding: string, bomLength: number, confidence: number, reason: string): DetectedEncoding => ({
  encoding,
  bomLength,
  badSequences: 0,
  evidence: { decision: 'encoding', value: encoding, confidence: round(confidence), reason, runnersUp: [] },
})

function strictly(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return decodeWith(new TextDecoder(encoding, { fatal: true }), bytes)
  } catch {
    return undefined
  }
}

/** True for valid UTF-8; a sequence cut at either edge is let pass. */
export function isUtf8(bytes: Uint8Array): boolean {
  if (isAscii(bytes)) return true
  let start = 0
  while (start < Math.min(3, bytes.length) && ((bytes[start] as number) & 0xc0) === 0x80) start++
  let end = bytes.length
  for (let back = 1; back <= Math.min(3, end - start); back++) {
    const byte = bytes[end - back] as number
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    if (length > back) end -= back
    break
  }
  return strictly(bytes.subarray(start, end), 'utf-8') !== undefined
}

/** Four bytes at a time, which is many times faster than decoding them. */
function isAscii(bytes: Uint8Array): boolean {
  const { buffer, byteOffset, length } = bytes
  const first = Math.min(length, (4 - (byteOffset % 4)) % 4)
  const words = new Uint32Array(buffer, byteOffset + first, (length - first) >> 2)
  let bits = 0
  for (let at = 0; at < words.length; at++) bits |= words[at] as number
  for (let at = 0; at < first; at++) bits |= bytes[at] as number
  for (let at = first + 4 * words.length; at < length; at++) bits |= bytes[at] as number
  return (bits & 0x80808080) === 0
}

function countSequences(samples: readonly Uint8Array[]): { good: number; bad: number } {
  let good = 0
  let bad = 0
  for (const sample of samples) {
    for (const character of decodeText(sample, 'utf-8')) {
      const code = character.codePointAt(0) as number
      if (code === 0xfffd) bad++
      else if (code > 127) good++
    }
  }
  return { good, bad }
}

/** The whole lines that hold bytes beyond ASCII, up to some 20,000 bytes of them: what tells encodings apart. */
function nonAsciiLines(samples: readonly Uint8Array[]): Uint8Array {
  const lines: Uint8Array[] = []
  let total = 0
  for (const [number, sample] of samples.entries()) {
    let start = number === 0 ? 0 : sample.indexOf(10) + 1
    while (start < sample.length && total < 20_000) {
      const newline = sample.indexOf(10, start)
      const isCut = newline < 0 && samples.length > 1
      const line = sample.subarray(start, newline < 0 ? sample.length : newline + 1)
      if (!isCut && line.some((byte) => byte > 127)) {
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
