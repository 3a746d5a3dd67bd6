import type { LoadedTable } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { correctPlan } from './correct-plan.ts'

/** Corrects the plan of a column with 1,000 rows and these invalid cells, and returns the column. */
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
  it('changes nothing without invalid cells', () => {
    expect(correct('BIGINT', [])).toBeUndefined()
  })

  it('changes integers to decimals', () => {
    expect(correct('BIGINT', ['1.5', '-2.25', 'n/a'])).toMatchObject({ type: 'DOUBLE', nulls: ['n/a'] })
    expect(correct('BIGINT', ['1.5', 'inf'])).toMatchObject({ type: 'DOUBLE' })
  })

  it('adds a second format of dates if its order is certain', () => {
    expect(correct('DATE', ['31.01.2024', '5.2.2024'], { badCells: 300 })).toMatchObject({
      type: 'DATE',
      format: '%Y-%m-%d',
      otherFormat: '%d.%m.%Y',
    })
    expect(correct('DATE', ['05.01.2024', '5.2.2024'], { badCells: 300 })).toMatchObject({ type: 'VARCHAR' })
  })

  it('adds null values', () => {
    expect(correct('DATE', ['unknown', '-', '-'], { badCells: 300 })).toMatchObject({
      type: 'DATE',
      nulls: ['-', 'unknown'],
    })
  })

  it('changes other columns to text, and numbers that would lose digits', () => {
    expect(correct('BIGINT', ['red', 'blue'], { badCells: 500 })).toMatchObject({ type: 'VARCHAR' })
    expect(correct('BIGINT', ['00501'])).toMatchObject({ type: 'VARCHAR' })
    expect(correct('BIGINT', ['12345678901234567890'])).toMatchObject({ type: 'VARCHAR' })
  })

  it('tolerates a few invalid cells, but none in a column of ids', () => {
    expect(correct('DOUBLE', ['oops'])).toBeUndefined()
    expect(correct('BIGINT', ['oops'], { name: 'order_id' })).toMatchObject({ type: 'VARCHAR' })
  })

  it('increases the scale of decimals, and changes times beyond a day to durations', () => {
    expect(correct('DECIMAL(38,2)', ['1.125', '2.5'])).toMatchObject({ type: 'DECIMAL(38,3)' })
    expect(correct('DECIMAL(38,2)', ['oops'], { badCells: 500 })).toMatchObject({ type: 'VARCHAR' })
    expect(correct('TIME', ['24:08:00', '31:00:10'])).toMatchObject({ type: 'INTERVAL' })
    expect(correct('TIME', ['24:08', 'noon'], { badCells: 500 })).toMatchObject({ type: 'VARCHAR' })
  })

  it('swaps day and month of ambiguous dates once', () => {
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

  it('makes only certain corrections before the last attempt', () => {
    expect(correct('BIGINT', ['1.5', '2.5'], { badCells: 500, last: true })).toMatchObject({ type: 'VARCHAR' })
    expect(correct('BIGINT', ['NA', 'NA'], { badCells: 500, last: true })).toMatchObject({ type: 'VARCHAR' })
    expect(correct('BIGINT', ['1.5', '2.5'], { last: true })).toMatchObject({ type: 'DOUBLE' })
  })
})
