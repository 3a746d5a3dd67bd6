import { describe, expect, it } from 'vitest'
import { encodeTable } from '../encoded-table.ts'
import { findRuleViolations } from './find-rule-violations.ts'
import type { CellViolation } from './violation.ts'

function violationsIn(header: string[], rows: string[][]): CellViolation[] {
  const steps = findRuleViolations(encodeTable(header, rows))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Rows, kinds and repairs of the violations. */
const brief = (violations: readonly CellViolation[]): [number, string, string | undefined][] =>
  violations.map(({ row, kind, replacement: value }) => [row, kind, value])

const list = <Value>(count: number, of: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => of(index))

describe('impossible values', () => {
  it('finds dates that do not exist', () => {
    const rows = list(40, (index) => [`2023-0${1 + (index % 9)}-${10 + (index % 18)}`])
    rows[4] = ['2023-02-30']
    expect(brief(violationsIn(['on'], rows))).toEqual([[4, 'impossible-value', undefined]])
  })

  it('finds numbers outside the range of their quantity', () => {
    const rows = list(60, (index) => [String(20 + index), String(index), String(100 + index)])
    rows[3] = ['230', '180', '260']
    expect(brief(violationsIn(['age', 'lat', 'weight'], rows))).toEqual([
      [3, 'impossible-value', undefined],
      [3, 'impossible-value', undefined],
    ])
  })

  it('ignores a column in which many values are outside the range', () => {
    expect(
      violationsIn(
        ['percent'],
        list(60, (index) => [String(index * 10)]),
      ),
    ).toEqual([])
  })
})

describe('rules of several columns', () => {
  it('finds a total row', () => {
    const rows = list(20, (index) => [`town ${index}`, String(100 + index * 3)])
    rows.push(['Total', String(rows.reduce((sum, row) => sum + Number(row[1]), 0))])
    expect(brief(violationsIn(['town', 'people'], rows))).toEqual([[20, 'total-row', undefined]])
  })
})
