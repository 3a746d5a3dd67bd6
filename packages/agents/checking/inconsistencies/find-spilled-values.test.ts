import { expect, it } from 'vitest'
import { encodeTable } from '../encoded-table.ts'
import { findSpilledValues } from './find-spilled-values.ts'

const rows = (): string[][] =>
  Array.from({ length: 20 }, (_, row) => [
    ['Portland', 'Austin', 'Salem'][row % 3] as string,
    ['OR', 'TX', 'OR'][row % 3] as string,
  ])
const find = (table: string[][]) => findSpilledValues(encodeTable(['city', 'state'], table))

it('moves values from the end or the start of another cell into the empty cell', () => {
  const table = rows()
  table[3] = ['Portland OR', '']
  table[7] = ['Austin, TX', '']
  table[11] = ['OR - Salem', '']
  const [spill] = find(table)
  expect(spill).toMatchObject({ sourceIndex: 0, targetIndex: 1 })
  expect([...(spill?.valuesByRow ?? [])]).toEqual([
    [3, ['Portland', 'OR']],
    [7, ['Austin', 'TX']],
    [11, ['Salem', 'OR']],
  ])
})

it('finds nothing if the values do not explain half of the empty cells', () => {
  const table = rows()
  for (const row of [1, 4, 8, 9, 13, 16, 19]) table[row]![1] = ''
  for (const row of [1, 4, 8]) table[row]![0] += ' TX'
  expect(find(table)).toEqual([])
})

it('finds nothing if texts contain numbers, or the values of filled cells too', () => {
  const portions = Array.from({ length: 20 }, (_, row) => [
    `${1 + (row % 2)} cup`,
    row % 3 === 0 ? '' : String(1 + (row % 2)),
  ])
  expect(find(portions)).toEqual([])
  const table = rows().map(([city, state]) => [`${city} ${state}`, state as string])
  for (const row of [1, 4, 8]) table[row]![1] = ''
  expect(find(table)).toEqual([])
})

it('finds nothing in a table without empty cells', () => {
  expect(find(rows())).toEqual([])
})
