import { NodeError, type EgressResponse } from '@aw-flow/engine'
import { error, parseJson, type Json, getProblemText } from '@aw-flow/schema'

/** Decodes the body using the charset of the response, or UTF-8 if the charset is missing or unknown. */
export async function readText({ body, headers }: EgressResponse, maxBytes: number): Promise<string> {
  const decoder = createDecoder(headers['content-type'] ?? '')
  let text = ''
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) {
      throw new NodeError('permanent', error('http.too-large', { max: maxBytes }))
    }
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** Reads the first `maxBytes` bytes of a body as text, for an error message. */
export async function readBodyStart({ body, close }: EgressResponse, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk.subarray(0, maxBytes), { stream: true })
    if (text.length >= maxBytes) break
  }
  await close()
  return text.slice(0, maxBytes)
}

function createDecoder(contentType: string): TextDecoder {
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
 * Parses JSON from a service. Throws a `NodeError` if the JSON is invalid, is nested too deeply, or contains keys that
 * could modify a prototype.
 */
export function parseJsonBody(text: string, url: string): Json {
  const parsedJson = parseJson(text)
  if (!parsedJson.ok) {
    const reason = getProblemText(parsedJson.problem)
    throw new NodeError('permanent', error('http.not-json', { url, reason }))
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
