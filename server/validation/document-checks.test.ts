import { createBuiltInCatalog } from '@aw-flow/nodes'
import { Worker } from 'node:worker_threads'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import type { SerializedWorkflow } from '../store/workflows/workflows.ts'
import { DocumentChecks, type WorkspaceSource } from './document-checks.ts'
import type { PreparedStart } from './prepare-start.ts'
import { parseValidDocument } from './run-check.ts'
import { sizes } from '../../test/sizes.ts'

const catalog = createBuiltInCatalog([])
const checks = new DocumentChecks({ catalog, nodes: [] })
afterAll(() => checks.close())
afterEach(() => vi.restoreAllMocks())

const largeDocument = (count: number, config: object = {}) => ({
  version: 1,
  name: 'Large',
  nodes: Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: 'filter',
    position: { x: index, y: 0 },
    data: { label: `Filter ${index}`, config },
  })),
  edges: Array.from({ length: count - 1 }, (_, index) => ({
    id: `e${index}`,
    source: `n${index}`,
    target: `n${index + 1}`,
  })),
})

const toText = (document: string): SerializedWorkflow => ({
  id: 'large',
  document,
  hash: '',
  name: 'Large',
  status: 'draft',
  revision: 1,
  queueSettings: { priority: 2 },
  createdAt: '2026-11-20T00:00:00.000Z',
  updatedAt: '2026-11-20T00:00:00.000Z',
})

/** A workspace with the workflow "Clean" and the agent "Reviewer". */
const createWorkspace = (workspace: string, found: Record<string, string> = {}) =>
  ({
    workspace,
    readOwner: async () => workspace,
    workflows: {
      read: async ({ document }: SerializedWorkflow) => parseValidDocument(document),
      find: async (id: string) => (found[id] === undefined ? undefined : { workflow: parseValidDocument(found[id]) }),
      findSerialized: async (id: string) => (found[id] === undefined ? undefined : toText(found[id])),
      findIdsByName: async (name: string) => (name === 'Clean' ? ['w-clean'] : []),
    },
    agents: {
      findByNameOrId: async (name: string) => (name === 'Reviewer' ? { name, status: 'inactive' } : undefined),
    },
  }) as unknown as WorkspaceSource
const workspace = createWorkspace('default')

it('finds the problems of a workflow once', async () => {
  const workflow = parseValidDocument(JSON.stringify(largeDocument(3)))
  const get = vi.spyOn(catalog, 'get')
  const problems = await checks.findProblems(workflow, {})
  const calls = get.mock.calls.length
  expect(problems.length).toBeGreaterThan(0)
  expect(await checks.findProblems(workflow, {})).toBe(problems)
  expect(get).toHaveBeenCalledTimes(calls)
  expect(await checks.findProblems(workflow, { part: workflow })).toEqual(problems)
  expect(get.mock.calls.length).toBeGreaterThan(calls)
})

