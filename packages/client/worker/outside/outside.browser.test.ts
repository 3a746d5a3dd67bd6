import { requests } from '../../engine/requests.ts'
import {
  getProblem,
  ok,
  createEmptyWorkflow,
  foldRun,
  type Config,
  type RunEvent,
  type Workflow,
} from '@aw-flow/schema'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import sampleUrl from '../../../../test/fixtures/sample.csv?url'
import { expect } from '@open-wc/testing'
import type { Engine } from '../../engine/engine.ts'
import type { RunRequest } from '../../engine/run-request.ts'
import { createEngine } from '../../engine/create-engine.ts'
import workerUrl from '../worker.ts?worker&url'

const workflow = (...nodes: [id: string, type: string, config: Config][]): Workflow => ({
  ...createEmptyWorkflow('ExternalServices'),
  settings: { retry: { count: 0, delaysMs: [1] } },
  nodes: nodes.map(([id, type, config]) => ({ id, type, position: { x: 0, y: 0 }, data: { label: id, config } })),
  edges: nodes.slice(1).map(([id], at) => ({ id: `e${at}`, source: nodes[at]![0], target: id })),
})
const sample = new URL(sampleUrl, location.href).href

describe('outside access of a page', () => {
  let engine: Engine
  const storedFiles = new Map<string, { name: string; bytes: Blob }>()
  const notices: unknown[] = []
  before(() => {
    engine = createEngine({ workerUrl, wasmUrl })
    engine.addHost({
      readDataset: async (dataset) => storedFiles.get(dataset),
      async saveDataset(name, bytes) {
        const hash = await engine.ask(requests.hash({ bytes }))
        if (!hash.ok) return hash
        storedFiles.set(hash.value, { name, bytes })
        return ok({ id: hash.value })
      },
      findDatasetId: async (name) => [...storedFiles].find(([, file]) => file.name === name)?.[0],
      notify: async (notice) => void notices.push(notice),
    })
  })
  after(() => engine.close())
  beforeEach(async () => {
    await engine.networkAccess.setHosts(['*'])
  })

  let runs = 0
  const run = async (document: Workflow, access?: RunRequest['access']) => {
    const events: RunEvent[] = []
    const problem = await engine
      .run(
        {
          run: `outside-${runs++}`,
          workflowId: 'w',
          workflow: document,
          files: {},
          seed: 1,
          ...(access ? { access } : {}),
        },
        {
          signal: new AbortController().signal,
          onProgress: () => undefined,
          onEvents: (more) => void events.push(...more),
        },
      )
      .then(getProblem)
    expect(problem).to.equal(undefined)
    return { view: foldRun(events), text: JSON.stringify(events) }
  }

  it('[25, 41] refuses this computer until the user allows it, host by host', async () => {
    const document = workflow(['load', 'loading', { address: sample }])
    const closed = await run(document)
    expect(closed.view.nodes.load?.error?.problem.code).to.equal('egress.private-address')
    expect(await engine.networkAccess.allowHost('no host')).to.include({ code: 'outside.host' })
    expect(await engine.networkAccess.allowHost(location.host)).to.equal(undefined)
    const { view } = await run(document)
    expect(view.nodes.load?.state).to.equal('completed')
    expect(view.nodes.load?.rows).to.equal(5)
    expect([...storedFiles.values()].map(({ name }) => name)).to.include('sample.csv')
  })

  it('uses only what was granted to a workflow that is not the user’s own, and to each of its parts', async () => {
    await engine.networkAccess.allowHost(location.host)
    await engine.networkAccess.setSecret('key', 'value-of-the-key', [location.host])
    storedFiles.set('e'.repeat(64), { name: 'in.csv', bytes: new Blob(['id\n7\n']) })
    const ask = workflow(['ask', 'http_request', { url: sample, response: 'text', auth: 'bearer', secret: 'key' }])
    const read = workflow(['read', 'read_file', { path: 'in.csv' }])
    const none = { hosts: [], secrets: [], tools: [] }
    const host = [location.host]
    const outcome = async (...[document, access]: Parameters<typeof run>) => {
      const [node] = Object.values((await run(document, access)).view.nodes)
      return node?.error?.problem.code ?? node?.state
    }
    expect(await outcome(ask, none)).to.equal('access.not-granted.secret')
    expect(await outcome(ask, { ...none, secrets: ['key'] })).to.equal('access.not-granted.host')
    expect(await outcome(ask, { ...none, secrets: ['key'], hosts: host })).to.equal('completed')
    expect(await outcome(read, none)).to.equal('access.not-granted.tool')
    expect(await outcome(read, { ...none, tools: ['folder'] })).to.equal('completed')
    expect(await outcome(read)).to.equal('completed')

    const requested = await engine.ask(requests.listRequestedAccess({ workflow: ask }))
    expect(requested).to.deep.equal({
      ok: true,
      value: { requested: { secrets: ['key'], hosts: host, tools: [] }, subWorkflowRefs: [] },
    })

    // A part that was imported restricts the run of the user's own workflow.
    const outer = workflow(['part', 'sub_workflow', { workflow: 'ExternalServices' }])
    const forget = engine.addHost({
      readWorkflow: async (name) => (name === 'ExternalServices' ? read : undefined),
      readAccess: async (names) => (names.includes('ExternalServices') ? [none] : []),
    })
    const restricted = await run({ ...outer, name: 'Outer' })
    expect(JSON.stringify(restricted.view.nodes)).to.include('access.not-granted.tool')
    forget()
    const allowing = engine.addHost({ readWorkflow: async () => read, readAccess: async () => [] })
    expect((await run({ ...outer, name: 'Outer' })).view.state).to.equal('completed')
    allowing()
  })

  it('sends requests to services, and reports what a page cannot do', async () => {
    await engine.networkAccess.allowHost(location.host)
    const { view } = await run(workflow(['ask', 'http_request', { url: sample, response: 'text' }]))
    expect(JSON.stringify(view.nodes.ask?.outputs)).to.include('Alpha')
    const gone = await run(
      workflow(['ask', 'http_request', { url: `${location.origin}/no-such-file.xyz`, method: 'POST' }]),
    )
    expect(gone.view.nodes.ask?.state).to.equal('failed')
    const database = await run(workflow(['ask', 'database_query', { secret: 'db' }]))
    expect(database.view.nodes.ask?.error?.problem).to.include({ code: 'outside.no-database' })
  })

  it('[17, 32] keeps secrets in memory, sends them only to their hosts, and records none', async () => {
    await engine.networkAccess.allowHost(location.host)
    const value = 'sesam-offen-4711'
    expect(await engine.networkAccess.setSecret('key', value, [])).to.include({ code: 'secret.invalid.no-hosts' })
    expect(await engine.networkAccess.setSecret('key', value, ['api.example.com'])).to.equal(undefined)
    const config = { url: sample, response: 'text', auth: 'query', secret: 'key', secretField: 'k' }
    const other = await run(workflow(['ask', 'http_request', config]))
    expect(other.view.nodes.ask?.error?.problem.code).to.equal('secret.host-not-bound')
    await engine.networkAccess.setSecret('key', value, [location.host])
    const { view, text } = await run(workflow(['ask', 'http_request', config]))
    expect(view.nodes.ask?.state).to.equal('completed')
    expect(text + other.text + JSON.stringify(engine.networkAccess.secrets)).not.to.include('sesam')
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.to.include('sesam')
    await engine.networkAccess.removeSecret('key')
    const gone = await run(workflow(['ask', 'http_request', config]))
    expect(gone.view.nodes.ask?.error?.problem.code).to.equal('secret.unknown')
  })

  it('reads and writes its datasets as files, and sends notifications', async () => {
    storedFiles.set('e'.repeat(64), { name: 'in.csv', bytes: new Blob(['id\n7\n']) })
    const { view } = await run(
      workflow(
        ['read', 'read_file', { path: 'in.csv' }],
        ['load', 'loading', {}],
        ['write', 'write_file', { path: 'out.csv' }],
        ['tell', 'notification', { title: 'Done', message: '{{write.result.bytes}} bytes' }],
      ),
    )
    expect(view.state).to.equal('completed')
    const [, out] = [...storedFiles].find(([, file]) => file.name === 'out.csv')!
    expect(await out.bytes.text()).to.equal('id\n7\n')
    expect(notices).to.deep.equal([{ title: 'Done', text: '5 bytes', level: 'info' }])
    const again = await run(workflow(['t', 'trigger', {}], ['write', 'write_file', { path: 'out.csv' }]))
    expect(again.view.nodes.write?.error?.problem.code).to.equal('file.exists')
  })
})
