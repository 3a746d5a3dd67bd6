import { openDuckDb } from '@aw-flow/data/node'
import type { Config, Json } from '@aw-flow/schema'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, expect, it } from 'vitest'
import { createWorkflow, runLogic } from '../logic/test-logic.ts'
import { openTestService } from './test-service.ts'

interface Answer {
  status?: number
  type?: string
  encoding?: string
  cookies?: string[]
  body: string | Buffer
}

let answer: Answer
/** The problems of the last request. */
let problems: unknown
const tables = await openDuckDb({ threads: 1 })
const service = await openTestService((_, response) => {
  const { status = 200, type, encoding, cookies, body } = answer
  const headers = {
    ...(type ? { 'content-type': type } : {}),
    ...(encoding ? { 'content-encoding': encoding } : {}),
    ...(cookies ? { 'set-cookie': cookies } : {}),
  }
  response.writeHead(status, headers).end(body)
})
afterAll(async () => {
  await tables.close()
  await service.close()
})

/** Returns the body that the node outputs, or the code of its problem. */
async function request(given: Answer, config: Config = {}): Promise<unknown> {
  answer = given
  const node = { retry: { count: 0 } }
  const workflow = createWorkflow({ n: ['http_request', { url: `${service.url}/`, ...config }, node] }, [])
  const { nodes } = await runLogic(workflow, { tables, services: service.services })
  const { error, outputs } = nodes.n!
  problems = nodes.n!.problems
  const body = outputs.body as { json?: Json; text?: string } | undefined
  return error ? error.problem.code : (body?.json ?? body?.text ?? null)
}

/** Returns what the error shows of the response. */
async function requestDetail(given: Answer): Promise<unknown> {
  answer = given
  const node = { retry: { count: 0 } }
  const workflow = createWorkflow({ n: ['http_request', { url: `${service.url}/`, retryOn: '' }, node] }, [])
  const { nodes } = await runLogic(workflow, { tables, services: service.services })
  return nodes.n!.error?.problem.params?.detail
}

async function readHeaders(): Promise<unknown> {
  const workflow = createWorkflow({ n: ['http_request', { url: `${service.url}/` }] }, [])
  const { nodes } = await runLogic(workflow, { tables, services: service.services })
  return (nodes.n!.outputs.response as { json: { headers: unknown } }).json.headers
}

const json = '{"a": "ü", "id": 8202522731445525542}'
const value = { a: 'ü', id: '8202522731445525542' }
const utf16 = Buffer.from(json, 'utf16le')
const utf32 = Buffer.from(new Uint32Array([...json].map((letter) => letter.codePointAt(0)!)).buffer)
const type = 'application/json'

it.each<[string, Answer, unknown]>([
  ['UTF-16 with a byte order mark', { type, body: Buffer.from(`\ufeff${json}`, 'utf16le') }, value],
  ['UTF-16 without one', { type, body: utf16 }, value],
  ['big-endian UTF-16 without one', { type, body: Buffer.from(utf16).swap16() }, value],
  ['big-endian UTF-16 by charset', { type: `${type}; charset="UTF-16BE"`, body: Buffer.from(utf16).swap16() }, value],
  ['windows-1252 by charset', { type: `${type};charset=ISO-8859-1`, body: Buffer.from(json, 'latin1') }, value],
  ['windows-1252', { type, body: Buffer.from(json, 'latin1') }, value],
  ['UTF-32 with a byte order mark', { type, body: Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), utf32]) }, value],
  ['big-endian UTF-32', { type, body: Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), utf32.swap32()]) }, value],
  ['a byte order mark of UTF-8', { type, body: `\ufeff${json}` }, value],
  ['gzip', { type, encoding: 'GZIP', body: gzipSync(json) }, value],
  ['x-gzip in two parts', { type, encoding: 'x-gzip', body: Buffer.concat([gzipSync('[1,'), gzipSync('2]')]) }, [1, 2]],
  ['deflate', { type, encoding: 'deflate', body: deflateSync(json) }, value],
  ['deflate without a header', { type, encoding: 'deflate', body: deflateRawSync(json) }, value],
  ['br', { type, encoding: 'br', body: brotliCompressSync(json) }, value],
  ['gzip without a header', { type, body: gzipSync(json) }, value],
  ['zlib data without a header', { type, body: deflateSync(json) }, value],
  ['more than the limit in gzip without a header', { type, body: gzipSync(Buffer.alloc(9_000_000)) }, 'http.too-large'],
  ['gzip without a header and without its end', { type, body: gzipSync(json).subarray(0, 20) }, 'http.not-json'],
  ['two encodings', { type, encoding: 'gzip, br', body: brotliCompressSync(gzipSync(json)) }, value],
  ['three encodings', { type, encoding: 'gzip, gzip, gzip', body: 'x' }, 'egress.content-encoding'],
  [
    'a million empty archives in a small one',
    { type, encoding: 'gzip, gzip', body: gzipSync(Buffer.alloc(20_000_000, gzipSync(''))) },
    'egress.content-encoding',
  ],
  ['no content with an encoding', { type, encoding: 'gzip', body: '' }, null],
  ['gzip by its header only', { type, encoding: 'gzip', body: json }, 'egress.content-encoding'],
  ['br by its header only', { type, encoding: 'br', body: json }, 'egress.content-encoding'],
  ['gzip without its end', { type, encoding: 'gzip', body: gzipSync(json).subarray(0, 20) }, 'egress.content-encoding'],
  ['an unknown encoding', { type, encoding: 'zstd', body: 'x' }, 'egress.content-encoding'],
  ['a wrong type', { type: 'text/html', body: json }, value],
  ['no type', { body: json }, value],
  ['a page', { type: 'text/html', body: '<title>Sign in</title>' }, 'http.not-json'],
  ['JSON lines', { type: 'application/x-ndjson; charset=utf-8', body: '{"a":1}\n\n{"a":2}\r\n' }, [{ a: 1 }, { a: 2 }]],
  ['JSON lines with a wrong type', { type, body: '{"a":1}\n{"a":2}' }, 'http.not-json'],
  ['a JSON sequence', { type: 'application/json-seq', body: '\x1e{"a":1}\n\x1e2\n' }, [{ a: 1 }, 2]],
  ['no JSON lines', { type: 'application/jsonl', body: '' }, null],
  ['status 204', { status: 204, body: '' }, null],
  ['white space', { type, body: ' \n' }, null],
])('an answer in %s is read or refused by name', async (_, given, expected) => {
  expect(await request(given)).toEqual(expected)
})

