import { NodeError, type EgressAnswer } from '@aw-flow/engine'
import { error, parseJson, type Json, textOf } from '@aw-flow/schema'

/** Decodes the body with the charset of the response; UTF-8 if it names none or an unknown one. */
export async function readText({ body, headers }: EgressAnswer, maxBytes: number): Promise<string> {
  const decoder = decoderFor(headers['content-type'] ?? '')
  let text = ''
  let size = 0
  for await (const piece of body) {
    size += piece.length
    if (size > maxBytes) {
      throw new NodeError('permanent', error('http.too-large', { max: maxBytes }))
    }
    text += decoder.decode(piece, { stream: true })
  }
  return text + decoder.decode()
}

/** The first `maxBytes` bytes of a body as text, for a message. */
export async function takeBytes({ body, close }: EgressAnswer, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of body) {
    text += decoder.decode(piece.subarray(0, maxBytes), { stream: true })
    if (text.length >= maxBytes) break
  }
  await close()
  return text.slice(0, maxBytes)
}

function decoderFor(contentType: string): TextDecoder {
  const [, label = 'utf-8'] = /charset="?([\w.:-]+)/i.exec(contentType) ?? []
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder()
  }
}

/** Maximum nesting depth of a JSON response. */
const maxDepth = 200

/**
 * Parses the JSON of a service. Throws a `NodeError` for invalid JSON, deep nesting, and keys that could reach a
 * prototype.
 */
export function readJson(text: string, url: string): Json {
  const { json, problem } = parseJson(text)
  if (problem) {
    throw new NodeError('permanent', error('http.not-json', { url, reason: textOf(problem) }))
  }
  const found = findUnsafe(json, 0)
  if (found !== undefined) {
    throw new NodeError('permanent', error('http.unsafe-json', { url, why: found, max: maxDepth }))
  }
  return json
}

function findUnsafe(json: Json, depth: number): 'deep' | 'name' | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  if (depth > maxDepth) return 'deep'
  if (!Array.isArray(json) && Object.hasOwn(json, '__proto__')) return 'name'
  for (const inner of Object.values(json)) {
    const found = findUnsafe(inner, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
