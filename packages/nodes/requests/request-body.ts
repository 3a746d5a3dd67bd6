import { message, type Text } from '@aw-flow/messages'
import { digestJson, NodeError, type RunArguments, describePortType } from '@aw-flow/engine'
import { error, parseJson, type Json, type Value, getProblemText } from '@aw-flow/schema'
import { concatenate, joinChunks } from './join-chunks.ts'
import { createBody, type RequestBody } from './perform-request.ts'

/** Kinds of request bodies. */
export const bodyKinds = ['none', 'json', 'form', 'multipart', 'text', 'file', 'csv', 'rows'] as const
export type BodyKind = (typeof bodyKinds)[number]

type Arguments = Pick<RunArguments<unknown>, 'node' | 'files' | 'tables' | 'signal' | 'inputs'>

/** Maximum size of a body that is built in memory, in bytes. */
const maxBytes = 100 * 1024 * 1024
/** Maximum number of table rows to send as JSON. */
const maxRows = 10_000

/**
 * Creates the request body from the text in the settings or, if the text is empty, from the input value. Throws a
 * `NodeError` that names the setting if the value does not match the kind of body.
 *
 * @param options.repeatsLists Whether a list in a form becomes repeated fields. Otherwise, it is sent as JSON.
 */
export async function createRequestBody(
  kind: BodyKind,
  { text, repeatsLists }: { text: string; repeatsLists: boolean },
  args: Arguments,
): Promise<RequestBody | undefined> {
  const value = args.inputs.value
  switch (kind) {
    case 'none':
      return undefined
    case 'text': {
      const bodyText = text === '' && value ? toText(value, args) : text
      return createBody(encode(bodyText), 'text/plain; charset=utf-8', bodyText)
    }
    case 'json': {
      if (text.trim() === '') {
        const json = toJson(value, args)
        return createBody(encode(JSON.stringify(json)), 'application/json', json)
      }
      // The text is sent as written, because its numbers can have more digits than a JavaScript number.
      return createBody(encode(text.trim()), 'application/json', parseBody(text, args))
    }
    case 'form': {
      const formText = new URLSearchParams(toFields(text, repeatsLists, args)).toString()
      return createBody(encode(formText), 'application/x-www-form-urlencoded', formText)
    }
    case 'multipart':
      return createMultipartBody(toFields(text.trim() === '' ? '{}' : text, repeatsLists, args), args)
    case 'file': {
      const { file, name } = await openInputFile(value, args)
      const chunks = (): AsyncIterable<Uint8Array> => readChunks(file)
      return { content: { size: file.size, chunks }, type: findContentType(name), identity: file.dataset }
    }
    case 'csv': {
      const table = requireTable(value, args)
      return createBody(
        await collectChunks(args.tables.csv(table, { signal: args.signal })),
        'text/csv; charset=utf-8',
        table,
      )
    }
    case 'rows': {
      const table = requireTable(value, args)
      if (table.rows > maxRows) {
        const reason = message('http.body-too-many-rows', { rows: table.rows, max: maxRows })
        throw createBodyError(args.node, reason, message('http.body-in-batches', {}))
      }
      return createBody(
        await collectChunks(args.tables.write(table, 'json', { signal: args.signal })),
        'application/json',
        table,
      )
    }
  }
}

async function createMultipartBody(fields: [string, string][], args: Arguments): Promise<RequestBody> {
  const value = args.inputs.value
  // The identity of a body is recorded, so it is that of earlier versions if no field is repeated.
  const identity = [
    new Set(fields.map(([name]) => name)).size < fields.length ? fields : Object.fromEntries(fields),
    value ?? null,
  ]
  const boundary = `aw-${digestJson(identity).slice(0, 32)}`
  const chunks: Uint8Array[] = []
  for (const [name, text] of fields) {
    chunks.push(
      encode(`--${boundary}\r\nContent-Disposition: form-data; name="${escapeFieldName(name)}"\r\n\r\n${text}\r\n`),
    )
  }
  if (value?.kind === 'file' || value?.kind === 'table') {
    const { name, type, bytes } =
      value.kind === 'file'
        ? await openInputFile(value, args).then(async ({ file, name }) => ({
            name,
            type: findContentType(name),
            bytes: await collectChunks(readChunks(file)),
          }))
        : {
            name: 'table.csv',
            type: 'text/csv',
            bytes: await collectChunks(args.tables.csv(value.table, { signal: args.signal })),
          }
    const partHeader = `Content-Disposition: form-data; name="file"; filename="${escapeFieldName(name)}"\r\nContent-Type: ${type}`
    chunks.push(encode(`--${boundary}\r\n${partHeader}\r\n\r\n`), bytes, encode('\r\n'))
  }
  chunks.push(encode(`--${boundary}--\r\n`))
  const content = concatenate(chunks)
  return createBody(content, `multipart/form-data; boundary=${boundary}`, identity)
}

