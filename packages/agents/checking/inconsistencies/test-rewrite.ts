import { findInconsistencies } from './find-inconsistencies.ts'

/** Finds the rewrites of a column's values, given the cell count of each value. For tests only. */
export const findRewrites = (cellCounts: Readonly<Record<string, number>>): Record<string, string | undefined> => {
  const values = Object.entries(cellCounts).map(([text, count]) => ({ text, cellCount: count }))
  const { rewrites } = findInconsistencies(
    values,
    values.reduce((sum, text) => sum + text.cellCount, 0),
  )
  return Object.fromEntries([...rewrites].map(([text, { replacement }]) => [text, replacement]))
}

/** Creates the cell counts of a column with `count` distinct values. For tests only. */
export const createCellCounts = (count: number, getText: (index: number) => string): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [getText(index), 1]))
