import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '@aw-flow/engine'
import { openStore } from '../store/open-store.ts'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { openSharedDatabase } from '../testing/open-shared-database.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createTestFolder } from '../testing/test-resources.ts'
import { createSecretBox, readKeyFile } from './secret-box.ts'

const value = 'sesam-öffne-dich-4711'
const folder = createTestFolder()

describe('the box', () => {
  const box = createSecretBox('k'.repeat(32))
  test('decrypts its own values, and each encryption differs', () => {
    const sealed = [box.seal(value, 'a'), box.seal(value, 'a')]
    expect(new Set(sealed).size).toBe(2)
    expect(sealed.map((one) => box.open(one, 'a'))).toEqual([value, value])
  })
  test('refuses values that were changed, moved, or encrypted with another key', () => {
    const sealed = box.seal(value, 'a')
    expect(() => box.open(sealed, 'b')).toThrow()
    expect(() => createSecretBox('j'.repeat(32)).open(sealed, 'a')).toThrow()
    expect(() => box.open(sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA'), 'a')).toThrow()
    expect(() => box.open('v1.a.b', 'a')).toThrow()
  })
  test('has a key file that is readable only by its owner and created once', async () => {
    const path = join(folder, 'key')
    const keys = [await readKeyFile(path), await readKeyFile(path)]
    expect(keys[0]).toBe(keys[1])
    expect(keys[0]!.length).toBeGreaterThanOrEqual(43)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })
})

test('a value is bound to its workspace', async () => {
  const path = join(folder, 'workspaces')
  const openedDatabase = await openSharedDatabase(path)
  const store = await openStore(path, systemClock, { openedDatabase })
  try {
    const secret = { name: 'key', value: 'sesam', hosts: ['example.com'] }
    await store.forWorkspace('sales').secrets.put(secret)
    await store.forWorkspace('default').secrets.put(secret)
    await store.openedDatabase.execute(`update secrets set workspace_id = 'lab' where workspace_id = 'sales'`)
    await expect(store.forWorkspace('lab').secrets.find('key')).rejects.toThrow()
    await store.openedDatabase.execute(`update secrets set workspace_id = 'sales' where workspace_id = 'default'`)
    await expect(store.forWorkspace('sales').secrets.find('key')).rejects.toThrow()
  } finally {
    await store.close()
  }
})

describe('/api/v1/secrets', () => {
  let server: TestServer
  beforeAll(async () => {
    // A test reads the files of its database.
    await copyReadyDatabase(join(folder, 'data', 'database'))
    server = await openTestServer(join(folder, 'data'))
  })
  afterEach(async () => {
    for (const { name } of await server.backend.store.forWorkspace('default').secrets.list())
      await server.backend.store.forWorkspace('default').secrets.remove(name)
  })
  afterAll(() => server.close())

  const put = (name: string, body: unknown): Promise<Response> => server.send('PUT', `/api/v1/secrets/${name}`, body)

  test('creates, lists, replaces and deletes secrets, and never returns a value', async () => {
    const answers: string[] = []
    const statusOf = async (response: Response): Promise<number> => {
      answers.push(await response.text(), JSON.stringify([...response.headers]))
      return response.status
    }
    expect(await statusOf(await put('github', { value, hosts: ['api.github.com'] }))).toBe(201)
    expect(await statusOf(await put('github', { value, hosts: ['*.github.com', 'localhost:8080'] }))).toBe(200)
    expect(await server.json('/api/v1/secrets')).toMatchObject({
      items: [{ name: 'github', hosts: ['*.github.com', 'localhost:8080'] }],
      total: 1,
    })
    expect(await statusOf(await server.ask('/api/v1/secrets'))).toBe(200)
    expect(await statusOf(await server.ask('/api/v1/secrets/github', { method: 'DELETE' }))).toBe(204)
    expect(await statusOf(await server.ask('/api/v1/secrets/github', { method: 'DELETE' }))).toBe(404)
    for (const answer of answers) expect(answer).not.toContain(value)
  })

  test('warns about a secret with fewer than 8 characters, and stores it', async () => {
    const responses = await Promise.all(
      ['1234567', '12345678'].map((short, index) => put(`pin${index}`, { value: short, hosts: ['a.example'] })),
    )
    expect(responses.map(({ status }) => status)).toEqual([201, 201])
    expect(await Promise.all(responses.map((response) => response.json()))).toMatchObject([
      { name: 'pin0', warning: { code: 'secret.short', severity: 'warning' } },
      { name: 'pin1', warning: null },
    ])
    expect(await server.json('/api/v1/secrets')).toMatchObject({ total: 2 })
  })

  test.each([
    ['a name that is none', '..%2f..', { value, hosts: ['a.example'] }],
    ['no hosts', 'a', { value, hosts: [] }],
    ['every host', 'a', { value, hosts: ['*'] }],
    ['every host of a public suffix', 'a', { value, hosts: ['a.example', '*.co.uk'] }],
    ['hosts that are none', 'a', { value, hosts: ['https://a.example/path'] }],
    ['no value', 'a', { hosts: ['a.example'] }],
    ['hosts of a value that is kept', 'a', { hosts: ['evil.example'] }],
    ['what only the server sets', 'a', { value, hosts: ['a.example'], created_at: '2000-01-01' }],
  ])('[17, 33] refuses %s, and repeats no value', async (_, name, body) => {
    await put('a', { value, hosts: ['a.example'] })
    const answer = await put(name, body)
    expect(answer.status).toBe(422)
    expect(await answer.text()).not.toContain(value)
    expect(await server.json('/api/v1/secrets')).toMatchObject({ items: [{ name: 'a', hosts: ['a.example'] }] })
  })

  test('[32] writes nothing readable to the disk', async () => {
    await put('github', { value, hosts: ['api.github.com'] })
    expect(await server.backend.store.forWorkspace('default').secrets.find('github')).toEqual({
      name: 'github',
      value,
      hosts: ['api.github.com'],
    })
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const bytes = await readFile(join(entry.parentPath, entry.name))
      expect(bytes.includes(Buffer.from(value)), entry.name).toBe(false)
    }
  })

  test('requires JSON', async () => {
    const answer = await server.ask('/api/v1/secrets/a', { method: 'PUT', body: 'value=x' })
    expect(answer.status).toBe(415)
  })
})
