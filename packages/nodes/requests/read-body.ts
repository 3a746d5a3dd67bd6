import { NodeError, type EgressAnswer } from '@aw-flow/engine'
import { error, parseJson, type Json, textOf } from '@aw-flow/schema'

/** The body as text, by the encoding that the answer names; UTF-8 where it names none that is known. */
export async function readText({ body, headers }: EgressAnswer, most: number): Promise<string> {
  const decoder = decoderFor(headers['content-type'] ?? '')
  let text = ''
  let size = 0
  for await (const piece of body) {
    size += piece.length
    if (size > most) {
      throw new NodeError('permanent', error('http.too-large', { max: most }))
    }
    text += decoder.decode(piece, { stream: true })
  }
  return text + decoder.decode()
}

/** The beginning of a body, for a message. */
export async function takeBytes({ body, close }: EgressAnswer, most: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of body) {
    text += decoder.decode(piece.subarray(0, most), { stream: true })
    if (text.length >= most) break
  }
  await close()
  return text.slice(0, most)
}

function decoderFor(contentType: string): TextDecoder {
  const [, label = 'utf-8'] = /charset="?([\w.:-]+)/i.exec(contentType) ?? []
  try {
    return new TextDecoder(label)
  } catch {
    return new TextDecoder()
  }
}

/** How deep an answer may be nested. */
const deepest = 200

/** A service's JSON. Throws a `NodeError` for what is none, and for what could reach a prototype. */
export function readJson(text: string, url: string): Json {
  const { json, problem } = parseJson(text)
  if (problem) {
    throw new NodeError('permanent', error('http.not-json', { url, reason: textOf(problem) }))
  }
  const found = findUnsafe(json, 0)
  if (found !== undefined) {
    throw new NodeError('permanent', error('http.unsafe-json', { url, why: found, max: deepest }))
  }
  return json
}

function findUnsafe(json: Json, depth: number): 'deep' | 'name' | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  if (depth > deepest) return 'deep'
  if (!Array.isArray(json) && Object.hasOwn(json, '__proto__')) return 'name'
  for (const inner of Object.values(json)) {
    const found = findUnsafe(inner, depth + 1)
    if (found !== undefined) return found
  }
  return undefined
}
