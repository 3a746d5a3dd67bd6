import {
  chartSpecSchema,
  compareRuns,
  emptyWorkflow,
  foldRun,
  placeColumn,
  resultTables,
  tableFormats,
  type RunEvent,
  type RunProgress,
  type TableQuery,
  type Workflow,
} from '@aw-flow/schema'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import { expect } from '@open-wc/testing'
import { tableFromIPC } from '@uwdata/flechette'
import type { Engine } from '../engine.ts'
import { createEngine } from '../worker-engine.ts'
import workerUrl from './worker.ts?worker&url'

const text = 'id,name,value,category\n1,Alpha,10.5,A\n2,Beta,20.25,B\n3,Gamma,15.75,A\n4,Delta,30,C\n5,Epsilon,25.5,B\n'
const dataset = 'd'.repeat(64)

const node = (id: string, type: string, config = {}): Workflow['nodes'][number] => ({
  id,
  type,
  position: { x: 0, y: 0 },
  data: { label: id, config },
})
const chain = (...nodes: Workflow['nodes']): Workflow => ({
  ...emptyWorkflow('Chain'),
  nodes,
  edges: nodes.slice(1).map(({ id }, index) => ({
    id: `e${index}`,
    source: nodes[index]?.id ?? '',
    target: id,
    sourceHandle: 'table',
    targetHandle: 'table',
  })),
})
const mainJob = chain(
  node('load', 'loading'),
  node('prepare', 'preparing'),
  node('check', 'validation'),
  node('show', 'table'),
)

