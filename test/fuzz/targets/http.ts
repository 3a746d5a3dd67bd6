import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FuzzTarget } from '../fuzz-target.ts'
import { damaged, encodeText, joinBytes } from './damage-bytes.ts'
import { hostileNames, values } from './texts.ts'

const docs = join(import.meta.dirname, '../../../docs/http-api')

/** The documented routes, such as `GET /api/v1/runs/{id}`. A test of the server keeps the pages complete. */
const routes = readdirSync(docs).flatMap((page) =>
  [...readFileSync(join(docs, page), 'utf8').matchAll(/^## ([A-Z]+) (\/\S+)$/gm)].map(([, method = '', path = '']) => ({
    method,
    path: path.replaceAll('\\', ''),
  })),
)
const queryNames = [
  'limit',
  'offset',
  'skip',
  'q',
  'sort',
  'status',
  'tag',
  'after',
  'rows',
  'format',
  'from',
  'to',
  'owner',
  'workflow_id',
]

/** Encodes a part of a URL; incomplete characters become U+FFFD. */
const encodePart = (text: string): string => encodeURIComponent(Buffer.from(text).toString())

/** Names that the check replaces with the ids of existing content. */
const ids = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('{workflow}', '{run}', '{dataset}', '{upload}') },
  { weight: 2, arbitrary: hostileNames.map((name) => encodePart(name)) },
  { weight: 1, arbitrary: fc.constantFrom('%00', '%', '..', '%2e%2e%2f', '%ff', 'a'.repeat(3_000), '0', '-1') },
)
const queries = fc
  .array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...queryNames), hostileNames),
      fc.oneof(values, fc.constantFrom('0', '1', '10', '-1', '1e99')),
    ),
    { maxLength: 3 },
  )
  .map((pairs) =>
    pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${encodePart(name)}=${encodePart(value)}`).join('&')}`,
  )

const json = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  {
    weight: 5,
    arbitrary: fc.dictionary(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.constantFrom(
            'name',
            'nodes',
            'edges',
            'workflow_id',
            'data_id',
            'inputs',
            'status',
            'value',
            'hosts',
            'priority',
            'seed',
            'decision',
            'comment',
            'public',
            'label',
            'trigger_data',
          ),
        },
        hostileNames,
      ),
      fc.oneof(
        values,
        fc.jsonValue({ maxDepth: 2 }),
        fc.constantFrom('{workflow}', '{run}', '{dataset}', 'published', 'approved'),
      ),
      { maxKeys: 5 },
    ),
  },
  { weight: 2, arbitrary: fc.constant({ name: 'x', nodes: [{ id: 'a', type: 'filter' }], edges: [] }) },
)
const form = fc
  .tuple(fc.constantFrom('file', 'data', ''), values, values, fc.constantFrom('--x', '--x--', ''))
  .map(
    ([field, name, content, end]) =>
      `--x\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n${content}\r\n${end}`,
  )

const bodies = fc.oneof(
  { weight: 5, arbitrary: json.map((value) => ({ type: 'application/json', text: JSON.stringify(value) })) },
  { weight: 1, arbitrary: form.map((text) => ({ type: 'multipart/form-data; boundary=x', text })) },
  { weight: 1, arbitrary: values.map((text) => ({ type: 'application/yaml', text })) },
  { weight: 1, arbitrary: values.map((text) => ({ type: 'application/offset+octet-stream', text })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('text/plain', 'application/json', 'multipart/form-data', ';'), values)
      .map(([type, text]) => ({ type, text })),
  },
)

