import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseDsn } from './error-project.ts'
import { openErrorTracking } from './error-tracking.ts'

interface Received {
  path: string
  headers: IncomingHttpHeaders
  lines: Record<string, unknown>[]
}

let received: Received[]
let answer: { status: number; headers?: Record<string, string> }
let close: () => Promise<unknown>
let dsn: string
let faults: unknown[]

beforeEach(async () => {
  received = []
  faults = []
  answer = { status: 200 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
      received.push({ path: request.url ?? '', headers: request.headers, lines })
      response.writeHead(answer.status, answer.headers)
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  dsn = `http://public-key@127.0.0.1:${(server.address() as AddressInfo).port}/base/42`
  close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
afterEach(() => close())

const open = (now: () => number = Date.now) =>
  openErrorTracking({ project: parseDsn(dsn)!, release: '1.2.3', onError: (cause) => faults.push(cause), now })

describe('error tracking', () => {
  test('sends an error with its causes and frames, without personal data', async () => {
    const tracking = open()
    const inner = new TypeError('Bearer abcdef of ada@example.com')
    tracking.report(new Error('The work failed', { cause: inner }), { run: 'r1' })
    await tracking.close()
    const [{ path, headers, lines }] = received as [Received]
    const [header, item, event] = lines as [Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]
    expect(path).toBe('/base/api/42/envelope/')
    expect(headers['x-sentry-auth']).toBe('Sentry sentry_version=7, sentry_client=aw/1.2.3, sentry_key=public-key')
    expect(header.event_id).toBe(event.event_id)
    expect(item).toMatchObject({ type: 'event', length: Buffer.byteLength(JSON.stringify(event)) })
    expect(event).toMatchObject({ level: 'error', release: 'aw@1.2.3', tags: { run: 'r1' } })
    const { values } = event.exception as {
      values: { type: string; value: string; stacktrace: { frames: { filename: string; lineno: number }[] } }[]
    }
    expect(values.map(({ type }) => type)).toEqual(['TypeError', 'Error'])
    expect(values[1]!.value).toBe('The work failed')
    expect(values[1]!.stacktrace.frames.at(-1)).toMatchObject({ filename: 'error-tracking.test.ts' })
    expect(values[1]!.stacktrace.frames.at(-1)!.lineno).toBeGreaterThan(1)
    expect(JSON.stringify(lines)).not.toMatch(/ada@example\.com|abcdef|\/server\/operation/)
    expect(faults).toEqual([])
  })

  test('sends lines of a message only as a part of the message', async () => {
    const tracking = open()
    tracking.report(new Error(`${'x'.repeat(3_000)}\n    at a line of the file (notes.txt:1:1)`), {})
    await tracking.close()
    expect(JSON.stringify(received)).toContain('error-tracking.test.ts')
    expect(JSON.stringify(received)).not.toMatch(/a line of the file|notes\.txt/)
  })

  test('drops errors for the time that the service asks for', async () => {
    let time = 1_000
    const tracking = open(() => time)
    answer = { status: 429, headers: { 'retry-after': '30' } }
    tracking.report(new Error('one'), {})
    await tracking.close()
    tracking.report(new Error('two'), {})
    await tracking.close()
    expect(received).toHaveLength(1)
    time += 31_000
    tracking.report(new Error('three'), {})
    await tracking.close()
    expect(received).toHaveLength(2)
    expect(faults).toEqual([])
  })

  test('reports that errors cannot be sent, and queues a limited number of them', async () => {
    answer = { status: 500 }
    const tracking = open()
    for (let count = 0; count < 150; count++) tracking.report(new Error('again'), {})
    await tracking.close()
    expect([received.length, faults.length]).toEqual([100, 100])
  })

  test.each([
    '',
    'errors.example.com/1',
    'https://errors.example.com/1',
    'https://key@errors.example.com/',
    'ftp://k@h/1',
  ])('rejects the DSN %j', (text) => expect(parseDsn(text)).toBeUndefined())
})
