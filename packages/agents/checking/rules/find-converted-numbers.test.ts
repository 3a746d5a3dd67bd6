import { expect, it } from 'vitest'
import { encodeTable } from '../encoded-table.ts'
import { findConvertedNumbers } from './find-converted-numbers.ts'
import { findSwappedNumbers } from './find-swapped-numbers.ts'

const sources = ['a', 'b', 'c', 'd', 'e', 'f']
/** Weights from 60 to 79 kg of six sources. */
const weights = (count = 240): string[][] =>
  Array.from({ length: count }, (_, row) => [
    sources[(row * 7 + (row % 5)) % 6] as string,
    (60 + ((row * row * 3 + row * 37) % 200) / 10).toFixed(1),
  ])
const header = ['source', 'weight']

it('converts the numbers of a source that uses a different unit', () => {
  const rows = weights()
  const clean = rows.map((row) => [...row])
  const pounds = rows.flatMap((cells, row) => (cells[0] === 'c' ? [row] : []))
  for (const row of pounds) (rows[row] as string[])[1] = (Number(clean[row]?.[1]) * 2.204_623).toFixed(1)
  const found = findConvertedNumbers(encodeTable(header, rows))
  expect(found.map(({ row, column, replacement: value }) => [row, column, value])).toEqual(
    pounds.map((row) => [row, 1, clean[row]?.[1]]),
  )
})

it('converts all numbers of a source whose range overlaps with that of the others', () => {
  const clean = weights(360).map(([source = '', weight]) => [source, ((Number(weight) - 60) * 4 + 40).toFixed(1)])
  const rows = clean.map(([source = '', weight]) => [
    source,
    source === 'c' ? (Number(weight) * 2.204_623).toFixed(1) : (weight as string),
  ])
  const found = findConvertedNumbers(encodeTable(header, rows))
  expect(new Set(found.map(({ row }) => row))).toEqual(
    new Set(clean.flatMap(([source], row) => (source === 'c' ? [row] : []))),
  )
  expect(found.every(({ row, replacement: value }) => value === clean[row]?.[1])).toBe(true)
})

it('ignores whole numbers of a larger group if a conversion does not yield them', () => {
  const counts = weights(360).map(([source = '', weight]) => [
    source,
    String(Math.round((Number(weight) - 60) * 40 + 400)),
  ])
  const converted = counts.map(([source = '', count]) => [
    source,
    source === 'c' ? String(Math.round(Number(count) * 2.204_623)) : (count as string),
  ])
  expect(findConvertedNumbers(encodeTable(header, converted)).length).toBeGreaterThan(30)
  // About every second number of the larger group is one that the conversion skips.
  const larger = counts.map(([source = '', count], row) => [
    source,
    source === 'c' ? String(Math.round(Number(count) * 2.204_623) + (row % 2)) : (count as string),
  ])
  expect(findConvertedNumbers(encodeTable(header, larger))).toEqual([])
})

it('ignores other numbers: few of them, and those whose ratio is not that of two units', () => {
  const few = weights()
  for (const row of [3, 50, 90]) (few[row] as string[])[1] = '150.3'
  expect(findConvertedNumbers(encodeTable(header, few))).toEqual([])
  const heavier = weights().map(([source = '', weight]) => [
    source,
    source === 'c' ? (Number(weight) * 3).toFixed(1) : (weight as string),
  ])
  expect(findConvertedNumbers(encodeTable(header, heavier))).toEqual([])
})

it('exchanges numbers that are plausible in the other column only', () => {
  const rows = Array.from({ length: 80 }, (_, row) => [String(60 + ((row * 37) % 50)), String(2 + (row % 4))])
  for (const row of [12, 40]) rows[row] = [rows[row]?.[1] as string, rows[row]?.[0] as string]
  const found = findSwappedNumbers(encodeTable(['area', 'rooms'], rows))
  expect(found.map(({ row, column }) => [row, column])).toEqual([
    [12, 0],
    [12, 1],
    [40, 0],
    [40, 1],
  ])
  // A single exchange can be a coincidence.
  rows[40] = ['80', '3']
  expect(findSwappedNumbers(encodeTable(['area', 'rooms'], rows))).toEqual([])
})