const printable = (text: string): string => text.replaceAll(/[^\x21-\x7e]/g, '?').slice(0, 500)
const headerValues = fc.oneof(
  values.map(printable),
  fc.constantFrom(
    '"1"',
    '*',
    'W/"1"',
    'bytes=0-1',
    'bytes=-5',
    'bytes=0-0,1-1',
    'gzip, br;q=0',
    '0',
    '10',
    '1.0.0',
    'filename aGk=',
    'key',
  ),
)
const headers = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(
        fc.constantFrom(
          'If-None-Match', 'Idempotency-Key', 'X-Correlation-ID', 'Range', 'Accept', 'Accept-Encoding', 'Accept-Language', 'Upload-Length',
          'Upload-Offset', 'Upload-Metadata', 'Tus-Resumable', 'traceparent', 'X-Forwarded-For', 'Cookie', 'If-Match',
        ), // oxfmt-ignore
        headerValues,
      ),
    },
    // Headers that decide how the request is read.
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constantFrom(
          'Content-Length',
          'Transfer-Encoding',
          'Content-Encoding',
          'Host',
          'Origin',
          'Connection',
          'Upgrade',
          'Expect',
          'Authorization',
        ),
        fc.oneof(
          headerValues,
          fc.constantFrom('chunked', '100-continue', 'websocket', 'keep-alive', 'close', 'Bearer x'),
        ),
      ),
    },
  ),
  { maxLength: 3 },
)

interface Request {
  route: (typeof routes)[number]
  ids: readonly string[]
  query: string
  headers: readonly (readonly [string, string])[]
  body: { type: string; text: string } | null
  length: 'right' | 'short' | 'long' | 'chunked' | 'none'
  version: string
}

const request: fc.Arbitrary<Request> = fc.record({
  route: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...routes) },
    fc.record({
      method: fc.constantFrom('GET', 'OPTIONS', 'HEAD', 'TRACE', 'PROPFIND', 'PATCH', 'x'),
      path: fc.constantFrom('/', '/docs', '/api/v1/x', '*', '//', '/api/v1/../v1/runs'),
    }),
  ),
  ids: fc.array(ids, { minLength: 2, maxLength: 2 }),
  query: queries,
  headers,
  body: fc.option(bodies),
  length: fc.oneof(
    { weight: 20, arbitrary: fc.constant('right' as const) },
    fc.constantFrom('short', 'long', 'chunked', 'none'),
  ),
  version: fc.oneof(
    { weight: 30, arbitrary: fc.constant('HTTP/1.1') },
    fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/x'),
  ),
})

function writeRequest({ route, ids: names, query, headers: fields, body, length, version }: Request): Uint8Array {
  let index = 0
  const path = route.path.replaceAll(/\{\w+\}/g, () => names[index++ % names.length]!)
  const text = body && route.method !== 'GET' ? body.text : ''
  const bytes = encodeText(text)
  const lengths = {
    right: bytes.length,
    short: bytes.length + 20,
    long: Math.max(0, bytes.length - 5),
    chunked: 0,
    none: 0,
  }
  const lines = [
    `${route.method} ${path}${query} ${version}`,
    'Host: localhost:{port}',
    ...(text === '' ? [] : [`Content-Type: ${body!.type}`]),
    ...(text === '' || length === 'none'
      ? []
      : [length === 'chunked' ? 'Transfer-Encoding: chunked' : `Content-Length: ${lengths[length]}`]),
    ...fields.map(([name, value]) => `${name}: ${value}`),
  ]
  const chunk =
    length === 'chunked' && text !== ''
      ? [encodeText(`${bytes.length.toString(16)}\r\n`), bytes, encodeText('\r\n0\r\n\r\n')]
      : [bytes]
  return joinBytes([encodeText(`${lines.join('\r\n')}\r\n\r\n`), ...chunk])
}

/** One or several requests on a connection, to every documented route. */
export const httpTarget: FuzzTarget = {
  name: 'http',
  extension: 'http',
  check: 'http',
  inputs: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(request, { minLength: 1, maxLength: 3 }).map((list) => joinBytes(list.map(writeRequest))),
    },
    { weight: 1, arbitrary: damaged(request.map(writeRequest)) },
  ),
}
