import type { LoadedTable } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { correctPlan } from './correct-plan.ts'

/** What a correction makes of one column of 1,000 rows with these bad cells. */
function correct(type: string, texts: string[], more: { badCells?: number; name?: string; last?: boolean } = {}) {
  const { badCells = texts.length, name = 'c', last = false } = more
  const plan: LoadPlan = {
    format: 'csv',
    encoding: 'utf-8',
    skippedLines: 0,
    headerLines: 1,
    columns: [{ name, type, nulls: [] }],
    evidence: [],
  }
  const loaded: LoadedTable = {
    table: { id: 't', rows: 1000, columns: [{ name, type }] },
    columns: [
      { name, type, nulls: badCells, badCells, badExamples: texts.map((text, index) => ({ row: index + 1, text })) },
    ],
    rejects: 0,
    rejectSample: [],
    padded: 0,
  }
  return correctPlan(plan, loaded, last)?.plan.columns[0]
}

describe('correctPlan', () => {
  it('has nothing to correct where no cell is bad', () => {
    expect(correct('BIGINT', [])).toBeUndefined()
  })

  it('makes decimals of whole numbers', () => {
    expect(correct('BIGINT', ['1.5', '-2.25', 'n/a'])).toMatchObject({ type: 'DOUBLE', nulls: ['n/a'] })
    expect(correct('BIGINT', ['1.5', 'inf'])).toMatchObject({ type: 'DOUBLE' })
  })

  it('adds words for no value', () => {
    expect(correct('DATE', ['unknown', '-', '-'], { badCells: 300 })).toMatchObject({
      type: 'DATE',
      nulls: ['-', 'unknown'],
    })
  })

  it('makes text of what is neither, and of digits that a number would lose', () => {
    expect(correct('BIGINT', ['red', 'blue'], { badCells: 500 })).toMatchObject({ type: 'VARCHAR' })
    expect(correct('BIGINT', ['00501'])).toMatchObject({ type: 'VARCHAR' })
    expect(correct('BIGINT', ['12345678901234567890'])).toMatchObject({ type: 'VARCHAR' })
  })

  it('leaves a few odd cells, but none in a column of ids', () => {
    expect(correct('DOUBLE', ['oops'])).toBeUndefined()
    expect(correct('BIGINT', ['oops'], { name: 'order_id' })).toMatchObject({ type: 'VARCHAR' })
  })

  it('gives decimals more places, and times beyond a day room', () => {
    expect(correct('DECIMAL(38,2)', ['1.125', '2.5'])).toMatchObject({ type: 'DECIMAL(38,3)' })
    expect(correct('DECIMAL(38,2)', ['oops'], { badCells: 500 })).toMatchObject({ type: 'VARCHAR' })
    expect(correct('TIME', ['24:08:00', '31:00:10'])).toMatchObject({ type: 'INTERVAL' })
    expect(correct('TIME', ['24:08', 'noon'], { badCells: 500 })).toMatchObject({ type: 'VARCHAR' })
  })

  it('exchanges day and month where only habit had decided, and does not change them back', () => {
    const plan: LoadPlan = {
      format: 'csv',
      encoding: 'utf-8',
      skippedLines: 0,
      headerLines: 1,
      columns: [{ name: 'd', type: 'DATE', format: '%m/%d/%Y', nulls: [] }],
      evidence: [
        {
          decision: 'type of d',
          value: 'DATE',
          confidence: 0.5,
          reason: 'All 3 cells looked at are dates written as %m/%d/%Y.',
          runnersUp: [{ value: '%d/%m/%Y', score: 0.45 }],
        },
      ],
    }
    const after = (planned: LoadPlan, ...texts: string[]) =>
      correctPlan(
        planned,
        {
          table: { id: 't', rows: 1000, columns: [{ name: 'd', type: 'DATE' }] },
          columns: [
            {
              name: 'd',
              type: 'DATE',
              nulls: texts.length,
              badCells: texts.length,
              badExamples: texts.map((text, index) => ({ row: index + 1, text })),
            },
          ],
          rejects: 0,
          rejectSample: [],
          padded: 0,
        },
        false,
      )
    const corrected = after(plan, '13/05/2020', '31/12/2020')
    expect(corrected?.plan.columns[0]).toMatchObject({ type: 'DATE', format: '%d/%m/%Y' })
    expect(corrected?.reason).toEqual({
      code: 'loading.corrected-dates',
      params: { value: '13/05/2020', column: 'd', format: '%d/%m/%Y' },
    })
    expect(after(plan, '13/05/2020', '05/13/2020')).toBeUndefined()
    expect(after(corrected?.plan as LoadPlan, '05/13/2020')).toBeUndefined()
  })

  it('tries nothing in its last attempt of which the outcome is not sure', () => {
    expect(correct('BIGINT', ['1.5', '2.5'], { badCells: 500, last: true })).toMatchObject({ type: 'VARCHAR' })
    expect(correct('BIGINT', ['NA', 'NA'], { badCells: 500, last: true })).toMatchObject({ type: 'VARCHAR' })
    expect(correct('BIGINT', ['1.5', '2.5'], { last: true })).toMatchObject({ type: 'DOUBLE' })
  })
})
