import { error } from '@aw-flow/schema'
import { NodeError } from '../node/node-error.ts'
import type { EgressResponse } from './egress.ts'
import { redactionMask, type Redactor, type ScanOptions } from './redactor.ts'

/** A response as received, which may contain the request's secrets. @internal */
export interface ReceivedResponse {
  url: URL
  headers: Iterable<readonly [string, string]>
  body: AsyncIterable<Uint8Array>
}

/**
 * Removes the request's secrets from a response. In text, they are masked. Other formats would be damaged by that, so a
 * body that contains a secret fails with `secret.in-response`.
 *
 * @internal
 */
export function protectResponse(
  { url, headers, body }: ReceivedResponse,
  redactor: Redactor,
): Pick<EgressResponse, 'url' | 'headers' | 'cookies' | 'body' | 'redact' | 'rejectSecrets'> {
  const receivedHeaders = [...headers].map(([name, value]) => [name.toLowerCase(), redactor.redact(value)] as const)
  const valuesByName = new Map<string, string[]>()
  for (const [name, value] of receivedHeaders) {
    const key = redactor.redact(name)
    valuesByName.set(key, [...(valuesByName.get(key) ?? []), value])
  }
  const cookies = valuesByName.get('set-cookie') ?? []
  const contentType = receivedHeaders.find(([name]) => name === 'content-type')?.[1] ?? ''
  const reject = (names: Iterable<string>): void => {
    for (const name of names) throw new NodeError('permanent', error('secret.in-response', { name, host: url.host }))
  }
  return {
    url: redactor.redact(url.href),
    headers: Object.fromEntries([...valuesByName].map(([name, values]) => [name, values.join(', ')])),
    ...(cookies.length > 1 ? { cookies } : {}),
    body: redactor.isEmpty ? body : protectBody(body, contentType, redactor, reject),
    redact: redactor.redact,
    async rejectSecrets(chunks) {
      if (redactor.isEmpty) return
      for await (const _ of rejectChunks(chunks, redactor, reject)) continue
    },
  }
}

/** Number of bytes that identify the format. A longer head would delay the events of a stream. */
const minHeadBytes = 8

async function* protectBody(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
  redactor: Redactor,
  reject: (names: Iterable<string>) => void,
): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  try {
    let head: Uint8Array = new Uint8Array()
    while (head.length < minHeadBytes) {
      const next = await chunks.next()
      if (next.done) break
      head = head.length === 0 ? next.value : joinChunks(head, next.value)
    }
    const allChunks = async function* (): AsyncGenerator<Uint8Array> {
      yield head
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
    }
    yield* isText(head, contentType)
      ? redactChunks(allChunks(), openCodec(head, contentType), redactor)
      : rejectChunks(allChunks(), redactor, reject)
  } finally {
    await chunks.return?.()
  }
}

async function* redactChunks(
  chunks: AsyncIterable<Uint8Array>,
  { decode, encode, options }: Codec,
  redactor: Redactor,
): AsyncGenerator<Uint8Array> {
  const scanner = redactor.openScanner(options)
  for await (const chunk of chunks) {
    const text = scanner.push(decode(chunk))
    if (text !== '') yield encode(text)
  }
  const rest = scanner.push(decode(), true)
  if (rest !== '') yield encode(rest)
}

async function* rejectChunks(
  chunks: AsyncIterable<Uint8Array>,
  redactor: Redactor,
  reject: (names: Iterable<string>) => void,
): AsyncGenerator<Uint8Array> {
  const scanner = redactor.openScanner()
  // UTF-16 text in binary data.
  const wideScanner = redactor.openScanner()
  const search = (text: string, isLast = false): void => {
    scanner.push(text, isLast)
    wideScanner.push(text.replaceAll('\0', ''), isLast)
    reject([...scanner.foundNames, ...wideScanner.foundNames])
  }
  for await (const chunk of chunks) {
    search(bytesToText(chunk))
    yield chunk
  }
  search('', true)
}

