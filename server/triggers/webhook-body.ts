import { decodeBody } from '@aw-flow/engine'
import { error, parseJson, type Json } from '@aw-flow/schema'
import { reservedNames } from '@aw-flow/schema/internal'
import { createHash } from 'node:crypto'
import { sanitizeFileName } from '../http/receive-upload.ts'
import { findReservedName, parseJsonBody as parseJsonText, toRejection } from '../http/read-json-body.ts'
import { Rejection } from '../http/rejection.ts'

/** A file in a webhook request. Its dataset ID is the SHA-256 of its content. */
export interface WebhookFile {
  dataset: string
  /** Name of the form field; absent if the file is the entire body. */
  field?: string
  name: string
  bytes: Uint8Array
}

export interface WebhookBody {
  data?: Json
  files: readonly WebhookFile[]
}

/** Maximum number of files per form. */
const maxFilesPerForm = 20

/**
 * File extensions for files sent without a name, keyed by media type. The loader recognizes most formats by their
 * content.
 */
const extensions: Readonly<Record<string, string>> = {
  'application/gzip': '.gz',
  'application/vnd.apache.parquet': '.parquet',
  'application/vnd.ms-excel': '.xls',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': '.xlsx',
  'application/x-ndjson': '.jsonl',
  'application/zip': '.zip',
}

/**
 * Parses the body of a webhook request, which may be JSON, a form, text or a file, into JSON. The content decides if the
 * type is missing or wrong: many services and tools send JSON as text or as a form. A file is represented as
 * `{dataset_id, name, size, content_type}`. `data` is absent if the body is empty.
 *
 * @param disposition The `Content-Disposition` header. If it contains a file name, the body is treated as a file
 *   regardless of its type, unless it is a multipart form.
 * @throws {Rejection} if the body is malformed, or contains deeply nested JSON or the name `__proto__`.
 */
export async function parseWebhookBody(
  { type, disposition = '' }: { type: string; disposition?: string | undefined },
  bytes: Uint8Array,
  maxDepth: number,
): Promise<WebhookBody> {
  if (bytes.length === 0) return { files: [] }
  const mediaType = type.split(';', 1)[0]!.trim().toLowerCase()
  if (mediaType === 'multipart/form-data') return parseForm(type, bytes)
  const fileName = readFileName(disposition)
  if (fileName !== undefined) return toFileBody(fileName, mediaType, bytes)
  const isJson = /^application\/([\w.-]+\+)?json$/.test(mediaType)
  const isForm = mediaType === 'application/x-www-form-urlencoded'
  const isText = /^(text\/[\w.+-]+|application\/([\w.-]+\+)?xml)$/.test(mediaType)
  const isFile = !isJson && !isForm && !isText && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(mediaType)
  if (isFile) return toUntitledFile(mediaType, bytes)
  let text: string
  try {
    text = decodeBody(bytes, type, { fatal: true })
  } catch {
    if (isJson || isForm || isText) throw new Rejection(400, error('hook.encoding', {}))
    return toUntitledFile('application/octet-stream', bytes)
  }
  const canBeJson = isJson
    ? !isFormContent(text) && !/^\s*</.test(text)
    : (!isText || jsonTextTypes.has(mediaType)) && isJsonContent(text)
  if (canBeJson) return parseJsonBody(text, maxDepth)
  return isForm || (!isText && isFormContent(text))
    ? toFormBody(new URLSearchParams(text), [])
    : { data: text, files: [] }
}

/** Types of text as which services send JSON. */
const jsonTextTypes = new Set(['text/plain', 'text/json', 'text/javascript'])

const isJsonContent = (text: string): boolean => /^\s*[[{]/.test(text) && parseJson(text).ok

/** Returns whether text is a form: fields with a name and a value, without white space. */
const isFormContent = (text: string): boolean => /^[^\s=&"{}<>[\]]+=[^\s"{}<>[\]]*$/.test(text)

const toUntitledFile = (mediaType: string, bytes: Uint8Array): WebhookBody =>
  toFileBody(`upload${extensions[mediaType] ?? ''}`, mediaType, bytes)

function parseJsonBody(text: string, maxDepth: number): WebhookBody {
  const { json, rejection } = parseJsonText(text, maxDepth)
  if (rejection) throw toRejection(rejection)
  const name = findReservedName(json)
  if (name !== undefined) throw new Rejection(422, error('body.reserved-name', { name }))
  return { data: json, files: [] }
}

async function parseForm(type: string, bytes: Uint8Array): Promise<WebhookBody> {
  let form: FormData
  try {
    form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  } catch {
    throw new Rejection(400, error('hook.form', {}))
  }
  const fields: [string, Json][] = []
  const files: WebhookFile[] = []
  for (const [field, value] of form) {
    if (typeof value === 'string') {
      fields.push([field, value])
      continue
    }
    // If no file was selected, browsers send an empty part for the file field.
    if (value.size === 0 && value.name === '') continue
    if (files.length === maxFilesPerForm)
      throw new Rejection(422, error('hook.too-many-files', { max: maxFilesPerForm }))
    const { file, json } = toFile(value.name, value.type, new Uint8Array(await value.arrayBuffer()))
    files.push({ ...file, field })
    fields.push([field, json])
  }
  return toFormBody(fields, files)
}

function toFileBody(name: string, type: string, bytes: Uint8Array): WebhookBody {
  const { file, json } = toFile(name, type, bytes)
  return { data: json, files: [file] }
}

function toFile(fileName: string, type: string, bytes: Uint8Array): { file: WebhookFile; json: Json } {
  const name = sanitizeFileName(fileName)
  const datasetId = createHash('sha256').update(bytes).digest('hex')
  return {
    file: { dataset: datasetId, name, bytes },
    json: { dataset_id: datasetId, name, size: bytes.length, content_type: type },
  }
}

/** Returns the file name in a `Content-Disposition` header, written as `filename="orders.csv"` or as `filename*`. */
function readFileName(disposition: string): string | undefined {
  const encodedName = /;\s{0,9}filename\*=UTF-8''([^;\s]{1,1000})/i.exec(disposition)?.[1]
  if (encodedName !== undefined) {
    try {
      return decodeURIComponent(encodedName)
    } catch {
      return encodedName
    }
  }
  const match = /;\s{0,9}filename=(?:"([^"]{1,1000})"|([^;"\s]{1,1000}))/i.exec(disposition)
  return match?.[1] ?? match?.[2]
}

/** Converts fields to an object. If a field occurs several times, its value is an array. */
function toFormBody(entries: Iterable<[string, Json]>, files: readonly WebhookFile[]): WebhookBody {
  const fields = new Map<string, Json[]>()
  for (const [name, value] of entries) {
    if (reservedNames.has(name)) throw new Rejection(422, error('body.reserved-name', { name }))
    fields.set(name, [...(fields.get(name) ?? []), value])
  }
  const data = Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? values[0]! : values]),
  )
  return { data, files }
}
