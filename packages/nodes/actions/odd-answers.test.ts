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
  body: string | Buffer
}

let answer: Answer
const tables = await openDuckDb({ threads: 1 })
const service = await openTestService((_, response) => {
  const { status = 200, type, encoding, body } = answer
  const headers = { ...(type ? { 'content-type': type } : {}), ...(encoding ? { 'content-encoding': encoding } : {}) }
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
  const body = outputs.body as { json?: Json; text?: string } | undefined
  return error ? error.problem.code : (body?.json ?? body?.text ?? null)
}

const json = '{"a": "ü", "id": 8202522731445525542}'
const value = { a: 'ü', id: '8202522731445525542' }
const utf16 = Buffer.from(json, 'utf16le')
const type = 'application/json'

it.each<[string, Answer, unknown]>([
  ['UTF-16 with a byte order mark', { type, body: Buffer.from(`\ufeff${json}`, 'utf16le') }, value],
  ['UTF-16 without one', { type, body: utf16 }, value],
  ['big-endian UTF-16 without one', { type, body: Buffer.from(utf16).swap16() }, value],
  ['big-endian UTF-16 by charset', { type: `${type}; charset="UTF-16BE"`, body: Buffer.from(utf16).swap16() }, value],
  ['windows-1252 by charset', { type: `${type};charset=ISO-8859-1`, body: Buffer.from(json, 'latin1') }, value],
  ['windows-1252', { type, body: Buffer.from(json, 'latin1') }, value],
  ['a byte order mark of UTF-8', { type, body: `\ufeff${json}` }, value],
  ['gzip', { type, encoding: 'GZIP', body: gzipSync(json) }, value],
  ['x-gzip in two parts', { type, encoding: 'x-gzip', body: Buffer.concat([gzipSync('[1,'), gzipSync('2]')]) }, [1, 2]],
  ['deflate', { type, encoding: 'deflate', body: deflateSync(json) }, value],
  ['deflate without a header', { type, encoding: 'deflate', body: deflateRawSync(json) }, value],
  ['br', { type, encoding: 'br', body: brotliCompressSync(json) }, value],
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

it('passes on a page of an error as text, if errors do not fail', async () => {
  const page = { status: 404, type: 'text/html', body: '<h1>No</h1>' }
  expect(await request(page)).toBe('http.status')
  expect(await request(page, { failOnStatus: false })).toBe('<h1>No</h1>')
  expect(await request({ status: 409, type, body: json }, { failOnStatus: false })).toEqual(value)
})

it('reads text in Shift JIS', async () => {
  const body = Buffer.from([0x93, 0xfa, 0x96, 0x7b])
  expect(await request({ type: 'text/plain; charset=x-sjis', body }, { response: 'text' })).toBe('日本')
})
