import { englishFormatter } from '@aw-flow/messages/catalogs'
import { requests } from '../../engine/requests.ts'
import {
  chartSpecSchema,
  rowIndexColumn,
  findResultTables,
  tableFormats,
  type TableQuery,
} from '@aw-flow/schema/internal'
import { expect } from '@open-wc/testing'
import { tableFromIPC } from '@uwdata/flechette'
import { chain, mainJob, node, type SharedEngine } from './test-shared-engine.ts'

/** Tests tables of runs: pages, views and cached results. */
export function describeResults(shared: SharedEngine): void {
  describe('results', () => {
    it('runs the main workflow, reports every event in order, and returns the table page by page and as CSV', async () => {
      const { events, problem, view } = await shared.run(mainJob)
      expect(problem).to.equal(undefined)
      expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index))
      expect(view.state).to.equal('completed')
      const table = findResultTables(view)[0]!.table
      expect(table.rows).to.equal(5)

      const page = await shared.engine.ask(requests.page({ table, offset: 1, limit: 2 }))
      if (!page.ok) throw new Error(page.problem.message)
      const rows = tableFromIPC(page.value).toArray() as Record<string, unknown>[]
      expect(rows.map(({ name }) => name)).to.deep.equal(['Beta', 'Gamma'])

      const csv = await shared.engine.ask(requests.write({ table, format: 'csv' }))
      if (!csv.ok) throw new Error(csv.problem.message)
      const lines = (await csv.value.text()).trimEnd().split('\n')
      expect(lines).to.have.length(6)
      expect(lines[0]?.split(',')).to.include.members(['id', 'index', 'name', 'value'])

      const prefixes = { json: '[', jsonl: '{"id"', parquet: 'PAR1', arrow: 'ARROW1', xlsx: 'PK' } as const
      for (const [format, prefix] of Object.entries(prefixes) as [keyof typeof prefixes, string][]) {
        const file = await shared.engine.ask(requests.write({ table, format }))
        if (!file.ok) throw new Error(file.problem.message)
        expect(await file.value.slice(0, prefix.length).text(), format).to.equal(prefix)
        expect(file.value.type).to.equal(tableFormats[format].mediaType)
      }
    })

    it('derives tables: sorted rows, matching cells, the data of a chart', async () => {
      const { view } = await shared.run(chain(node('load', 'loading')))
      const { table } = findResultTables(view)[0]!
      const ask = async (query: TableQuery): Promise<Record<string, unknown>[]> => {
        const derived = await shared.engine.ask(requests.derive({ table, query }))
        if (!derived.ok) throw new Error(derived.problem.message)
        const page = await shared.engine.ask(requests.page({ table: derived.value.table, offset: 0, limit: 100 }))
        if (!page.ok) throw new Error(page.problem.message)
        return tableFromIPC(page.value).toArray() as Record<string, unknown>[]
      }
      const sorted = await ask({
        kind: 'view',
        sort: [{ column: 'value', direction: 'descending' }],
        filters: [{ column: 'category', test: 'differs', value: 'c' }],
      })
      expect(sorted.map(({ name, [rowIndexColumn]: place }) => [name, Number(place)])).to.deep.equal([
        ['Epsilon', 4],
        ['Beta', 1],
        ['Gamma', 2],
        ['Alpha', 0],
      ])
      const matches = await ask({ kind: 'find', text: 'ETA' })
      expect(matches.map(({ row, column }) => [Number(row), Number(column)])).to.deep.equal([[1, 1]])
      const spec = chartSpecSchema.parse({ mark: 'bar', x: 'category', y: 'value', measure: 'mean' })
      const bars = await ask({ kind: 'chart', spec })
      expect(bars.map(({ x, value }) => [x, value])).to.deep.equal([
        ['C', 30],
        ['B', 22.875],
        ['A', 13.125],
      ])
      const rejected = await shared.engine.ask(
        requests.derive({
          table,
          query: {
            kind: 'view',
            sort: [],
            filters: [{ column: 'value', test: 'above', value: 'much' }],
          },
        }),
      )
      expect(rejected.ok ? '' : rejected.problem.code).to.equal('view.invalid-value')
    })

    it('reuses cached results, lists and removes them, and drops unused tables', async () => {
      await shared.engine.ask(requests.removeResults({}))
      for (let earlier = 0; earlier < shared.runs; earlier++)
        await shared.engine.ask(requests.dropRun({ run: `run-${earlier}` }))
      const [first, second] = [await shared.run(mainJob), await shared.run(mainJob)]
      const table = findResultTables(second.view)[0]!.table
      expect(findResultTables(first.view)[0]!.table.id).to.equal(table.id)
      expect(Object.values(first.view.nodes).map(({ state }) => state)).to.not.include('cached')
      expect(Object.values(second.view.nodes).every(({ state }) => state === 'cached')).to.equal(true)
      const cached = await shared.engine.ask(requests.listResults({}))
      expect(cached.ok && cached.value.map(({ type, run: by }) => [type, by])).to.deep.include([
        'loading',
        first.view.run,
      ])
      await shared.engine.ask(requests.dropRun({ run: first.view.run }))
      expect((await shared.engine.ask(requests.page({ table, offset: 0, limit: 1 }))).ok).to.equal(true)
      await shared.engine.ask(requests.dropRun({ run: second.view.run }))
      expect((await shared.engine.ask(requests.page({ table, offset: 0, limit: 1 }))).ok).to.equal(true)
      await shared.engine.ask(requests.removeResults({}))
      const removed = await shared.engine.ask(requests.page({ table, offset: 0, limit: 1 }))
      expect(removed.ok).to.equal(false)
      if (!removed.ok) expect(englishFormatter.renderProblem(removed.problem).hint).to.be.a('string')
    })
  })
}