describe('a large document', () => {
  it('is prepared, described and validated without being parsed or serialized in this thread', async () => {
    const text = JSON.stringify(largeDocument(sizes.checkedNodes))
    const parse = vi.spyOn(JSON, 'parse')
    const stringify = vi.spyOn(JSON, 'stringify')
    const { prepared } = await checks.prepare({ text, format: 'json' }, workspace)
    const stored = toText(prepared!.document)
    const facts = await checks.derive(stored, workspace)
    const answer = await checks.validate(stored, workspace)
    const copy = await checks.prepareStored(stored.document, workspace, { name: 'Copy' })
    const part = await checks.prepare({ text: '{"name":"Renamed"}', format: 'json' }, workspace, stored)
    const large = [...parse.mock.calls, ...stringify.mock.results.map(({ value }) => [value as unknown])].filter(
      ([value]) => typeof value === 'string' && value.length > 100_000,
    )
    expect(large).toEqual([])
    vi.restoreAllMocks()
    expect(prepared).not.toHaveProperty('workflow')
    expect(prepared).toMatchObject({ name: 'Large', status: 'draft' })
    expect(facts).toMatchObject({ nodes: sizes.checkedNodes, ready: false, isStandalone: true })
    expect(Object.keys((JSON.parse(answer) as { description: { nodes: object } }).description.nodes)).toHaveLength(
      sizes.checkedNodes,
    )
    expect(parseValidDocument(copy.document)).toEqual({ ...parseValidDocument(stored.document), name: 'Copy' })
    expect(part).toMatchObject({ isPartial: true, prepared: { name: 'Renamed' } })
    expect(parseValidDocument(part.prepared!.document).nodes).toHaveLength(sizes.checkedNodes)
  })

  it('is run by a request that is parsed once, and built and serialized in another thread', async () => {
    const start = { id: 't', type: 'trigger', position: { x: 0, y: 0 }, data: { label: 'Start', config: {} } }
    const document = (notes: object[]) =>
      JSON.stringify({ version: 1, name: 'Start', nodes: [start], edges: [], notes })
    const note = { text: 'x'.repeat(1_000), position: { x: 0, y: 0 }, size: { width: 100, height: 100 } }
    const notes = Array.from({ length: 200 }, (_, index) => ({ ...note, id: `n${index}` }))
    const source = createWorkspace('default', { small: document([]), large: document(notes) })
    const request = { retry: null, seed: 7 }
    const text = JSON.stringify({ order: 'x'.repeat(200_000) })
    const parse = vi.spyOn(JSON, 'parse')
    const stringify = vi.spyOn(JSON, 'stringify')
    const rawBody = { kind: 'execute' as const, text, maxDepth: 100 }
    const bare = await checks.prepareStart({ ...request, rawBody, workflowId: 'small' }, source)
    const named = JSON.stringify({ workflow_id: 'large', trigger_data: 5, priority: 3, metadata: { from: 'test' } })
    const short = await checks.prepareStart(
      { ...request, rawBody: { kind: 'start', text: named, maxDepth: 100 } },
      source,
    )
    const unknown = await checks.prepareStart({ ...request, rawBody, workflowId: 'unknown' }, source)
    const large = [...parse.mock.calls, ...stringify.mock.results.map(({ value }) => [value as unknown])].filter(
      ([value]) => typeof value === 'string' && value.length > 100_000,
    )
    expect(large).toEqual([])
    vi.restoreAllMocks()
    const readRequest = (start: PreparedStart) =>
      'prepared' in start && start.prepared ? (JSON.parse(start.prepared.serialized.text) as object) : undefined
    const order = { kind: 'json', json: JSON.parse(text) as object }
    expect(bare).toMatchObject({ prepared: { priority: 2 } })
    expect(readRequest(bare)).toMatchObject({ workflow: { name: 'Start' }, inputs: { t: { data: order } }, seed: 7 })
    expect(readRequest(short)).toMatchObject({ inputs: { t: { data: { kind: 'json', json: 5 } } } })
    expect(short).toMatchObject({ id: 'large', prepared: { priority: 3, metadata: { from: 'test' } } })
    expect(unknown).toEqual({ id: 'unknown', problems: [] })
  })

  it('is read from its stored text in another thread', async () => {
    const text = JSON.stringify(largeDocument(sizes.checkedNodes))
    const parse = vi.spyOn(JSON, 'parse')
    const { workflow } = await checks.readText(text, async () => 'default')
    expect(parse).not.toHaveBeenCalledWith(text)
    expect(workflow?.nodes).toHaveLength(sizes.checkedNodes)
  })

  it('refers to workflows and agents of its workspace', async () => {
    const clean = JSON.stringify(largeDocument(1))
    const source = createWorkspace('default', { 'w-clean': clean })
    const document = {
      ...largeDocument(300, { note: 'x'.repeat(400) }),
      name: 'Parts',
    }
    const node = (id: string, type: string, config: object) => ({
      id,
      type,
      position: { x: 0, y: 0 },
      data: { label: id, config },
    })
    document.nodes.push(
      node('part', 'sub_workflow', { workflow: 'Clean' }) as never,
      node('agent', 'remote_agent', { agent: 'Reviewer' }) as never,
      node('unknown', 'remote_agent', { agent: 'Nobody' }) as never,
    )
    const text = JSON.stringify(document)
    expect(text.length).toBeGreaterThan(100_000)
    const { prepared } = await checks.prepare({ text, format: 'json' }, source)
    expect(parseValidDocument(prepared!.document).references).toEqual({ Clean: 'w-clean' })
    const { problems, isStandalone } = await checks.derive(toText(prepared!.document), source)
    expect(isStandalone).toBe(false)
    const codes = (JSON.parse(problems) as { code: string }[]).map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['remote-agent.inactive', 'remote-agent.unknown']))
    expect(codes).not.toContain('sub-workflow.missing')
  })

  it('has the same result as in this thread', async () => {
    const document = largeDocument(20)
    const [inline, remote] = await Promise.all([checks.read(document, 1), checks.read(document, 1e6)])
    expect(remote).toEqual(inline)
    expect(await checks.read({ nodes: 1 }, 1e6)).toEqual(await checks.read({ nodes: 1 }, 1))
    const prepare = (text: string, format: 'json' | 'yaml') => checks.prepare({ text, format, maxDepth: 9 }, workspace)
    for (const text of [
      JSON.stringify(document),
      '{"nodes": 1}',
      '{"nodes": ]}',
      `${'['.repeat(10)}${']'.repeat(10)}`,
    ]) {
      const small = await prepare(text, 'json')
      const large = await prepare(`${text}${' '.repeat(100_000)}`, 'json')
      delete small.prepared?.workflow
      expect(large).toEqual(small)
    }
    const yaml = await prepare(`# ${'x'.repeat(20_000)}\nname: [`, 'yaml')
    expect(yaml).toMatchObject({ rejection: { status: 400, problem: { code: 'body.malformed' } } })
  })

  it('waits for at most one document of another workspace', async () => {
    const text = JSON.stringify(largeDocument(1_500))
    const order: string[] = []
    const prepare = async (name: string): Promise<void> => {
      await checks.prepare({ text, format: 'json' }, createWorkspace(name))
      order.push(name)
    }
    await Promise.all([prepare('noisy'), prepare('noisy'), prepare('noisy'), prepare('noisy'), prepare('quiet')])
    expect(order.indexOf('quiet')).toBeLessThan(2)
  })

  it('fails with the error of the store', async () => {
    const cause = new Error('The database is down.')
    const source = createWorkspace('default')
    source.agents.findByNameOrId = () => Promise.reject(cause)
    const document = largeDocument(1_500, { agent: 'Reviewer' })
    for (const node of document.nodes) node.type = 'remote_agent'
    const { prepared } = await checks.prepare({ text: JSON.stringify(document), format: 'json' }, source)
    await expect(checks.derive(toText(prepared!.document), source)).rejects.toBe(cause)
    expect((await checks.derive(toText(prepared!.document), workspace)).nodes).toBe(1_500)
  })

  it('is rejected if validating it takes too long, and the next one is validated', async () => {
    const impatient = new DocumentChecks({ catalog, nodes: [], timeoutMs: 1 })
    const document = largeDocument(2_000)
    const { problems } = await impatient.read(document, 1e6)
    expect(problems).toMatchObject([{ code: 'workflow.too-slow' }])
    expect((await impatient.read(document, 1)).workflow).toBeDefined()
    await impatient.close()
  })

  it('is any with 200 nodes, or with 10,000 characters of YAML', async () => {
    // No thread starts within a millisecond.
    const impatient = new DocumentChecks({ catalog, nodes: [], timeoutMs: 1 })
    const describe = (count: number) =>
      impatient.derive(toText(JSON.stringify(largeDocument(count))), workspace).then(({ problems }) => problems)
    expect(JSON.stringify(largeDocument(200)).length).toBeLessThan(100_000)
    expect(await describe(199)).not.toContain('workflow.too-slow')
    expect(await describe(200)).toContain('workflow.too-slow')
    const parse = (characters: number) =>
      impatient.prepare({ text: 'name: Notes\n'.padEnd(characters, '#'), format: 'yaml' }, workspace)
    expect(await parse(9_999)).not.toMatchObject({ rejection: { problem: { code: 'workflow.too-slow' } } })
    expect(await parse(10_000)).toMatchObject({ rejection: { problem: { code: 'workflow.too-slow' } } })
    await impatient.close()
  })

  it('is checked in a thread of limited memory, which ends if it takes too long', async () => {
    const impatient = new DocumentChecks({ catalog, nodes: [], timeoutMs: 1 })
    const postMessage = vi.spyOn(Worker.prototype, 'postMessage')
    const terminate = vi.spyOn(Worker.prototype, 'terminate')
    await impatient.read(largeDocument(2_000), 1e6)
    const [thread] = postMessage.mock.contexts
    expect((thread as Worker).resourceLimits).toMatchObject({ maxOldGenerationSizeMb: 1_024 })
    expect(terminate.mock.contexts).toEqual([thread])
    await impatient.close()
  })
})
