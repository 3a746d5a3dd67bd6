import { detectEncoding } from '@aw-flow/agents'
import { decodeBody, NodeError, unpackBody, type EgressResponse } from '@aw-flow/engine'
import { defined, error, parseJson, type Json } from '@aw-flow/schema'
import { joinChunks } from './join-chunks.ts'

/** Guesses the encoding of text that declares none and is not UTF-8. */
export const guessEncoding = (sample: Uint8Array): string => detectEncoding([sample]).encoding

/**
 * Reads the body as text, in its encoding, even if it is packed without a header that says so. Text that declares no
 * encoding and is not UTF-8 has the most plausible one.
 */
export async function readText(
  { body, headers, redact }: EgressResponse,
  maxBytes: number,
): Promise<{ text: string; guessedEncoding?: string }> {
  const createError = (): Error => new NodeError('permanent', error('http.too-large', { max: maxBytes }))
  let guessedEncoding: string | undefined
  const receivedBytes = await joinChunks(body, maxBytes, createError)
  const { bytes, isTooLarge } = await unpackBody(receivedBytes, { maxBytes })
  if (isTooLarge) throw createError()
  const decodedText = decodeBody(bytes, headers['content-type'] ?? '', {
    guessEncoding: (sample) => (guessedEncoding = guessEncoding(sample)),
  })
  // Secrets in a packed body have not been found before.
  const text = bytes === receivedBytes ? decodedText : redact(decodedText)
  return { text, ...defined({ guessedEncoding }) }
}

const toLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const isJsonLines = (type: string): boolean => /[/+-](?:ndjson|jsonl|jsonlines|json-lines|json-seq)\b/i.test(type)

/** Converts JSON lines, also those that RFC 7464 marks, to a list. */
const toJsonList = (text: string): string =>
  `[${text
    .split(/[\n\x1e]/)
    .filter((line) => line.trim() !== '')
    .join(',')}]`

/** Maximum nesting depth of a JSON response. */
const maxDepth = 200

/**
 * Parses JSON from a service. Throws a `NodeError` if the JSON is invalid, is nested too deeply, or contains keys that
 * could modify a prototype.
 */
export function parseJsonBody(text: string, { url, status, headers }: Omit<EgressResponse, 'body' | 'close'>): Json {
  const parsedJson = parseJson(isJsonLines(headers['content-type'] ?? '') ? toJsonList(text) : text)
  if (!parsedJson.ok) {
    const start = toLine(text.slice(0, 200)).slice(0, 80)
    const params = { url, status: String(status), type: headers['content-type'] ?? '', start }
    throw new NodeError('permanent', error('http.not-json', params))
  }
  const { value: json } = parsedJson
  const unsafeReason = findUnsafeReason(json, 0)
  if (unsafeReason !== undefined) {
    throw new NodeError('permanent', error('http.unsafe-json', { url, why: unsafeReason, max: maxDepth }))
  }
  return json
}

function findUnsafeReason(json: Json, depth: number): 'deep' | 'name' | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  if (depth > maxDepth) return 'deep'
  if (!Array.isArray(json) && Object.hasOwn(json, '__proto__')) return 'name'
  for (const inner of Object.values(json)) {
    const unsafeReason = findUnsafeReason(inner, depth + 1)
    if (unsafeReason !== undefined) return unsafeReason
  }
  return undefined
}
