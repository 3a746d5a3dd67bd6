import { detectEncoding } from '@aw-flow/agents'
import { decodeBody, NodeError, type EgressResponse } from '@aw-flow/engine'
import { defined, error, parseJson, type Json } from '@aw-flow/schema'
import { concatenate, joinChunks } from './join-chunks.ts'

const guessEncoding = (sample: Uint8Array): string => detectEncoding([sample]).encoding

/** Reads the body as text, in its encoding. Text that declares none and is not UTF-8 has the most plausible one. */
export async function readText(
  { body, headers }: EgressResponse,
  maxBytes: number,
): Promise<{ text: string; guessedEncoding?: string }> {
  const createError = (): Error => new NodeError('permanent', error('http.too-large', { max: maxBytes }))
  let guessedEncoding: string | undefined
  const bytes = await joinChunks(body, maxBytes, createError)
  const text = decodeBody(bytes, headers['content-type'] ?? '', {
    guessEncoding: (sample) => (guessedEncoding = guessEncoding(sample)),
  })
  return { text, ...defined({ guessedEncoding }) }
}

/** Reads the first `maxBytes` bytes of a body as text on one line, for an error message. */
export async function readBodyStart({ body, headers, close }: EgressResponse, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= maxBytes) break
  }
  await close()
  return toLine(decodeBody(concatenate(chunks).subarray(0, maxBytes), headers['content-type'] ?? '', { guessEncoding }))
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
