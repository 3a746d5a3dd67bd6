import { expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'
import { createWorkflow, csv, readBody, workflow } from '../testing/test-requests.ts'
import { serializeDocument } from '../store/workflows/document-text.ts'

const { server } = openTestApp()

const ports = { inputs: [], outputs: [{ name: 'table', type: 'table', from: { node: 'check', port: 'table' } }] }
const createInner = (name: string, more: object = {}): Promise<string> =>
  createWorkflow(server, { ...workflow, name, ports, ...more })
const runs = (name: string, more: object = {}) => ({
  name: `Runs ${name}`,
  nodes: [{ id: 'sub', type: 'within', data: { config: { workflow: name } } }],
  edges: [],
  ...more,
})
const read = async (id: string) => (await server.json(`/api/v1/workflows/${id}`)) as Record<string, unknown>
const put = (id: string, document: object) => server.send('PUT', `/api/v1/workflows/${id}`, document)
const rename = async (id: string, name: string): Promise<void> => {
  expect((await put(id, { ...workflow, ports, name })).status).toBe(200)
}

test('a name is resolved once, when the workflow is saved', async () => {
  const inner = await createInner('Resolved')
  const outer = await createWorkflow(server, runs('Resolved'))
  expect(await read(outer)).toMatchObject({ references: { Resolved: inner }, ready: true, problems: [] })
  // Another workflow takes the name. The reference remains, even if a client sends the document without ids.
  await rename(inner, 'Renamed')
  const taker = await createInner('Resolved')
  expect((await put(outer, runs('Resolved', { tags: ['again'] }))).status).toBe(200)
  expect(await read(outer)).toMatchObject({ references: { Resolved: inner }, tags: ['again'], ready: true })
  const { id: file } = await server.upload(csv)
  const started = await server.send('POST', `/api/v1/workflows/${outer}/execute`, { input_data_id: file })
  const { id: run } = await readBody(started)
  await server.waitForEnd(String(run))
  const { items } = (await server.json(`/api/v1/runs/${String(run)}/events?limit=1`)) as {
    items: { workflows: Record<string, { name: string }> }[]
  }
  expect(Object.entries(items[0]!.workflows).map(([key, { name }]) => [key, name])).toEqual([[inner, 'Renamed']])
  // A deleted workflow is replaced by the one with the name.
  await server.ask(`/api/v1/workflows/${inner}`, { method: 'DELETE' })
  expect(await read(outer)).toMatchObject({ problems: [{ code: 'sub-workflow.missing' }] })
  expect((await put(outer, runs('Resolved'))).status).toBe(200)
  expect(await read(outer)).toMatchObject({ references: { Resolved: taker }, ready: true })
})

test('a name of several workflows is a problem and prevents a run', async () => {
  const [first] = [await createInner('Twice'), await createInner('Twice')]
  const outer = await createWorkflow(server, runs('Twice'))
  const ambiguous = { code: 'sub-workflow.ambiguous', where: { node: 'sub' } }
  expect(await read(outer)).toMatchObject({ ready: false, problems: [ambiguous] })
  expect(await read(outer)).not.toHaveProperty('references')
  const refused = await server.send('POST', `/api/v1/workflows/${outer}/execute`, {})
  expect([refused.status, (await readBody(refused)).error.code]).toEqual([422, 'sub-workflow.ambiguous'])
  expect((await put(outer, runs(first))).status).toBe(200)
  expect(await read(outer)).toMatchObject({ references: { [first]: first }, ready: true, problems: [] })
})

test('an export has name and id, and an import finds either in the workspace', async () => {
  const inner = await createInner('Exported')
  const outer = await createWorkflow(server, runs('Exported'))
  const exported = (await server.json(`/api/v1/workflows/${outer}/export`)) as Record<string, unknown>
  expect(exported).toMatchObject({ references: { Exported: inner } })
  const importFile = async (document: object) =>
    readBody(await server.send('POST', '/api/v1/workflows/import', document))
  // The id wins over another workflow with the name.
  await rename(inner, 'Exported before')
  await createInner('Exported')
  expect(await importFile(exported)).toMatchObject({ references: { Exported: inner }, ready: true })
  const elsewhere = await server.backend.store
    .forWorkspace('other')
    .workflows.add('foreign', serializeDocument(exported as never))
  expect(elsewhere.id).toBe('foreign')
  // An id of another workspace, or of no workflow, is replaced by the name.
  expect(await importFile({ ...exported, references: { Exported: 'foreign' } })).toMatchObject({
    references: { Exported: expect.not.stringMatching('foreign') },
    ready: true,
  })
  const nodes = structuredClone(exported.nodes) as { data: { config: { workflow: string } } }[]
  nodes[0]!.data.config.workflow = 'Unknown name'
  const unknown = { ...exported, nodes, references: { 'Unknown name': 'gone' } }
  expect(await importFile(unknown)).toMatchObject({ ready: false, problems: [{ code: 'sub-workflow.missing' }] })
})

test('an import names the references that it cannot resolve, and takes ids for them', async () => {
  const inner = await createInner('Here')
  const [first, second] = [await createInner('Here twice'), await createInner('Here twice')]
  const nodes = ['Here', 'Here twice', 'Nowhere', 'Nowhere'].map((name, index) => ({
    id: `n${index}`,
    type: 'within',
    data: { config: { workflow: name } },
  }))
  const document = { name: 'From a file', nodes, edges: [], references: { Nowhere: 'gone' } }
  const imported = await readBody(await server.send('POST', '/api/v1/workflows/import', document))
  expect(imported).toMatchObject({ references: { Here: inner }, ready: false })
  const unresolved = imported.unresolved_references as { name: string; candidates: string[] }[]
  expect(unresolved).toEqual([
    { name: 'Here twice', candidates: expect.arrayContaining([first, second]) },
    { name: 'Nowhere', candidates: [] },
  ])
  expect(unresolved[0]!.candidates).toHaveLength(2)
  // The response is not part of the document.
  expect(await read(String(imported.id))).not.toHaveProperty('unresolved_references')
  // The client sends the answers of its user afterwards, or with the file.
  const references = { 'Here twice': second, Nowhere: first }
  const answered = await put(String(imported.id), { ...document, references })
  expect(answered.status).toBe(200)
  expect(await read(String(imported.id))).toMatchObject({ references: { Here: inner, ...references }, ready: true })
  const again = await readBody(await server.send('POST', '/api/v1/workflows/import', { ...document, references }))
  expect(again).toMatchObject({ references, ready: true, problems: [], unresolved_references: [] })
})

test('equal names in different documents refer to different workflows', async () => {
  const first = await createInner('Same name')
  const middle = await createWorkflow(server, {
    ...runs('Same name'),
    ports: { inputs: [], outputs: [{ name: 'table', type: 'table', from: { node: 'sub', port: 'table' } }] },
    name: 'Middle',
  })
  await rename(first, 'Earlier')
  const second = await createInner('Same name', { description: 'The second' })
  const outer = await createWorkflow(server, {
    name: 'Both',
    nodes: ['Middle', 'Same name'].map((name) => ({
      id: name.slice(0, 1),
      type: 'within',
      data: { config: { workflow: name } },
    })),
    edges: [],
  })
  expect(await read(outer)).toMatchObject({ references: { Middle: middle, 'Same name': second }, ready: true })
  const { id: file } = await server.upload(csv)
  const { id: run } = await readBody(
    await server.send('POST', `/api/v1/workflows/${outer}/execute`, { input_data_id: file }),
  )
  expect(await server.waitForEnd(String(run))).toMatchObject({ status: 'completed' })
  const { items } = (await server.json(`/api/v1/runs/${String(run)}/events?limit=1`)) as {
    items: { workflows: object }[]
  }
  expect(Object.keys(items[0]!.workflows).sort()).toEqual([first, middle, second].sort())
})
