import { message, type Text } from '@aw-flow/messages'
import { digestOf, NodeError, type RunArguments, typeText } from '@aw-flow/engine'
import { error, parseJson, type Json, type Value, textOf } from '@aw-flow/schema'
import { concatenate, joinPieces } from './join-pieces.ts'
import { bytesBody, type RequestBody } from './perform-request.ts'

/** The kinds of body that a request may have. */
export const bodyKinds = ['none', 'json', 'form', 'multipart', 'text', 'file', 'csv', 'rows'] as const
export type BodyKind = (typeof bodyKinds)[number]

type Arguments = Pick<RunArguments<unknown>, 'node' | 'files' | 'tables' | 'signal' | 'inputs'>

/** Maximum size of a body that is built in memory, in bytes. */
const maxBytes = 100 * 1024 * 1024
/** Maximum number of rows that are sent as JSON. */
const maxRows = 10_000

/**
 * Builds the request body from the settings, or from the input value if its text is empty. Throws a `NodeError` that
 * names the setting if kind and value do not fit.
 */
export async function requestBody(kind: BodyKind, text: string, args: Arguments): Promise<RequestBody | undefined> {
  const value = args.inputs.value
  switch (kind) {
    case 'none':
      return undefined
    case 'text': {
      const own = text === '' && value ? asText(value, args) : text
      return bytesBody(encode(own), 'text/plain; charset=utf-8', own)
    }
    case 'json': {
      const json = text.trim() === '' ? asJson(value, args) : parsed(text, args)
      return bytesBody(encode(JSON.stringify(json)), 'application/json', json)
    }
    case 'form': {
      const form = new URLSearchParams(fields(text, args)).toString()
      return bytesBody(encode(form), 'application/x-www-form-urlencoded', form)
    }
    case 'multipart':
      return multipart(fields(text.trim() === '' ? '{}' : text, args), args)
    case 'file': {
      const { file, name } = await inputFile(value, args)
      const pieces = (): AsyncIterable<Uint8Array> => piecesOf(file)
      return { content: { size: file.size, pieces }, type: typeOf(name), identity: file.dataset }
    }
    case 'csv': {
      const table = inputTable(value, args)
      return bytesBody(await joined(args.tables.csv(table, { signal: args.signal })), 'text/csv; charset=utf-8', table)
    }
    case 'rows': {
      const table = inputTable(value, args)
      if (table.rows > maxRows) {
        const reason = message('http.body-too-many-rows', { rows: table.rows, max: maxRows })
        throw refused(args.node, reason, message('http.body-in-batches', {}))
      }
      return bytesBody(
        await joined(args.tables.write(table, 'json', { signal: args.signal })),
        'application/json',
        table,
      )
    }
  }
}

async function multipart(form: Record<string, string>, args: Arguments): Promise<RequestBody> {
  const value = args.inputs.value
  const boundary = `aw-${digestOf([form, value ?? null]).slice(0, 32)}`
  const pieces: Uint8Array[] = []
  for (const [name, text] of Object.entries(form)) {
    pieces.push(encode(`--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${text}\r\n`))
  }
  if (value?.kind === 'file' || value?.kind === 'table') {
    const { name, type, bytes } =
      value.kind === 'file'
        ? await inputFile(value, args).then(async ({ file, name }) => ({
            name,
            type: typeOf(name),
            bytes: await joined(piecesOf(file)),
          }))
        : {
            name: 'table.csv',
            type: 'text/csv',
            bytes: await joined(args.tables.csv(value.table, { signal: args.signal })),
          }
    const head = `Content-Disposition: form-data; name="file"; filename="${quoted(name)}"\r\nContent-Type: ${type}`
    pieces.push(encode(`--${boundary}\r\n${head}\r\n\r\n`), bytes, encode('\r\n'))
  }
  pieces.push(encode(`--${boundary}--\r\n`))
  const content = concatenate(pieces)
  return bytesBody(content, `multipart/form-data; boundary=${boundary}`, [form, value ?? null])
}

/** Escapes a field name as HTML forms do: line breaks and quotes are percent-encoded. */
const quoted = (name: string): string => name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

function parsed(text: string, { node }: Arguments): Json {
  const { json, problem } = parseJson(text)
  if (problem)
    throw refused(node, message('http.body-not-json', { reason: textOf(problem) }), message('http.body-write-json', {}))
  return json
}

function fields(text: string, args: Arguments): Record<string, string> {
  const json = text.trim() === '' ? asJson(args.inputs.value, args) : parsed(text, args)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw refused(args.node, message('http.body-form', {}), message('http.body-write-json', {}))
  }
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

function asJson(value: Value | undefined, { node }: Arguments): Json {
  if (value?.kind === 'json') return (value.json ?? null) as Json
  if (value?.kind === 'text') return value.text
  throw refused(node, message('http.body-no-json', foundIn(value)), message('http.body-connect-json', {}))
}

function asText(value: Value, { node }: Arguments): string {
  if (value.kind === 'text') return value.text
  if (value.kind === 'json') return typeof value.json === 'string' ? value.json : JSON.stringify(value.json)
  throw refused(
    node,
    message('http.body-no-text', { type: typeText(value.kind) }),
    message('http.body-choose-kind', {}),
  )
}

async function inputFile(value: Value | undefined, { node, files }: Arguments) {
  if (value?.kind !== 'file') {
    throw refused(node, message('http.body-no-file', foundIn(value)), message('http.body-connect-file', {}))
  }
  const file = await files.open(value.dataset)
  if (file) return { file, name: value.name }
  throw refused(node, message('http.body-file-gone', { file: value.name }), message('http.body-same-file', {}))
}

function inputTable(value: Value | undefined, { node }: Arguments) {
  if (value?.kind === 'table') return value.table
  throw refused(node, message('http.body-no-table', foundIn(value)), message('http.body-connect-table', {}))
}

async function* piecesOf(file: {
  size: number
  read(start: number, end: number): Promise<Uint8Array>
}): AsyncGenerator<Uint8Array> {
  const step = 1024 * 1024
  for (let start = 0; start < file.size; start += step) yield file.read(start, start + step)
}

const joined = (pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> =>
  joinPieces(pieces, maxBytes, () => {
    const params = {
      reason: message('http.body-too-large', { max: maxBytes }),
      next: message('http.body-send-less', {}),
    }
    return new NodeError('permanent', error('http.body', params))
  })

const types: Record<string, string> = {
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
const typeOf = (name: string): string => {
  const ending = name.toLowerCase().split('.').at(-1) ?? ''
  return Object.hasOwn(types, ending) ? types[ending]! : 'application/octet-stream'
}

/** The actual type on an input, for the message about a wrong one. */
const foundIn = (value: Value | undefined): { found: string; type: Text } =>
  value ? { found: value.kind, type: typeText(value.kind) } : { found: '', type: '' }

const refused = (node: string, reason: Text, next: Text): NodeError =>
  new NodeError('permanent', error('http.body', { reason, next }, { where: { node, setting: 'body' } }))
