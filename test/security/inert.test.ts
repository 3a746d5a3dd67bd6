import { describeWorkflow, assignFiles, planRun, type NodeDefinition } from '@aw-flow/engine'
import { createBuiltInCatalog, builtInNodes } from '@aw-flow/nodes'
import { applyEdit, readWorkflow, type Workflow } from '@aw-flow/schema'
import { ChildProcess } from 'node:child_process'
import { AsyncLocalStorage } from 'node:async_hooks'
import { readdirSync, readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTestServer, type TestServer } from '../../server/testing/open-test-server.ts'
import { createTestFolder } from '../../server/testing/test-resources.ts'
import { sizes } from '../sizes.ts'
import { armedWorkflows } from './armed-workflows.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** All documents of the repository, including invalid ones, and some that would cause harm. */
const documents = new Map<string, string>(
  ['examples/workflows', 'test/fixtures/workflows'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json') && !name.endsWith('outcomes.json'))
      .map((name): [string, string] => [`${folder}/${name}`, readFileSync(join(root, folder, name), 'utf8')]),
  ),
)
const service = 'http://127.0.0.1:9/'
for (const text of armedWorkflows) documents.set(`armed ${documents.size}`, text)

/** The documents that a server stores: those that would cause harm, and some of the others. */
const stored = [...documents.keys()].filter(
  (name, index) => name.startsWith('armed ') || index % sizes.storedDocumentEveryNth === 0,
)

/** Recorded effects: requests, connections, processes and executed nodes. */
const done: string[] = []
/** Whether code was called by these tests. Other files of the same process may still connect to their servers. */
const own = new AsyncLocalStorage<true>()
/** The catalog with nodes that record their execution. */
const watched: NodeDefinition[] = builtInNodes.map((definition) => ({
  ...definition,
  run(args) {
    done.push(`ran ${definition.type}`)
    return definition.run(args)
  },
}))

beforeEach(() => {
  done.length = 0
  const rejectUse = (holder: object, name: string): void => {
    const functions = holder as Record<string, (...args: unknown[]) => unknown>
    const original = functions[name]!
    vi.spyOn(functions, name).mockImplementation(function (this: unknown, ...args: unknown[]): unknown {
      if (!own.getStore()) return Reflect.apply(original, this, args)
      done.push(`${name} ${JSON.stringify(args.slice(0, 1))}`)
      throw new Error(`${name} is not expected here.`)
    })
  }
  rejectUse(globalThis, 'fetch')
  rejectUse(Socket.prototype, 'connect')
  rejectUse(ChildProcess.prototype, 'spawn')
})
afterEach(() => vi.restoreAllMocks())

describe('[22, 30] reading, validating and describing has no effect', () => {
  const catalog = createBuiltInCatalog(watched)

  it.each([...documents.keys()])('of %s', (name) =>
    own.run(true, () => {
      const { workflow } = readWorkflow(documents.get(name)!)
      if (!workflow) return
      const asked: string[] = []
      const context = {
        findPreview: (dataset: string) => void asked.push(dataset),
        hasDataset: () => undefined,
      }
      const port: unknown = new Proxy({}, { get: (_, key) => void done.push(`port ${String(key)}`) })
      describeWorkflow(workflow, { catalog, context })
      assignFiles(workflow, catalog, {})
      planRun({ workflow, catalog, inputs: {}, hasTable: () => false })
      for (const { id, type } of workflow.nodes) {
        const definition = catalog.get(type)
        const parsed = definition?.settings.safeParse({})
        // A description gets no ports; using one would be recorded here.
        const more = { services: port, tables: port, files: port, effect: port, sandbox: port }
        if (parsed?.success) definition!.describe(Object.assign({ settings: parsed.data, inputs: {}, context }, more))
        applyEdit(workflow, { type: 'set-config', id, path: ['url'], value: service })
      }
      expect(done).toEqual([])
    }),
  )
})

describe('[22, 30, 33] storing, opening and validating on a server has no effect', () => {
  const folder = createTestFolder()
  let server: TestServer
  let opened = 0
  beforeAll(async () => {
    server = await own.run(true, () => openTestServer(folder, { nodes: watched, onTables: () => (opened += 1) }))
  })
  afterAll(() => server.close())

  it.each(stored)('of %s', (name) =>
    own.run(true, async () => {
      const send = (method: string, path: string): Promise<Response> =>
        server.ask(path, { method, headers: { 'content-type': 'application/json' }, body: documents.get(name)! })
      const kept = await send('POST', '/api/v1/workflows')
      if (kept.status === 201) {
        const { id } = (await kept.json()) as Workflow & { id: string }
        await server.ask(`/api/v1/workflows/${id}`)
        await send('PUT', `/api/v1/workflows/${id}`)
        const checked = await server.ask(`/api/v1/workflows/${id}/validate`, { method: 'POST' })
        expect(checked.status).toBe(200)
        await server.ask(`/api/v1/workflows/${id}`, { method: 'DELETE' })
      }
      expect((await server.ask('/api/v1/runs')).status).toBe(200)
      expect(await server.json('/api/v1/runs')).toMatchObject({ total: 0 })
      expect(done).toEqual([])
      expect(opened).toBe(0)
      expect(server.faults).toEqual([])
    }),
  )

  it('would be recorded', () => {
    expect(() => own.run(true, () => new Socket().connect(9, '127.0.0.1'))).toThrow('connect is not expected here.')
    expect(() => own.run(true, () => fetch(service))).toThrow('fetch is not expected here.')
    expect(done).toHaveLength(2)
  })
})
