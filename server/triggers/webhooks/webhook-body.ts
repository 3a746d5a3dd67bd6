import { decodeBody, readFileName, unpackBody } from '@aw-flow/engine'
import { error, parseJson, type Json } from '@aw-flow/schema'
import { reservedNames } from '@aw-flow/schema/internal'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createFormParser, sanitizeFileName } from '../../http/receive-upload.ts'
import { findReservedName, parseJsonBody as parseJsonText, toRejection } from '../../http/read-json-body.ts'
import { Rejection } from '../../http/rejection.ts'

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

/** A file of a form. */
interface FilePart {
  name: string
  type: string
  bytes: Uint8Array
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
 * @param options `maxDepth` limits the nesting of JSON. `maxUnpackedBytes` is set if text that is packed without a
 *   `Content-Encoding` is accepted, and limits the unpacked text; 0 means unlimited.
 * @throws {Rejection} if the body is malformed, or contains deeply nested JSON or the name `__proto__`.
 */
export async function parseWebhookBody(
  { type, disposition = '' }: { type: string; disposition?: string | undefined },
  receivedBytes: Uint8Array,
  { maxDepth, maxUnpackedBytes }: { maxDepth: number; maxUnpackedBytes?: number },
): Promise<WebhookBody> {
  if (receivedBytes.length === 0) return { files: [] }
  const mediaType = type.split(';', 1)[0]!.trim().toLowerCase()
  if (mediaType === 'multipart/form-data') return parseForm(type, receivedBytes)
  const fileName = readFileName(disposition)
  if (fileName !== undefined) return toFileBody(fileName, mediaType, receivedBytes)
  const isJson = isJsonType(mediaType)
  const isForm = mediaType === 'application/x-www-form-urlencoded'
  const isText = /^(text\/[\w.+-]+|application\/([\w.-]+\+)?xml)$/.test(mediaType)
  const isFile = !isJson && !isForm && !isText && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(mediaType)
  if (isFile) return toUntitledFile(mediaType, receivedBytes)
  const hasTextType = isJson || isForm || isText
  const { bytes, isTooLarge } =
    maxUnpackedBytes === undefined
      ? { bytes: receivedBytes, isTooLarge: false }
      : await unpackBody(receivedBytes, { maxBytes: maxUnpackedBytes || Infinity })
  if (isTooLarge && hasTextType) throw new Rejection(413, error('body.too-large', { max: maxUnpackedBytes! }))
  let text: string
  try {
    text = decodeBody(bytes, type, { fatal: true })
  } catch {
    if (hasTextType) throw new Rejection(400, error('body.encoding', {}))
    return toUntitledFile('application/octet-stream', receivedBytes)
  }
  // A file that somebody packed stays a file.
  if (bytes !== receivedBytes && !hasTextType && !isJsonContent(text))
    return toUntitledFile('application/octet-stream', receivedBytes)
  if (isJson && text.trim() === '') return { files: [] }
  const canBeJson = isJson
    ? !isFormContent(text) && !/^\s*</.test(text)
    : (!isText || jsonTextTypes.has(mediaType)) && isJsonContent(text)
  if (canBeJson) return parseJsonBody(text, maxDepth)
  return isForm || (!isText && isFormContent(text))
    ? toFormBody(decodeFormFields(type, bytes), [])
    : { data: text, files: [] }
}

/** Returns whether a type is JSON, such as `application/cloudevents+json` or `application/x-amz-json-1.1`. */
function isJsonType(mediaType: string): boolean {
  const [kind, name = ''] = mediaType.split('/')
  const isSequence = name.endsWith('json-seq')
  return kind === 'application' && (name === 'csp-report' || (name.split(/[+.-]/).includes('json') && !isSequence))
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
  // The size of the body is limited already. A limit here would shorten fields.
  const form = createFormParser(type, { fieldSize: bytes.length, parts: Infinity })
  const entries: [field: string, value: Json | Promise<FilePart>][] = []
  form?.on('field', (field, value) => entries.push([field, value]))
  form?.on('file', (field, stream, fileName: string | undefined, _encoding, mediaType) => {
    // The parser reports an incomplete part by itself.
    const content = buffer(stream).catch(() => Buffer.alloc(0))
    entries.push([field, content.then((part) => ({ name: fileName ?? '', type: mediaType, bytes: part }))])
  })
  try {
    if (!form) throw new Error('The type has no boundary.')
    await pipeline(Readable.from([bytes]), form)
  } catch {
    throw new Rejection(400, error('hook.form', {}))
  }
  const fields: [string, Json][] = []
  const files: WebhookFile[] = []
  for (const [field, entry] of entries) {
    if (!(entry instanceof Promise)) {
      fields.push([field, entry])
      continue
    }
    const part = await entry
    // If no file was selected, browsers send an empty part for the file field.
    if (part.bytes.length === 0 && part.name === '') continue
    if (files.length === maxFilesPerForm)
      throw new Rejection(422, error('hook.too-many-files', { max: maxFilesPerForm }))
    const { file, json } = toFile(part.name, part.type, part.bytes)
    files.push({ ...file, field })
    fields.push([field, json])
  }
  return toFormBody(fields, files)
}

/**
 * Decodes the fields of a URL-encoded form. The charset is that of its type, or that of a field, which browsers call
 * `_charset_` and PayPal `charset`, or UTF-8.
 *
 * @throws {Rejection} if a field is not valid in this charset.
 */
function decodeFormFields(type: string, bytes: Uint8Array): [string, string][] {
  const fields = Buffer.from(bytes)
    .toString('latin1')
    .split('&')
    .filter(Boolean)
    .map((field): [string, string] => {
      const [name = '', ...rest] = field.split('=')
      return [name, rest.join('=')]
    })
  const [, charset = 'utf-8'] = fields.find(([name]) => name === '_charset_' || name === 'charset') ?? []
  const decode = (text: string): string => {
    const unescaped = text
      .replaceAll('+', ' ')
      .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    return decodeBody(Buffer.from(unescaped, 'latin1'), `${type}; charset=${charset}`, { fatal: true })
  }
  try {
    return fields.map(([name, value]) => [decode(name), decode(value)])
  } catch {
    throw new Rejection(400, error('body.encoding', {}))
  }
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
