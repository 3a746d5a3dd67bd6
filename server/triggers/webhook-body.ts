import { error, parseJson, getProblemText, type Json, type Problem } from '@aw-flow/schema'
import { exceedsDepth, findReservedName, isReservedName } from '../http/read-json-body.ts'

export type WebhookBody =
  | { data: Json | undefined; status?: undefined; problem?: undefined }
  | { status: 400 | 415 | 422; problem: Problem; data?: undefined }

/**
 * Parses the body of a webhook request into JSON: JSON itself, the fields of a form, or text. `data` is
 * `undefined` without a body. Rejects deep nesting and names that give access to a prototype, such as `__proto__`.
 */
export async function parseWebhookBody(type: string, bytes: Uint8Array, maxDepth: number): Promise<WebhookBody> {
  if (bytes.length === 0) return { data: undefined }
  const mediaType = type.split(';', 1)[0]!.trim().toLowerCase()
  if (/^multipart\/form-data$/.test(mediaType)) return parseForm(type, bytes)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { status: 400, problem: error('hook.encoding', {}) }
  }
  if (/^application\/([\w.-]+\+)?json$/.test(mediaType)) return parseJsonBody(text, maxDepth)
  if (mediaType === 'application/x-www-form-urlencoded') return toFields(new URLSearchParams(text))
  if (/^(text\/[\w.+-]+|application\/([\w.-]+\+)?xml)$/.test(mediaType)) return { data: text }
  return { status: 415, problem: error('hook.content-type', { type: mediaType }) }
}

function parseJsonBody(text: string, maxDepth: number): WebhookBody {
  if (maxDepth > 0 && exceedsDepth(text, maxDepth)) {
    return { status: 400, problem: error('body.too-deep', { max: maxDepth }) }
  }
  const { json, problem } = parseJson(text)
  if (problem) return { status: 400, problem: error('body.malformed', { reason: getProblemText(problem) }) }
  const name = findReservedName(json)
  return name === undefined ? { data: json } : { status: 422, problem: error('body.reserved-name', { name }) }
}

async function parseForm(type: string, bytes: Uint8Array): Promise<WebhookBody> {
  let form: FormData
  try {
    form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  } catch {
    return { status: 400, problem: error('hook.form', {}) }
  }
  const fields: [string, string][] = []
  for (const [name, value] of form) {
    if (typeof value !== 'string') return { status: 415, problem: error('hook.file', { field: name }) }
    fields.push([name, value])
  }
  return toFields(fields)
}

/** Converts fields into an object; a field that occurs several times is a list. */
function toFields(entries: Iterable<[string, string]>): WebhookBody {
  const fields = new Map<string, string | string[]>()
  for (const [name, value] of entries) {
    if (isReservedName(name)) return { status: 422, problem: error('body.reserved-name', { name }) }
    const previous = fields.get(name)
    fields.set(name, previous === undefined ? value : [previous, value].flat())
  }
  return { data: Object.fromEntries(fields) }
}
