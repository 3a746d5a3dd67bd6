import { expect, it } from 'vitest'
import { alignCells, type CellCosts } from './align-cells.ts'

/** Costs of a table whose columns contain numbers and words in turn. */
const createCosts = (width: number): CellCosts => ({
  width,
  computeCellCost: (column, text) => (text === '' ? 1 : /^\d+$/.test(text) === (column % 2 === 0) ? 0 : 20),
  findSplit: () => undefined,
})
const createCells = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => (index % 2 === 0 ? String(index) : 'word'))
const align = (cells: readonly string[], width: number) =>
  alignCells(
    cells,
    cells.map(() => false),
    createCosts(width),
    ',',
  )

it('aligns a record of 10,000 cells, of which one is surplus or missing', () => {
  const cells = createCells(10_000)
  expect(align(cells.toSpliced(5_000, 0, ''), 10_000)).toEqual({ cost: 3, cells })
  const missing = align(cells.toSpliced(5_000, 1), 10_000)
  expect(missing?.cells).toEqual(cells.with(5_000, ''))
})

it('does not align a wide record with many surplus cells, which would take minutes', () => {
  const surplus = Array.from({ length: 100 }, () => 'more')
  expect(align([...createCells(2_000), ...surplus], 2_000)).toBeUndefined()
  expect(align([...createCells(9), ...surplus, '10'], 11)).toBeDefined()
})