it('shows the type and the start of a page that is an error, even if it is packed', async () => {
  for (const body of ['<h1>No</h1>\n', gzipSync(`<h1>No</h1>${' '.repeat(50_000)}`)])
    expect(await requestDetail({ status: 404, type: 'text/html', body })).toBe('text/html: <h1>No</h1>')
  expect(await requestDetail({ status: 500, body: 'x' })).toBe('x')
  expect(await requestDetail({ status: 500, type, body: '' })).toBe('application/json')
})

it('passes on a page of an error as text, if errors do not fail', async () => {
  const page = { status: 404, type: 'text/html', body: '<h1>No</h1>' }
  expect(await request(page)).toBe('http.status')
  expect(await request(page, { failOnStatus: false })).toBe('<h1>No</h1>')
  expect(await request({ status: 409, type, body: json }, { failOnStatus: false })).toEqual(value)
})

it.each([
  [
    'gb18030',
    'b1beb2fac6b7b5c4bcdbb8f1c8e7cfc2a3bac6bbb9fbc8fdd4aaa3acb3c8d7d3cee5d4aaa1a3',
    '本产品的价格如下：苹果三元，橙子五元。',
  ],
  ['shift_jis', '93fa967b8cea82cc83658358836782c582b781428d8182e9', '日本語のテストです。香る'],
  [
    'euc-kr',
    'bec8b3e7c7cfbcbcbfe42c20bfa9b7afbad020c1c1c0ba20bec6c4a7c0d4b4cfb4d9',
    '안녕하세요, 여러분 좋은 아침입니다',
  ],
  ['windows-1251', 'cff0e8e2e5f22c20eceee920e4eef0eee3eee920e4f0f3e3', 'Привет, мой дорогой друг'],
  ['iso-2022-jp', '1b2442467c4b5c1b2842', '日本'],
])('guesses %s of a text that does not name its encoding, and reports it', async (encoding, hex, text) => {
  const body = Buffer.from(hex, 'hex')
  expect(await request({ type: 'text/plain', body }, { response: 'text' })).toBe(text)
  const object = Buffer.concat([Buffer.from('{"name": "'), body, Buffer.from('"}')])
  if (encoding !== 'iso-2022-jp') expect(await request({ type, body: object })).toEqual({ name: text })
  expect(problems).toMatchObject([{ code: 'http.guessed-encoding', params: { encoding } }])
})

it('reports text that is not in the encoding that it states', async () => {
  const body = Buffer.from('Gr\u00fc\u00dfe aus M\u00fcnchen', 'latin1')
  expect(await request({ type: 'text/plain; charset=utf-8', body }, { response: 'text' })).toBe('Grüße aus München')
  expect(problems).toMatchObject([{ code: 'http.guessed-encoding', params: { encoding: 'windows-1252' } }])
})

it('reads short text in an encoding of several bytes that states none', async () => {
  for (const [hex, text] of [
    ['d5c5c8fd', '张三'],
    ['93fa967b8cea', '日本語'],
    ['bec8b3e7c7cfbcbcbfe4', '안녕하세요'],
  ])
    expect(await request({ type: 'text/plain', body: Buffer.from(hex!, 'hex') }, { response: 'text' })).toBe(text)
})

it('sends headers in UTF-8 if their characters are not all bytes', async () => {
  answer = { body: '[]' }
  const workflow = createWorkflow(
    { n: ['http_request', { url: `${service.url}/`, headers: { 'X-Name': '日本 ü' } }] },
    [],
  )
  await runLogic(workflow, { tables, services: service.services })
  expect(Buffer.from(String(service.receivedRequests.at(-1)!.headers['x-name']), 'latin1').toString()).toBe('日本 ü')
})

it('keeps several cookies apart', async () => {
  answer = { body: '[]', cookies: ['a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT', 'b=2; Path=/'] }
  expect(await readHeaders()).toMatchObject({ 'set-cookie': answer.cookies })
  answer = { body: '[]', cookies: ['b=2; Path=/'] }
  expect(await readHeaders()).toMatchObject({ 'set-cookie': 'b=2; Path=/' })
})

it('reads text in Shift JIS', async () => {
  const body = Buffer.from([0x93, 0xfa, 0x96, 0x7b])
  expect(await request({ type: 'text/plain; charset=x-sjis', body }, { response: 'text' })).toBe('日本')
})
