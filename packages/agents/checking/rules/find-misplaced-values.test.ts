import { describe, expect, it } from 'vitest'
import { encodeTable } from '../encoded-table.ts'
import { findMisplacedValues } from './find-misplaced-values.ts'

const places = [
  ['Oak 12', 'Austin', 'Texas', '78701'],
  ['Elm 4', 'Boston', 'Massachusetts', '02101'],
  ['Lake 9', 'Denver', 'Colorado', '80201'],
] as const
const header = ['street', 'town', 'state', 'code', 'remark']
const rowsOf = (count: number): string[][] =>
  Array.from({ length: count }, (_, row) => [...(places[row % 3] as (typeof places)[number]), ''])

const repairsOf = (rows: string[][]): string[] =>
  findMisplacedValues(encodeTable(header, rows)).map(
    ({ row, column, replacement: value }) => `${row} ${header[column]}: ${value}`,
  )

describe('values in the wrong column', () => {
  it('exchanges the values of two columns', () => {
    const rows = rowsOf(60)
    rows[7] = ['Elm 4', 'Massachusetts', 'Boston', '02101', '']
    expect(repairsOf(rows)).toEqual([])
    rows[8] = ['Lake 9', 'Colorado', 'Denver', '80201', '']
    expect(repairsOf(rows)).toEqual(['7 town: Boston', '7 state: Massachusetts', '8 town: Denver', '8 state: Colorado'])
  })

  it('moves back values that are one column too far to the right', () => {
    const rows = rowsOf(60)
    rows[9] = ['', ...(places[0] as readonly string[])]
    expect(repairsOf(rows)).toEqual(['9 street: Oak 12', '9 town: Austin', '9 state: Texas', '9 code: 78701', '9 remark: ']) // oxfmt-ignore
  })

  it('moves back values that are one column too far to the left, whose first value is lost', () => {
    const rows = rowsOf(60).map((cells) => [...cells.slice(0, 4), 'open'])
    rows[9] = ['Oak 12', 'Texas', '78701', 'open', '']
    expect(repairsOf(rows).toSorted()).toEqual(
      ['9 town: undefined', '9 state: Texas', '9 code: 78701', '9 remark: open'].toSorted(),
    )
  })

  it('ignores columns that share their values', () => {
    const towns = ['Austin', 'Boston', 'Denver', 'Dallas']
    const rows = Array.from({ length: 80 }, (_, row) => [
      towns[row % 4] as string,
      towns[(row + 1 + (row % 3)) % 4] as string,
    ])
    expect(findMisplacedValues(encodeTable(['from', 'to'], rows))).toEqual([])
  })
})
