import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'
import { tableFromIPC } from '@uwdata/flechette'
import { emptyWorkflow, findResultTables, foldRun, unwrap, type RunEvent, type TableRef } from '@aw-flow/schema'
import { createEngine } from '../engine/create-engine.ts'
import type { Engine } from '../engine/engine.ts'
import { requests } from '../engine/requests.ts'
import workerUrl from './worker.ts?worker&url'

const rows = Array.from({ length: 5_000 }, (_, index) => `${index},"Name ${index % 97}, First ${index % 31}"`)
const csv = `id,name\n${rows.join('\n')}\n`

describe('transformations by example in the page', () => {
  let engine: Engine
  let table: TableRef
  before(async function () {
    this.timeout(60_000)
    engine = createEngine({ workerUrl, wasmUrl })
    const bytes = new Blob([csv])
    engine.provide({ bytes: async () => ({ name: 'people.csv', bytes }) })
    const load = { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } }
    const events: RunEvent[] = []
    await engine.run(
      {
        run: 'examples',
        workflowId: 'w',
        workflow: { ...emptyWorkflow('People'), nodes: [load] },
        files: { load: { dataset: 'd'.repeat(64), name: 'people.csv' } },
        seed: 1,
      },
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        onEvents: (more) => void events.push(...more),
      },
    )
    table = findResultTables(foldRun(events))[0]!.table
  })
  after(() => engine.close())

  it('are computed for all rows by DuckDB', async function () {
    this.timeout(60_000)
    const examples = [
      { row: 1, value: 'First 0 Name 0' },
      { row: 50, value: 'First 18 Name 49' },
    ]
    const preview = unwrap(await engine.ask(requests.previewExamples({ table, column: 'name', examples })))
    expect(preview.changed).to.equal(5_000)
    expect(preview.differing + preview.missing).to.equal(0)
    const page = unwrap(await engine.ask(requests.page({ table: preview.table!, offset: 4_998, limit: 2 })))
    const values = tableFromIPC(page).getChild('name (new)')!.toArray()
    expect([...values]).to.deep.equal(['First 7 Name 51', 'First 8 Name 52'])
    const again = unwrap(await engine.ask(requests.previewExamples({ table, column: 'name', examples })))
    expect(again.table!.id).to.equal(preview.table!.id)
  })

  it('are next to questions, which become statements', async () => {
    const question = { table, question: 'How many rows have the name "Name 1, First 1"?', chosen: {} }
    const answer = unwrap(await engine.ask(requests.askData(question)))
    expect(answer.statement).to.equal(`SELECT count(*) AS "count"\nFROM input\nWHERE "name" = 'Name 1, First 1'`)
    const preview = unwrap(await engine.ask(requests.previewStatement({ table, statement: answer.statement! })))
    const rows = tableFromIPC(unwrap(await engine.ask(requests.page({ table: preview.table, offset: 0, limit: 2 }))))
    expect(rows.toArray()).to.deep.equal([{ count: 2 }])
    const changing = await engine.ask(requests.previewStatement({ table, statement: 'DELETE FROM input' }))
    expect(changing.ok).to.equal(false)
    const notGranted = await engine.ask(requests.askData({ ...question, model: 'small' }))
    expect(notGranted.ok).to.equal(false)
    const invalid = await engine.ask(requests.askData({ ...question, question: 'x'.repeat(501) }))
    expect(invalid.ok).to.equal(false)
  })

  it('name a column that does not exist', async () => {
    const answer = await engine.ask(
      requests.previewExamples({ table, column: 'nane', examples: [{ row: 1, value: 'x' }] }),
    )
    expect(answer.ok).to.equal(false)
    if (!answer.ok) expect(answer.problem.code).to.equal('examples.no-cell')
  })
})