/** Types of text. All other types are text only if their bytes are UTF-8 without control characters. */
const textTypePattern = /^text\/|json|xml|javascript|yaml|csv|x-www-form-urlencoded/i
/** Types and first bytes of formats that can begin with text. */
const otherTypePattern = /^(image|audio|video|font)\/(?!svg)|pdf|zip|compressed|parquet|postscript|rtf/i
const documentStartPattern = /^(%PDF-|%!PS|\{\\rtf|BZh|PAR1)/
/** Returns whether a byte is a control character that text does not contain. Escape and the line breaks occur in text. */
const isControl = (byte: number): boolean =>
  byte === 0x7f || (byte < 0x20 && byte !== 0x1b && !(byte >= 0x09 && byte <= 0x0d))

function isText(head: Uint8Array, contentType: string): boolean {
  if (findWideEncoding(head, contentType)) return true
  const start = head.subarray(0, 4096)
  if (start.some(isControl) || documentStartPattern.test(bytesToText(start))) return false
  if (textTypePattern.test(contentType)) return true
  if (otherTypePattern.test(contentType)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}

interface Codec {
  /** Decodes a chunk, or the rest of the text at the end of the body. */
  decode(chunk?: Uint8Array): string
  encode(text: string): Uint8Array
  options: ScanOptions
}

/**
 * Opens the codec for a text. Only UTF-16 is decoded. In other encodings, each byte becomes one character, so that the
 * bytes between secrets do not change.
 */
function openCodec(head: Uint8Array, contentType: string): Codec {
  const wideEncoding = findWideEncoding(head, contentType)
  const isJson = /json/i.test(contentType) || /^[\s\u00bf-\u00ff]*[[{]/.test(bytesToText(head.subarray(0, 100)))
  if (wideEncoding) {
    const decoder = new TextDecoder(wideEncoding, { ignoreBOM: true })
    return {
      decode: (chunk) => (chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()),
      encode: (text) => encodeWide(text, wideEncoding === 'utf-16le'),
      options: isJson ? maskJson(redactionMask) : {},
    }
  }
  const charset = findCharset(contentType)
  const isUtf8 = charset === '' || /^utf-?8$/.test(charset)
  const mask = isUtf8 ? bytesToText(new TextEncoder().encode(redactionMask)) : '***'
  return {
    decode: (chunk) => (chunk ? bytesToText(chunk) : ''),
    encode: textToBytes,
    options: isJson ? maskJson(mask) : { getMask: () => mask },
  }
}

/** Puts a mask outside a JSON string in quotation marks, because a secret can be a number. */
function maskJson(mask: string): ScanOptions {
  let isInString = false
  let isEscaped = false
  return {
    getMask: () => (isInString ? mask : `"${mask}"`),
    onText(text) {
      for (const character of text.matchAll(/["\\]|[^"\\]+/g)) {
        if (isEscaped) isEscaped = false
        else if (character[0] === '"') isInString = !isInString
        else if (character[0] === '\\') isEscaped = isInString
      }
    },
  }
}

const findCharset = (contentType: string): string => /charset="?([\w.:-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? ''

function findWideEncoding([first, second]: Uint8Array, contentType: string): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const charset = findCharset(contentType)
  return charset === 'utf-16' || charset === 'utf-16le' ? 'utf-16le' : charset === 'utf-16be' ? charset : undefined
}

function encodeWide(text: string, isLittleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length))
  for (let index = 0; index < text.length; index++) view.setUint16(2 * index, text.charCodeAt(index), isLittleEndian)
  return new Uint8Array(view.buffer)
}

function joinChunks(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length)
  bytes.set(first)
  bytes.set(second, first.length)
  return bytes
}

/** Converts each byte to the character with the same number. */
function bytesToText(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192))
  return text
}

function textToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}
