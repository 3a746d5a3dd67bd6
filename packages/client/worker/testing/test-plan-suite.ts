import type { TableRef } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { requests } from '../../engine/requests.ts'
import type { SharedEngine } from './test-shared-engine.ts'

const csv = 'code,lon,lat\nAB-1 ,1.5,2.5\nAB-2,,3.5\nAB-3,4.5,5.5\nAB-4,6.5,7.5\n'

/** Tests plans for preparing a table. */
export function describePlans(shared: SharedEngine): void {
  describe('plans', () => {
    let table: TableRef
    before(async () => {
      table = await shared.load('places.csv', csv)
    })

    it('are proposed and previewed, trace a cell, and report operations that do not fit', async () => {
      const proposed = await shared.engine.ask(requests.proposePlan({ table, target: 'cosmo-ready' }))
      if (!proposed.ok) throw new Error(proposed.problem.message)
      const plan = proposed.value
      expect(plan.operations.map(({ id }) => id)).to.include('drop-null-rows')
      const preview = await shared.engine.ask(requests.previewPlan({ table, plan }))
      expect(preview.ok && [preview.value.rowsIn, preview.value.rowsOut]).to.deep.equal([4, 3])
      const story = await shared.engine.ask(requests.traceCell({ table, plan, row: 2, column: 'x' }))
      expect(
        story.ok && story.value.map(({ operation, before, after }) => [operation.op, before, after]),
      ).to.deep.equal([['copy', 'lon: 4.5', '4.5']])
      const wrong = await shared.engine.ask(
        requests.previewPlan({
          table,
          plan: {
            ...plan,
            operations: [{ op: 'trim', column: 'gone', reason: 'a test' }],
          },
        }),
      )
      expect(wrong.ok && wrong.value.problem?.code).to.equal('prepare.plan-does-not-fit')
      const keys = [{ left: 'code', right: 'code' }]
      const joined = await shared.engine.ask(
        requests.previewPlan({
          table,
          plan: { ...plan, operations: [{ op: 'join-tables', table: 'other', keys, kind: 'inner', reason: 'a test' }] },
          namedTables: { other: table },
        }),
      )
      expect(joined.ok && [joined.value.problem, joined.value.rowsOut]).to.deep.equal([undefined, 4])
      const schema = await shared.engine.ask(requests.proposeSchema({ table }))
      expect(schema.ok && schema.value).to.deep.equal({
        columns: [
          { name: 'code', type: 'text', nullable: false, unique: true },
          { name: 'lon', type: 'number', min: -180, max: 180 },
          { name: 'lat', type: 'number', nullable: false, min: -90, max: 90 },
        ],
        minRows: 1,
      })
      const tested = await shared.engine.ask(
        requests.validate({ table, schema: '{"columns":[{"name":"lat","min":3}]}' }),
      )
      expect(tested.ok && tested.value.rules.map(({ code, failing }) => [code, failing])).to.deep.equal([
        ['column', 0],
        ['min', 1],
      ])
      const builtIn = await shared.engine.ask(requests.validate({ table, schema: 'cosmo-ready' }))
      expect(builtIn.ok && builtIn.value.valid).to.equal(false)
      const unreadable = await shared.engine.ask(requests.validate({ table, schema: '{"columns":3}' }))
      expect(!unreadable.ok && unreadable.problem.code).to.equal('schema.invalid')
      const nowhere = await shared.engine.ask(requests.traceCell({ table, plan, row: 99, column: 'x' }))
      expect(!nowhere.ok && nowhere.problem.code).to.equal('prepare.no-cell')
    })

    it('exports the shown rows as a file, sorted and without row numbers', async () => {
      const answer = await shared.engine.ask(
        requests.derive({
          table,
          query: {
            kind: 'view',
            filters: [{ column: 'lat', test: 'above', value: '3' }],
            sort: [{ column: 'lat', direction: 'descending' }],
            places: false,
          },
        }),
      )
      if (!answer.ok) throw new Error(answer.problem.message)
      const file = await shared.engine.ask(requests.write({ table: answer.value.table, format: 'csv' }))
      expect(file.ok && (await file.value.text())).to.equal('code,lon,lat\nAB-4,6.5,7.5\nAB-3,4.5,5.5\nAB-2,,3.5\n')
    })
  })
}
