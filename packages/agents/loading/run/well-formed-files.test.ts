import { describe, expect, it } from 'vitest'
import { sizes } from '../../../../test/sizes.ts'
import { createMemoryFile } from '../../test-file.ts'
import { normalizeNewlines, readRecords } from '../records/read-records.ts'
import { planLoad } from '../plan/plan-load.ts'
import { createWellFormedFile } from './test-well-formed-file.ts'

/** Generates numbers from 0 to 1 (a linear congruential generator). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0
    return state / 4294967296
  }
}

describe('well-formed files', () => {
  it('are read exactly: delimiter, header and cells', async () => {
    const random = generator(7)
    for (let at = 0; at < sizes.propertyRuns; at++) {
      const { text, delimiter, names, records } = createWellFormedFile(random)
      const { filePlan } = await planLoad(createMemoryFile('any.csv', text), { exact: true })
      const plan = filePlan?.plan
      if (!plan?.dialect) throw new Error(`No dialect for ${JSON.stringify(text)}.`)
      const body = normalizeNewlines(text).split('\n').slice(plan.headerLines).join('\n')
      const found = {
        delimiter: names.length === 1 ? delimiter : plan.dialect.delimiter,
        above: plan.skippedLines,
        headerLines: plan.headerLines,
        below: plan.trailingLines ?? 0,
        names: plan.columns.map(({ name }) => name),
        records: readRecords(body, plan.dialect).map(({ cells }) => cells),
      }
      expect(found, JSON.stringify(text)).toEqual({
        delimiter,
        above: 0,
        headerLines: 1,
        below: 0,
        names,
        records: records.map((cells) => cells.map(normalizeNewlines)),
      })
    }
  })

  it.each([
    ['names that are signs or null words', 'id,N/A,*\n,12:30,a\n,"\n",b\n,x,c\n', 3],
    ['a last record with a label for totals that are not sums', 'kind,amount\na,3\nb,5\nc,4\nTotal,9\n', 4],
  ])('may have %s', async (_, text, rows) => {
    const { filePlan } = await planLoad(createMemoryFile('any.csv', text), { exact: true })
    expect(filePlan?.plan).toMatchObject({ skippedLines: 0, headerLines: 1 })
    expect(filePlan?.plan.trailingLines ?? 0).toBe(0)
    const body = text.split('\n').slice(1).join('\n')
    expect(readRecords(body, filePlan?.plan.dialect ?? { delimiter: ',', quote: '"', escape: '"' })).toHaveLength(rows)
  })
})
