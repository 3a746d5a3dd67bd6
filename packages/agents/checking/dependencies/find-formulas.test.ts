import { expect, it } from 'vitest'
import { checkCells } from '../check-texts.ts'
import { encodeTable } from '../encoded-table.ts'
import { findAges } from './find-ages.ts'
import { findExtracts } from './find-extracts.ts'
import { findFormulas } from './find-formulas.ts'

function run<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
const repairsOf = (header: string[], rows: string[][]): [number, string, string | undefined][] =>
  run(checkCells(encodeTable(header, rows))).map(({ row, column, repair }) => [row, column, repair])
const list = (makeRow: (row: number) => string[], count = 160): string[][] =>
  Array.from({ length: count }, (_, row) => makeRow(row))
/** Numbers from 0 to 999 in arbitrary order. */
const scatter = (row: number, step: number): number => (row * row * step + row * 389) % 1000

it('finds conversions, percentages and means with their constants', () => {
  const rows = list((row) => {
    const [a, b, c] = [scatter(row, 7), 200 + scatter(row, 3), scatter(row, 11)] as [number, number, number]
    return [a, b, c, (1.8 * a + 32).toFixed(1), ((100 * a) / b).toFixed(1), ((a + b + c) / 3).toFixed(2)].map(String)
  })
  const formulas = run(findFormulas(encodeTable(['a', 'b', 'c', 'f', 'share', 'mean'], rows)))
  const find = (to: number, operation: string) => formulas.find((formula) => formula.targetIndex === to && formula.operation === operation) // oxfmt-ignore
  expect(find(3, 'sum')).toMatchObject({ inputIndexes: [0], factor: 1.8, offset: 32 })
  expect(find(4, 'quotient')).toMatchObject({ inputIndexes: [0, 1], factor: 100, offset: 0 })
  expect(find(5, 'sum')?.inputIndexes).toEqual([0, 1, 2])
  expect(find(5, 'sum')?.factor).toBeCloseTo(1 / 3, 6)
})

it('accepts numbers with more decimal places than JavaScript formats', () => {
  const rows = list((row) => {
    const decimals = String(scatter(row, 7)).padStart(150, '0')
    return [`0.${decimals}`, `${1 + scatter(row, 3)}.${decimals}`, `${2 + scatter(row, 3)}.${decimals}`]
  })
  expect(repairsOf(['a', 'b', 'c'], rows)).toEqual([])
})

it('finds no formula in unrelated numbers', () => {
  const rows = list((row) => [7, 3, 11].map((step) => String(scatter(row, step))))
  expect(run(findFormulas(encodeTable(['a', 'b', 'c'], rows)))).toEqual([])
})

it('finds numbers that contradict their conversion, and leaves rounding errors', () => {
  const rows = list((row) => [(scatter(row, 7) / 10).toFixed(1), ((1.8 * scatter(row, 7)) / 10 + 32).toFixed(1)])
  rows[50]![1] = rows[90]![1] as string
  rows[70]![1] = (Number(rows[70]![1]) + 0.1).toFixed(1)
  // Either number can be the wrong one.
  expect(repairsOf(['celsius', 'fahrenheit'], rows).map(([row]) => row)).toEqual([51])
})

it('finds ages on one day, and repairs an age that contradicts the birth date', () => {
  const births = list((row) => [String(scatter(row, 7))]).map(([days]) => Date.UTC(1950, 0, 1) + Number(days) * 20 * 86_400_000) // oxfmt-ignore
  const rows = births.map((birth) => [
    new Date(birth).toISOString().slice(0, 10),
    String(Math.floor((Date.UTC(2024, 5, 15) - birth) / 86_400_000 / 365.2425)),
  ])
  expect(findAges(encodeTable(['born', 'age'], rows))).toMatchObject([{ birthIndex: 0, ageIndex: 1, mismatchShare: 0 }])
  const right = rows[30]![1] as string
  rows[30]![1] = String(Number(right) - 7)
  expect(repairsOf(['born', 'age'], rows)).toEqual([[31, 'age', right]])
})

it('finds parts of texts, and repairs a part that contradicts the text', () => {
  const rows = list((row) => {
    const host = `site${scatter(row, 7)}.example`
    return [`user${scatter(row, 3)}@${host}`, host]
  })
  expect(run(findExtracts(encodeTable(['mail', 'host'], rows), 0))).toMatchObject([
    { sourceIndex: 0, targetIndex: 1, mismatchShare: 0 },
  ])
  const right = rows[30]![1] as string
  rows[30]![1] = rows[60]![1] as string
  expect(repairsOf(['mail', 'host'], rows)).toContainEqual([31, 'host', right])
})

it('repairs a text that contradicts several columns rather than one of these columns', () => {
  const rows = list((row) => {
    const [name, host] = [`name${scatter(row, 3)}`, `site${row % 50}.example`]
    return [name, `${name}@${host}`, host]
  })
  const wrong = [30, 71, 102, 143]
  const right = wrong.map((row) => rows[row]?.[1])
  for (const row of wrong) rows[row]![1] = rows[row - 20]![1] as string
  const repairs = repairsOf(['name', 'mail', 'host'], rows)
  expect(repairs).toEqual(wrong.map((row, index) => [row + 1, 'mail', right[index]]))
})
