import { unwrap, type TableRef } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { tableFromIPC } from '@uwdata/flechette'
import { requests } from '../../engine/requests.ts'
import type { SharedEngine } from './test-shared-engine.ts'

const rows = Array.from({ length: 5_000 }, (_, index) => `${index},"Name ${index % 97}, First ${index % 31}"`)
const csv = `id,name\n${rows.join('\n')}\n`

/** Tests transformations by example, and questions about a table. */
export function describeByExample(shared: SharedEngine): void {
  describe('transformations by example', () => {
    let table: TableRef
    before(async () => {
      table = await shared.load('people.csv', csv)
    })

    it('are computed for all rows by DuckDB', async () => {
      const examples = [
        { row: 1, value: 'First 0 Name 0' },
        { row: 50, value: 'First 18 Name 49' },
      ]
      const preview = unwrap(await shared.engine.ask(requests.previewExamples({ table, column: 'name', examples })))
      expect(preview.changed).to.equal(5_000)
      expect(preview.differing + preview.missing).to.equal(0)
      const page = unwrap(await shared.engine.ask(requests.page({ table: preview.table!, offset: 4_998, limit: 2 })))
      const values = tableFromIPC(page).getChild('name (new)')!.toArray()
      expect([...values]).to.deep.equal(['First 7 Name 51', 'First 8 Name 52'])
      const again = unwrap(await shared.engine.ask(requests.previewExamples({ table, column: 'name', examples })))
      expect(again.table!.id).to.equal(preview.table!.id)
    })

    it('are next to questions, which become statements', async () => {
      const question = { table, question: 'How many rows have the name "Name 1, First 1"?', chosen: {} }
      const answer = unwrap(await shared.engine.ask(requests.askData(question)))
      expect(answer.statement).to.equal(`SELECT count(*) AS "count"\nFROM input\nWHERE "name" = 'Name 1, First 1'`)
      const preview = unwrap(
        await shared.engine.ask(requests.previewStatement({ table, statement: answer.statement! })),
      )
      const rows = tableFromIPC(
        unwrap(await shared.engine.ask(requests.page({ table: preview.table, offset: 0, limit: 2 }))),
      )
      expect(rows.toArray()).to.deep.equal([{ count: 2 }])
      const changing = await shared.engine.ask(requests.previewStatement({ table, statement: 'DELETE FROM input' }))
      expect(changing.ok).to.equal(false)
      const notGranted = await shared.engine.ask(requests.askData({ ...question, model: 'small' }))
      expect(notGranted.ok).to.equal(false)
      const invalid = await shared.engine.ask(requests.askData({ ...question, question: 'x'.repeat(501) }))
      expect(invalid.ok).to.equal(false)
    })

    it('name a column that does not exist', async () => {
      const answer = await shared.engine.ask(
        requests.previewExamples({ table, column: 'nane', examples: [{ row: 1, value: 'x' }] }),
      )
      expect(answer.ok).to.equal(false)
      if (!answer.ok) expect(answer.problem.code).to.equal('examples.no-cell')
    })
  })
}
