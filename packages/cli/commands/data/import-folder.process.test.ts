import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { copyReadyDatabase } from '../../../../server/testing/copy-fresh-database.ts'
import { createServerProcess, type ServerProcess } from '../../../../server/testing/test-server-process.ts'
import { aw } from '../../test-command-line.ts'

const token = 'import-token-'.repeat(4)
let folder: string
const root = await mkdtemp(join(tmpdir(), 'aw-import-'))
await copyReadyDatabase(join(root, 'data', 'database'))
const server: ServerProcess = createServerProcess('server', { AW_DATA: join(root, 'data'), AW_TOKEN: token })
await server.start()
afterAll(async () => {
  await server.kill()
  await rm(root, { recursive: true, force: true })
})
beforeEach(async () => {
  vi.stubEnv('AW_TOKEN', token)
  folder = await mkdtemp(join(root, 'documents-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const { id } of await list()) await call('DELETE', `workflows/${id}`)
})

interface Stored {
  id: string
  name: string
  status: string
  ready: boolean
  references?: Record<string, string>
  nodes: { id: string; type: string; data: { config: object } }[]
  problems: { code: string }[]
}
const call = async (method: string, path: string, body?: object): Promise<unknown> => {
  const answer = await fetch(`${server.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await answer.text()
  return text === '' ? undefined : JSON.parse(text)
}
const list = async (): Promise<{ id: string; name: string }[]> =>
  ((await call('GET', 'workflows?limit=200')) as { items: { id: string; name: string }[] }).items
const read = async (name: string): Promise<Stored> => {
  const { id } = (await list()).find((one) => one.name === name)!
  return (await call('GET', `workflows/${id}`)) as Stored
}
const write = (name: string, content: unknown): Promise<void> =>
  writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
const importFolder = (...words: string[]) => aw('import', folder, '--server', server.url, ...words)

const chain = {
  name: 'Chain',
  steps: [
    { type: 'loading', config: { max_retries: 3 } },
    { type: 'preparing', config: { target: 'cosmo-ready' } },
  ],
  global_config: { llm: 'gpt-4' },
}
const generated = {
  name: 'Generated',
  nodes: [{ id: 'a', type: 'trigger', position: { x: 0, y: 0 }, data: { label: 'A' } }],
  edges: [],
}
const connected = {
  id: '4f1c',
  name: 'Connected',
  status: 'published',
  nodes: [
    { id: 'a', type: 'loading' },
    { id: 'b', type: 'table' },
  ],
  connections: [{ from: 'a', to: 'b' }],
  created_at: '2025-11-13T10:00:00Z',
}
const steps = `name: Steps
version: 1.2.0
steps:
  - id: load
    agent: loading
  - id: score
    agent: scorer
    depends_on: [load]
`
const sub = (name: string, workflow: string) => ({
  version: 1,
  name,
  nodes: [{ id: 'sub', type: 'sub_workflow', position: { x: 0, y: 0 }, data: { label: 'Sub', config: { workflow } } }],
  edges: [],
})

test('imports documents of four shapes, JSON and YAML, and reports what was changed', async () => {
  await write('a.json', chain)
  await write('b.json', generated)
  await write('c.yml', JSON.stringify(connected))
  await write('d.yaml', steps)
  await write('e.json', { ...generated, _id: '507f', name: 'Row', version: 4, created_at: '2025-11-16T10:00:00Z' })
  await write('notes.txt', 'none')
  await mkdir(join(folder, 'archive'))
  const { exit, out, stderr } = await importFolder()
  expect([exit, stderr]).toEqual([0, expect.stringMatching(/"archive", "notes.txt"/)])
  expect(out).toMatch(/a\.json: "Chain" imported \(.+\)\n {2}Converted from a list of steps: 2 nodes, 1 edge\./)
  expect(out).toMatch(/b\.json: "Generated" imported .+\n {2}Converted from nodes and edges without a version/)
  expect(out).toMatch(
    /Converted from nodes and connections[^]+Not imported: id, created_at\.\n {2}The status was "published"/,
  )
  expect(out).toMatch(/Converted from steps with agents[^]+score \(scorer → remote_agent\)/)
  expect(out).not.toMatch(/Not imported: [^\n]*version "1/)
  expect(out).toMatch(/The agent "scorer" is not registered/)
  expect(out).toMatch(/Converted from a database row[^]+Not imported: _id, created_at, version 4\./)
  expect(out).toMatch(/5 workflows imported, 0 unchanged, 0 updated, 0 failed/)
  expect((await list()).map(({ name }) => name).sort()).toEqual(['Chain', 'Connected', 'Generated', 'Row', 'Steps'])
  expect(await read('Connected')).toMatchObject({ status: 'draft', nodes: [{ type: 'loading' }, { type: 'table' }] })
  expect(await read('Steps')).toMatchObject({ version_label: '1.2.0' })
  expect((await read('Steps')).nodes.map(({ type }) => type)).toEqual(['loading', 'remote_agent'])
  const { id } = await read('Chain')
  expect(await call('GET', `workflows/${id}/access`)).toMatchObject({ trust: 'imported', granted: { hosts: [] } })
})

test('imports nothing twice, and does not overwrite a workflow of the same name', async () => {
  await write('a.json', chain)
  await write('d.yaml', steps)
  expect((await importFolder()).exit).toBe(0)
  const before = await read('Chain')
  const again = await importFolder()
  expect([again.exit, again.out]).toEqual([0, expect.stringMatching(/0 workflows imported, 2 unchanged/)])
  // A person publishes the workflow: its content is the same.
  await call('PATCH', `workflows/${before.id}/status`, { status: 'published' })
  expect((await importFolder()).out).toMatch(/2 unchanged/)
  await write('a.json', { ...chain, steps: chain.steps.slice(0, 1) })
  const changed = await importFolder()
  expect([changed.exit, changed.out]).toEqual([1, expect.stringMatching(/a different workflow with the name "Chain"/)])
  expect(await list()).toHaveLength(2)
  expect((await read('Chain')).nodes).toEqual(before.nodes)
})

test('sub-workflows are resolved by name and by file, in any order, in circles, and in a later import', async () => {
  await write('1-outer.json', sub('Outer', 'inner-file'))
  await write('2-caller.json', sub('Caller', 'Inner'))
  await write('inner-file.json', { ...generated, name: 'Inner' })
  await write('x.json', sub('X', 'Y'))
  await write('y.json', sub('Y', 'X'))
  await write('late.json', sub('Late', 'Later'))
  const first = await importFolder()
  expect(first.exit).toBe(0)
  const { id } = await read('Inner')
  expect(await read('Outer')).toMatchObject({ references: { 'inner-file': id }, problems: [] })
  expect(await read('Caller')).toMatchObject({ references: { Inner: id } })
  expect((await read('X')).references).toEqual({ Y: (await read('Y')).id })
  expect((await read('Y')).references).toEqual({ X: (await read('X')).id })
  expect(first.out).toMatch(/late\.json: "Late" imported[^]+Later/)
  await write('later.json', { ...generated, name: 'Later' })
  const second = await importFolder()
  expect(second.out).toMatch(/late\.json: "Late" references updated/)
  expect((await read('Late')).references).toEqual({ Later: (await read('Later')).id })
  expect((await importFolder()).out).toMatch(/0 workflows imported, 7 unchanged, 0 updated, 0 failed/)
})

test('a file that cannot be imported does not prevent the others', async () => {
  await write('a.json', chain)
  await write('broken.json', '{"name": ')
  await write('broken.yaml', 'name: [')
  await write('package.json', { name: 'x', dependencies: {} })
  await write('same.json', { ...generated, name: 'Chain' })
  await write('twin.json', chain)
  const { exit, out } = await importFolder()
  expect(exit).toBe(1)
  for (const name of ['broken.json', 'broken.yaml', 'package.json', 'same.json']) {
    expect(out).toMatch(new RegExp(`${name}:.* FAILED\n( {2}Converted.*\n)? {2}error: `))
  }
  expect(out).toMatch(/1 workflow imported, 1 unchanged, 0 updated, 4 failed/)
  expect(await list()).toHaveLength(1)
})

test('a dry run changes nothing', async () => {
  await write('a.json', chain)
  await write('outer.json', sub('Outer', 'Chain'))
  const { exit, out } = await importFolder('--dry-run')
  expect([exit, out]).toEqual([0, expect.stringMatching(/a\.json: "Chain" would be imported\n/)])
  expect(out).toMatch(/2 workflows would be imported/)
  await write('unknown.json', { ...generated, name: 'Unknown', nodes: [{ ...generated.nodes[0], type: 'polish' }] })
  expect((await importFolder('--dry-run')).out).toMatch(/unknown\.json[^]+polish/)
  await rm(join(folder, 'unknown.json'))
  expect(await list()).toEqual([])
  const { out: report } = await importFolder('--json')
  expect(JSON.parse(report)).toMatchObject({ dry_run: false, files: [{ file: 'a.json', outcome: 'imported' }, {}] })
  await importFolder()
  expect((await importFolder('--dry-run')).out).toMatch(/2 unchanged/)
})

test('a single file can be imported', async () => {
  await write('a.json', chain)
  await write('b.json', generated)
  const { exit } = await aw('import', join(folder, 'a.json'), '--server', server.url)
  expect([exit, (await list()).map(({ name }) => name)]).toEqual([0, ['Chain']])
})

test('refuses wrong tokens, addresses and options', async () => {
  await write('a.json', chain)
  const wrong = await importFolder('--token', 'wrong')
  expect([wrong.exit, wrong.stderr]).toEqual([1, expect.stringMatching(/requires a valid key[^]+AW_TOKEN/)])
  for (const [words, exit, message] of [
    [['import', folder, '--server', 'ftp://example.com'], 2, /not a valid HTTP\(S\) URL/],
    [['import', folder, '--server', 'http://me:secret@localhost:1'], 2, /credentials/],
    [['import', folder, '--server', 'http://localhost:1'], 1, /cannot be reached/],
    [['import', join(folder, 'none'), '--server', server.url], 2, /does not exist/],
    [['import', join(folder, 'a.json'), '--dry-run'], 2, /Add --server/],
    [['import', folder, '--server', server.url, '--out', 'x.json'], 2, /cannot be used with/],
  ] as const) {
    const result = await aw(...words)
    expect([result.exit, result.stderr]).toEqual([exit, expect.stringMatching(message)])
    expect(result.stderr).not.toContain('secret')
  }
  await rm(join(folder, 'a.json'))
  expect(await importFolder()).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(/There are no workflow documents/),
  })
  expect(await list()).toEqual([])
})

test('does not follow a redirect with its token', async () => {
  await write('a.json', chain)
  const received: (string | undefined)[] = []
  const thief = createServer((request, response) => {
    received.push(request.headers.authorization)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"items": [], "total": 0}')
  })
  const redirecting = createServer((_request, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${(thief.address() as AddressInfo).port}/` }).end()
  })
  try {
    for (const one of [thief, redirecting]) await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`
    const { exit, stderr } = await aw('import', folder, '--server', address)
    expect([exit, stderr, received]).toEqual([1, expect.stringMatching(/cannot be reached: unexpected redirect/), []])
  } finally {
    for (const one of [thief, redirecting]) await new Promise((resolve) => one.close(resolve))
  }
})