/** Percent-encodes line breaks and quotes in a field name, as HTML forms do. */
const escapeFieldName = (name: string): string =>
  name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function parseBody(text: string, { node }: Arguments): Json {
  const parsedJson = parseJson(text)
  if (parsedJson.ok) return parsedJson.value
  const reason = getProblemText(parsedJson.problem)
  throw createBodyError(node, message('http.body-not-json', { reason }), message('http.body-write-json', {}))
}

function toFields(text: string, repeatsLists: boolean, args: Arguments): [string, string][] {
  const json = text.trim() === '' ? toJson(args.inputs.value, args) : parseBody(text, args)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw createBodyError(args.node, message('http.body-form', {}), message('http.body-write-json', {}))
  }
  return Object.entries(json).flatMap(([name, value]) =>
    (repeatsLists && Array.isArray(value) ? value : [value]).map((item): [string, string] => [
      name,
      typeof item === 'string' ? item : JSON.stringify(item),
    ]),
  )
}

function toJson(value: Value | undefined, { node }: Arguments): Json {
  if (value?.kind === 'json') return (value.json ?? null) as Json
  if (value?.kind === 'text') return value.text
  throw createBodyError(
    node,
    message('http.body-not-sendable-as-json', describeInput(value)),
    message('http.body-connect-json', {}),
  )
}

function toText(value: Value, { node }: Arguments): string {
  if (value.kind === 'text') return value.text
  if (value.kind === 'json') return typeof value.json === 'string' ? value.json : JSON.stringify(value.json)
  throw createBodyError(
    node,
    message('http.body-no-text', { type: describePortType(value.kind) }),
    message('http.body-choose-kind', {}),
  )
}

async function openInputFile(value: Value | undefined, { node, files }: Arguments) {
  if (value?.kind !== 'file') {
    throw createBodyError(
      node,
      message('http.body-no-file', describeInput(value)),
      message('http.body-connect-file', {}),
    )
  }
  const file = await files.open(value.dataset)
  if (file) return { file, name: value.name }
  throw createBodyError(
    node,
    message('http.body-file-missing', { file: value.name }),
    message('http.body-same-file', {}),
  )
}

function requireTable(value: Value | undefined, { node }: Arguments) {
  if (value?.kind === 'table') return value.table
  throw createBodyError(
    node,
    message('http.body-no-table', describeInput(value)),
    message('http.body-connect-table', {}),
  )
}

async function* readChunks(file: {
  size: number
  read(start: number, end: number): Promise<Uint8Array>
}): AsyncGenerator<Uint8Array> {
  const chunkBytes = 1024 * 1024
  for (let start = 0; start < file.size; start += chunkBytes) yield file.read(start, start + chunkBytes)
}

const collectChunks = (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> =>
  joinChunks(chunks, maxBytes, () => {
    const params = {
      reason: message('http.body-too-large', { max: maxBytes }),
      next: message('http.body-send-less', {}),
    }
    return new NodeError('permanent', error('http.body', params))
  })

const contentTypes: Record<string, string> = {
  csv: 'text/csv',
  json: 'application/json',
  txt: 'text/plain',
  xml: 'application/xml',
  parquet: 'application/vnd.apache.parquet',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  zip: 'application/zip',
  png: 'image/png',
  jpg: 'image/jpeg',
}
const findContentType = (name: string): string => {
  const extension = name.toLowerCase().split('.').at(-1) ?? ''
  return Object.hasOwn(contentTypes, extension) ? contentTypes[extension]! : 'application/octet-stream'
}

/** Describes the actual type of an input, for messages about an unexpected type. */
const describeInput = (value: Value | undefined): { found: string; type: Text } =>
  value ? { found: value.kind, type: describePortType(value.kind) } : { found: '', type: '' }

const createBodyError = (node: string, reason: Text, next: Text): NodeError =>
  new NodeError('permanent', error('http.body', { reason, next }, { where: { node, setting: 'body' } }))