describe('the engine in its worker', () => {
  let engine: Engine
  let bytes = new Blob([text])
  before(() => {
    engine = createEngine({ workerUrl, wasmUrl, parquetWasmUrl })
    engine.provide(async (asked) => (asked === dataset ? { name: 'sample.csv', bytes } : undefined))
  })
  after(() => engine.close())

  let runs = 0
  const run = async (workflow: Workflow, { signal = new AbortController().signal, onEvent = () => {} } = {}) => {
    const events: RunEvent[] = []
    const progress: RunProgress[] = []
    const files = Object.fromEntries(
      workflow.nodes.filter(({ type }) => type === 'loading').map(({ id }) => [id, { dataset, name: 'sample.csv' }]),
    )
    const problem = await engine.run(
      { run: `run-${runs++}`, workflowId: 'w', workflow, files, seed: 1 },
      {
        signal,
        onProgress: (one) => progress.push(one),
        onEvents: (more) => {
          events.push(...more)
          onEvent()
        },
      },
    )
    return { events, progress, problem, view: foldRun(events) }
  }

  it('sets a thousand boxes in order, none over another', async () => {
    const nodes = Array.from({ length: 1_000 }, (_, n) => ({ id: `n${n}`, x: 0, y: n, width: 240, height: 100 }))
    const edges = nodes
      .slice(1)
      .flatMap(({ id }, n) => [
        { source: `n${n - (n % 3)}`, target: id },
        ...(n % 4 === 0 ? [{ source: `n${Math.max(0, n - 7)}`, target: id }] : []),
      ])
    const answer = await engine.arrange({ nodes, edges, groups: [] })
    if (!answer.ok) throw new Error(answer.problem.message)
    const places = Object.values(answer.value.positions).toSorted((a, b) => a.x - b.x || a.y - b.y)
    expect(places).to.have.length(1_000)
    for (const [index, { x, y }] of places.entries()) {
      const below = places[index + 1]
      if (below?.x === x) expect(below.y - y).to.be.at.least(100)
    }
    for (const { source, target } of edges) {
      expect(answer.value.positions[source]!.x).to.be.below(answer.value.positions[target]!.x)
    }
    const none = await engine.arrange({ nodes: [], edges: [], groups: [] })
    expect(none).to.deep.equal({ ok: true, value: { positions: {} } })
  })

  it('tells its catalogue', async () => {
    await engine.describe(emptyWorkflow(), [])
    expect(engine.state).to.equal('ready')
    expect(engine.catalogue.map(({ type }) => type)).to.include.members(['loading', 'preparing', 'validation', 'table'])
  })

  it('asks checks of the page, which read rows, and tells what one throws', async () => {
    const seen: unknown[] = []
    const own = createEngine({
      workerUrl,
      wasmUrl,
      checks: {
        async longNames(table) {
          seen.push(table.rows, table.columns.length, (await table.read(1, 1))[0])
          return { valid: false, message: 'too short', rows: [0, 2] }
        },
        broken() {
          throw new Error('not today')
        },
      },
    })
    own.provide(async (asked) => (asked === dataset ? { name: 'sample.csv', bytes } : undefined))
    const judged = async (hostCheck: string): Promise<unknown> => {
      const workflow = chain(
        node('load', 'loading', { dataset }),
        node('check', 'validation', { schema: '', hostCheck }),
      )
      const events: RunEvent[] = []
      await own.run(
        { run: `own-${hostCheck}`, workflowId: 'w', workflow, files: {}, seed: 1 },
        {
          signal: new AbortController().signal,
          onProgress: () => undefined,
          onEvents: (more) => void events.push(...more),
        },
      )
      const report = foldRun(events).nodes['check']?.outputs['report']
      return report?.kind === 'json' ? (report.json as { rules: unknown[] }).rules[0] : undefined
    }
    const rule = await judged('longNames')
    expect(rule).to.deep.include({ code: 'host', valid: false, failing: 2 })
    expect(seen).to.have.length(3)
    expect(seen[2]).to.be.an('object')
    expect(JSON.stringify(await judged('broken'))).to.contain('not today')
    expect(JSON.stringify(await judged('nobody'))).to.contain(
      'There is no check “nobody” here (there is longNames, broken)',
    )
    own.close()
  })

  it("takes a host's own node types, runs them, and says which cannot be loaded", async () => {
    const own = createEngine({
      workerUrl,
      wasmUrl,
      nodes: [new URL('/packages/nodes/test-own-nodes.ts', location.href).href],
    })
    const shouting = chain(node('a', 'shout', { text: 'hello' }), node('b', 'shout', { text: '' }))
    const workflow = { ...shouting, edges: [] }
    const described = await own.describe(workflow, [])
    expect(own.catalogue.map(({ type }) => type)).to.include.members(['loading', 'shout'])
    expect(described.ok && described.value.nodes['a']?.summary).to.equal('Shouts hello')
    const events: RunEvent[] = []
    await own.run(
      { run: 'own', workflowId: 'w', workflow, files: {}, seed: 1 },
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        onEvents: (more) => void events.push(...more),
      },
    )
    const { nodes } = foldRun(events)
    expect(nodes['a']?.outputs['out']).to.deep.equal({ kind: 'text', text: 'HELLO' })
    expect(nodes['b']?.error).to.deep.include({ kind: 'permanent' })
    own.close()
    const none = createEngine({ workerUrl, wasmUrl, nodes: ['/no-such-nodes.js'] })
    const failed = await none.describe(workflow, [])
    expect(failed.ok ? '' : failed.problem.code).to.equal('nodes.not-loaded')
    expect(none.state).to.equal('failed')
    none.close()
  })

  it('hashes a file and tells how far it is', async () => {
    const seen: number[] = []
    const big = new Blob([new Uint8Array(5 * 1024 * 1024)])
    const answer = await engine.hash(big, (done) => seen.push(done))
    expect(answer).to.deep.equal({
      ok: true,
      value: 'c036cbb7553a909f8b8877d4461924307f27ecb66cff928eeeafd569c3887e29',
    })
    expect(seen.at(-1)).to.equal(5 * 1024 * 1024)
  })

  it('describes a workflow from what was seen in a file, before anything runs', async () => {
    const seen = await engine.preview(dataset, 'sample.csv', bytes)
    if (!seen.ok) throw new Error(seen.problem.message)
    expect(seen.value.columns.map(({ name }) => name)).to.deep.equal(['id', 'name', 'value', 'category'])
    const [load] = mainJob.nodes
    const chosen = chain({ ...load!, data: { label: 'Load', config: { dataset } } }, ...mainJob.nodes.slice(1))
    const described = await engine.describe(chosen, [seen.value])
    if (!described.ok) throw new Error(described.problem.message)
    expect(described.value.ready).to.equal(true)
    expect(described.value.nodes['load']?.outputs['table']?.columns).to.have.length(4)
    const here = await engine.describe(chosen, [seen.value], [dataset])
    expect(here.ok && here.value.ready).to.equal(true)
    const gone = await engine.describe(chosen, [seen.value], [])
    expect(gone.ok && gone.value.ready).to.equal(false)
    expect(gone.ok && gone.value.problems[0]).to.deep.include({
      code: 'load.dataset-missing',
      where: { node: 'load', setting: 'dataset' },
    })
  })

  it('says of a file that has gone since it was chosen that it cannot be read', async () => {
    const root = await navigator.storage.getDirectory()
    const handle = await root.getFileHandle('moved.csv', { create: true })
    const writable = await handle.createWritable()
    await writable.write(text)
    await writable.close()
    const file = await handle.getFile()
    await root.removeEntry('moved.csv')
    const answers = [await engine.hash(file), await engine.preview(dataset, file.name, file)]
    for (const answer of answers) {
      expect(answer.ok).to.equal(false)
      if (answer.ok) continue
      expect(answer.problem).to.deep.include({ code: 'file.unreadable', where: { file: 'moved.csv' } })
      expect(answer.problem.message).to.contain('“moved.csv” cannot be read')
    }
    bytes = file
    const { view } = await run(mainJob)
    bytes = new Blob([text])
    expect(view.nodes['load']?.error?.problem.message).to.contain('cannot be read')
  })

  it('does the main job, tells every event in order, and gives the table page by page and as CSV', async () => {
    const { events, problem, view } = await run(mainJob)
    expect(problem).to.equal(undefined)
    expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index))
    expect(view.state).to.equal('completed')
    const table = resultTables(view)[0]!.table
    expect(table.rows).to.equal(5)

    const page = await engine.page(table, 1, 2)
    if (!page.ok) throw new Error(page.problem.message)
    const rows = tableFromIPC(page.value).toArray() as Record<string, unknown>[]
    expect(rows.map(({ name }) => name)).to.deep.equal(['Beta', 'Gamma'])

    const csv = await engine.write(table, 'csv')
    if (!csv.ok) throw new Error(csv.problem.message)
    const lines = (await csv.value.text()).trimEnd().split('\n')
    expect(lines).to.have.length(6)
    expect(lines[0]?.split(',')).to.include.members(['id', 'index', 'name', 'value'])

    const begins = { json: '[', jsonl: '{"id"', parquet: 'PAR1', arrow: 'ARROW1', xlsx: 'PK' } as const
    for (const [format, begin] of Object.entries(begins) as [keyof typeof begins, string][]) {
      const file = await engine.write(table, format)
      if (!file.ok) throw new Error(file.problem.message)
      expect(await file.value.slice(0, begin.length).text(), format).to.equal(begin)
      expect(file.value.type).to.equal(tableFormats[format].mediaType)
    }
  })

  it('answers what somebody asks of a table: rows in another order, found cells, what a chart draws', async () => {
    const { view } = await run(chain(node('load', 'loading')))
    const { table } = resultTables(view)[0]!
    const ask = async (query: TableQuery): Promise<Record<string, unknown>[]> => {
      const derived = await engine.derive(table, query)
      if (!derived.ok) throw new Error(derived.problem.message)
      const page = await engine.page(derived.value.table, 0, 100)
      if (!page.ok) throw new Error(page.problem.message)
      return tableFromIPC(page.value).toArray() as Record<string, unknown>[]
    }
    const sorted = await ask({
      kind: 'view',
      sort: [{ column: 'value', direction: 'descending' }],
      filters: [{ column: 'category', test: 'differs', value: 'c' }],
    })
    expect(sorted.map(({ name, [placeColumn]: place }) => [name, Number(place)])).to.deep.equal([
      ['Epsilon', 4],
      ['Beta', 1],
      ['Gamma', 2],
      ['Alpha', 0],
    ])
    const found = await ask({ kind: 'find', text: 'ETA' })
    expect(found.map(({ row, column }) => [Number(row), Number(column)])).to.deep.equal([[1, 1]])
    const spec = chartSpecSchema.parse({ mark: 'bar', x: 'category', y: 'value', measure: 'mean' })
    const bars = await ask({ kind: 'chart', spec })
    expect(bars.map(({ x, value }) => [x, value])).to.deep.equal([
      ['C', 30],
      ['B', 22.875],
      ['A', 13.125],
    ])
    const refused = await engine.derive(table, {
      kind: 'view',
      sort: [],
      filters: [{ column: 'value', test: 'above', value: 'much' }],
    })
    expect(refused.ok ? '' : refused.problem.code).to.equal('view.no-value')
  })

  it('takes kept results, which can be looked at and forgotten, and drops the tables that nobody needs then', async () => {
    await engine.forgetResults()
    for (let earlier = 0; earlier < runs; earlier++) await engine.forget(`run-${earlier}`)
    const [first, second] = [await run(mainJob), await run(mainJob)]
    const table = resultTables(second.view)[0]!.table
    expect(resultTables(first.view)[0]!.table.id).to.equal(table.id)
    expect(Object.values(first.view.nodes).map(({ state }) => state)).to.not.include('cached')
    expect(Object.values(second.view.nodes).every(({ state }) => state === 'cached')).to.equal(true)
    const kept = await engine.results()
    expect(kept.ok && kept.value.map(({ type, run: by }) => [type, by])).to.deep.include(['loading', first.view.run])
    await engine.forget(first.view.run)
    expect((await engine.page(table, 0, 1)).ok).to.equal(true)
    await engine.forget(second.view.run)
    expect((await engine.page(table, 0, 1)).ok).to.equal(true)
    await engine.forgetResults()
    const gone = await engine.page(table, 0, 1)
    expect(gone.ok).to.equal(false)
    if (!gone.ok) expect(gone.problem.hint).to.be.a('string')
  })

  it('runs and describes stored workflows that one names, with those that they name', async () => {
    const inner: Workflow = {
      ...emptyWorkflow('Inner'),
      nodes: [node('v', 'variable', { name: 'n', expression: '21 * 2' })],
      ports: { inputs: [], outputs: [{ name: 'answer', type: 'any', from: { node: 'v', port: 'value' } }] },
    }
    const stored: Record<string, Workflow> = {
      inner,
      Middle: {
        ...emptyWorkflow('Middle'),
        nodes: [node('s', 'sub_workflow', { workflow: 'inner' })],
        ports: { inputs: [], outputs: [{ name: 'out', type: 'any', from: { node: 's', port: 'answer' } }] },
      },
    }
    const end = engine.provideWorkflows(async (name) => stored[name])
    const outer: Workflow = { ...emptyWorkflow('Outer'), nodes: [node('m', 'sub_workflow', { workflow: 'Middle' })] }
    const described = await engine.describe(outer, [])
    expect(described.ok && described.value.ready).to.equal(true)
    expect(described.ok && described.value.nodes['m']?.ports?.outputs.map(({ name }) => name)).to.deep.equal(['out'])
    const { view, events } = await run(outer)
    expect(view.state).to.equal('completed')
    expect(view.nodes['m']?.outputs['out']).to.deep.equal({ kind: 'json', json: 42 })
    const [begin] = events
    expect(begin?.type === 'run-started' && begin.workflows).to.have.keys('inner', 'Middle')
    end()
    const alone = await engine.describe(outer, [])
    expect(alone.ok && alone.value.problems.map(({ code }) => code)).to.deep.equal(['sub-workflow.missing'])
  })

  it('runs a workflow within a node on the table that comes to it, and gives its table on', async () => {
    const inner: Workflow = {
      ...chain(
        node('first', 'sample', { rows: 2, how: 'first' }),
        node('by', 'sort', { by: [{ column: 'name', direction: 'descending' }] }),
      ),
      ports: {
        inputs: [{ name: 'in', type: 'table', required: true, to: [{ node: 'first', port: 'table' }] }],
        outputs: [{ name: 'out', type: 'table', from: { node: 'by', port: 'table' } }],
      },
    }
    const outer: Workflow = {
      ...chain(
        node('load', 'loading'),
        node('within', 'sub_workflow', { document: inner as never }),
        node('show', 'table'),
      ),
      edges: [
        { id: 'a', source: 'load', sourceHandle: 'table', target: 'within', targetHandle: 'in' },
        { id: 'b', source: 'within', sourceHandle: 'out', target: 'show', targetHandle: 'table' },
      ],
    }
    const { view } = await run(outer)
    expect(view.state).to.equal('completed')
    const out = view.nodes['within']?.outputs['out']
    if (out?.kind !== 'table') throw new Error('No table came out.')
    const page = await engine.page(out.table, 0, 5)
    if (!page.ok) throw new Error(page.problem.message)
    expect(tableFromIPC(page.value).getChild('name')?.toArray()).to.deep.equal(['Beta', 'Alpha'])
  })

  it('goes on with a run whose worker has died, from its record alone', async () => {
    const { events, view } = await run(mainJob)
    const table = resultTables(view)[0]!.table
    engine.close()
    engine = createEngine({ workerUrl, wasmUrl })
    engine.provide(async (id) => (id === dataset ? { name: 'sample.csv', bytes } : undefined))
    for (const kept of [2, Math.floor(events.length / 2), events.length - 1]) {
      const record = events.slice(0, kept)
      const more: RunEvent[] = []
      const problem = await engine.run(
        { run: view.run, workflowId: 'w', workflow: mainJob, files: {}, seed: 1, record },
        {
          signal: new AbortController().signal,
          onProgress: () => undefined,
          onEvents: (told) => void more.push(...told),
        },
      )
      expect(problem).to.equal(undefined)
      expect(more[0]).to.deep.include({ type: 'run-resumed', seq: kept })
      const resumed = foldRun([...record, ...more])
      expect(resumed.state).to.equal('completed')
      expect(resultTables(resumed)[0]!.table).to.deep.equal(table)
      expect((await engine.page(table, 0, 5)).ok).to.equal(true)
    }
  })

  it('leaves a run that waits for a person, and goes on with what was decided', async () => {
    const asks = chain(node('load', 'loading'), node('ask', 'approval'), node('show', 'table'))
    Object.assign(asks.edges[0]!, { targetHandle: 'value' })
    Object.assign(asks.edges[1]!, { sourceHandle: 'approved' })
    const { events, view, problem } = await run(asks)
    expect(problem).to.equal(undefined)
    expect(view.state).to.equal('waiting')
    const waitFor = view.nodes['ask']?.waitFor
    if (waitFor?.kind !== 'approval') throw new Error('It asks nothing.')
    const goOn = async (digest: string) => {
      const more: RunEvent[] = []
      const decision = { node: 'ask', digest, decision: 'approve' as const }
      const refused = await engine.run(
        { run: view.run, workflowId: 'w', workflow: asks, files: {}, seed: 1, record: [...events], decision },
        {
          signal: new AbortController().signal,
          onProgress: () => undefined,
          onEvents: (told) => void more.push(...told),
        },
      )
      return { refused, after: foldRun([...events, ...more]) }
    }
    const stale = await goOn('0'.repeat(32))
    expect(stale.refused?.code).to.equal('approval.stale')
    expect(stale.after.state).to.equal('waiting')
    const { refused, after } = await goOn(waitFor.digest)
    expect(refused).to.equal(undefined)
    expect(after.state).to.equal('completed')
    expect(resultTables(after)[0]?.table.rows).to.equal(5)
  })

  it('runs one node alone, from what the last run gave', async () => {
    const { view } = await run(mainJob)
    const last = Object.fromEntries(
      Object.values(view.nodes).map(({ node, outputs, key }) => [node, { state: 'completed' as const, outputs, key }]),
    )
    const events: RunEvent[] = []
    const problem = await engine.run(
      {
        run: 'part',
        workflowId: 'w',
        workflow: mainJob,
        files: {},
        seed: 1,
        part: { kind: 'only', node: 'prepare' },
        last,
      },
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        onEvents: (told) => void events.push(...told),
      },
    )
    expect(problem).to.equal(undefined)
    const states = Object.values(foldRun(events).nodes).map(({ node, state }) => [node, state])
    expect(states).to.deep.include.members([
      ['load', 'cached'],
      ['prepare', 'completed'],
      ['show', 'skipped'],
    ])
  })

  it('says why a workflow cannot run', async () => {
    const { view } = await run(chain(node('a', 'no-such-type'), node('b', 'table')))
    expect(view.state).to.equal('failed')
    expect(view.problem?.message).to.contain('no-such-type')
  })

  it('refuses a run whose node has no file, before its first event', async () => {
    let told = 0
    const problem = await engine.run(
      { run: 'refused', workflowId: 'w', workflow: mainJob, files: {}, seed: 1 },
      { signal: new AbortController().signal, onProgress: () => undefined, onEvents: () => void told++ },
    )
    expect(problem).to.deep.include({ code: 'run.no-file', where: { node: 'load', setting: 'dataset' } })
    expect(told).to.equal(0)
  })

  it('tells of progress, ends a cancelled run with what was done, and runs again afterwards', async () => {
    const rows = Array.from({ length: 400_000 }, (_, row) => `${row},Name ${row},${row / 8},${'ABC'[row % 3]}`)
    // Other bytes under the same id: what is kept of the first ones would stand in for them.
    await engine.forgetResults()
    bytes = new Blob(['id,name,value,category\n', rows.join('\n')])
    const controller = new AbortController()
    const { view } = await run(mainJob, {
      signal: controller.signal,
      onEvent: () => setTimeout(() => controller.abort(), 50),
    })
    expect(view.state).to.equal('cancelled')
    expect(view.nodes['show']?.state).to.equal('cancelled')
    bytes = new Blob([text])
    const again = await run(mainJob)
    expect(again.view.state).to.equal('completed')
  })

  it('takes over in a fork what the earlier run came to, and runs only what other settings change', async () => {
    const earlier = await run(mainJob)
    expect(earlier.view.state).to.equal('completed')
    const fork = async (settings: Record<string, Workflow['nodes'][number]['data']['config']>) => {
      const events: RunEvent[] = []
      const problem = await engine.run(
        { run: `fork-${runs++}`, workflowId: 'w', workflow: mainJob, files: {}, seed: 1, fork: { record: earlier.events, settings } }, // oxfmt-ignore
        { signal: new AbortController().signal, onProgress: () => {}, onEvents: (more) => void events.push(...more) },
      )
      return { problem, events, view: foldRun(events) }
    }
    const same = await fork({})
    expect(same.problem).to.equal(undefined)
    expect(same.view.state).to.equal('completed')
    expect(Object.values(same.view.nodes).map(({ state }) => state)).to.deep.equal(Array.from({ length: 4 }, () => 'cached')) // oxfmt-ignore
    expect(compareRuns(earlier.events, same.events).nodes.every(({ isEqual }) => isEqual)).to.equal(true)
    const other = await fork({ prepare: { seed: 7 } })
    expect(other.view.nodes.load?.state).to.equal('cached')
    expect(other.view.nodes.prepare?.reusedFrom).to.equal(undefined)
    expect(other.events[0]).to.deep.include({ seq: 0, forkedFrom: { run: earlier.view.run, seq: 0 } })
    const nothing = await fork({ nobody: {} })
    expect(nothing.problem?.code).to.equal('fork.no-node')
  })
})
