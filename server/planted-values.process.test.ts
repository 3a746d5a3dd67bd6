import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backUp } from './administer.ts'
import { copyReadyDatabase } from './testing/copy-fresh-database.ts'
import { createServerProcess, type ServerProcess } from './testing/test-server-process.ts'
import { createTestFolder } from './testing/test-resources.ts'

const kept = 'sesam-öffne-dich-4711'
const given = 'from-the-environment-0815'
const key = 'k'.repeat(16) + 'planted-key-0123456'

const folder = createTestFolder()
let service: Server
let host: string
let server: ServerProcess
const heard: string[] = []

beforeAll(async () => {
  // A service that repeats the request in its responses and errors.
  service = createServer((request, response) => {
    const said = String(request.headers.authorization ?? '')
    heard.push(said)
    response.statusCode = request.url === '/refuses' ? 400 : 200
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ said, twice: [said, said] }))
  })
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(service.address() as AddressInfo).port}`
  await copyReadyDatabase(join(folder, 'data', 'database'))
  server = createServerProcess('server', {
    AW_DATA: join(folder, 'data'),
    AW_ALLOW_HOSTS: host,
    AW_KEY: key,
    AW_SECRET_GIVEN: given,
    AW_SECRET_GIVEN_HOSTS: '127.0.0.1',
  })
  await server.start()
})
afterAll(async () => {
  await server.kill()
  service.closeAllConnections()
  await new Promise((resolve) => service.close(resolve))
})

/** The forms of a value: plain, in JSON and in base64. */
const forms = (value: string): Buffer[] =>
  [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]
    .flatMap((text) => [Buffer.from(text), Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')])
    .concat(Buffer.from(Buffer.from(value).toString('base64').replace(/=+$/, '')))

function mustNotHold(where: string, bytes: Buffer): void {
  for (const [name, value] of Object.entries({ kept, given, key })) {
    for (const form of forms(value)) if (bytes.includes(form)) expect(`${where} holds ${name}`).toBe('')
  }
}

test('values of secrets and the key appear in no response, log, metric, event, file or backup', async () => {
  const responses: [string, string][] = []
  const ask = async (path: string, init?: RequestInit): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${server.url}${path}`, init)
    const text = await answer.text()
    responses.push([`${init?.method ?? 'GET'} ${path}`, `${[...answer.headers].join('\n')}\n${text}`])
    return (/^\s*[{[]/.test(text) ? JSON.parse(text) : {}) as Record<string, unknown>
  }
  const send = (method: string, path: string, body: unknown) =>
    ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  await send('PUT', '/api/v1/secrets/kept', { value: kept, hosts: ['127.0.0.1'] })
  // An invalid value is refused without being repeated.
  await send('PUT', '/api/v1/secrets/kept', { value: kept, hosts: 'nonsense', also: kept })

  const node = (id: string, secret: string, path: string) => {
    const config = { url: `http://${host}${path}`, response: 'json', auth: 'bearer', secret }
    return { id, type: 'http_request', data: { label: id, config } }
  }
  const nodes = [
    node('one', 'kept', '/answers'),
    node('two', 'given', '/answers'),
    node('three', 'kept', '/refuses'),
    node('four', 'given', '/refuses'),
  ]
  const { id } = await send('POST', '/api/v1/workflows', { name: 'Planted', nodes, edges: [] })
  const run = await send('POST', `/api/v1/workflows/${String(id)}/execute`, {})
  const path = `/api/v1/runs/${String(run.id)}`
  await expect.poll(async () => (await ask(path)).status, { timeout: 180_000 }).toBe('failed')
  expect(new Set(heard)).toEqual(new Set([`Bearer ${kept}`, `Bearer ${given}`]))

  for (const one of [path, `${path}/steps`, `${path}/events`, `${path}/logs`, `${path}/result`]) await ask(one)
  for (const one of ['/api/v1/secrets', `/api/v1/workflows/${String(id)}`, '/api/v1/runs', '/api/v1/config']) {
    await ask(one)
  }
  for (const one of ['/metrics', '/openapi.json', '/health', '/api/v1/health/detailed']) await ask(one)
  expect(responses.filter(([where]) => where.endsWith('/events')).at(-1)?.[1]).toContain('effect-ended')
  for (const [where, text] of responses) mustNotHold(where, Buffer.from(text))
  mustNotHold('the log', Buffer.from(server.output()))

  await server.kill('SIGTERM')
  mustNotHold('the log', Buffer.from(server.output()))
  const dataFolder = join(folder, 'data')
  const files = (await readdir(dataFolder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(100)
  for (const { parentPath, name } of files) mustNotHold(name, await readFile(join(parentPath, name)))
  const backup = join(folder, 'backup.tar.gz')
  const settings = { dataFolder, databaseUrl: undefined, storageUrl: undefined, secretKey: key }
  expect(await backUp(settings, backup)).toMatchObject({ value: { rows: { secrets: 1 } } })
  mustNotHold('the backup', gunzipSync(await readFile(backup)))
})
