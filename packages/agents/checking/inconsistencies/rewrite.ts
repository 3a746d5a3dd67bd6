import { findInconsistencies } from './find-inconsistencies.ts'

/** Finds the rewrites of a column's values. For tests only. `cells` contains the cell count of each value. */
export const rewrite = (cells: Readonly<Record<string, number>>): Record<string, string | undefined> => {
  const texts = Object.entries(cells).map(([text, count]) => ({ text, cells: count }))
  const { rewritten } = findInconsistencies(
    texts,
    texts.reduce((sum, text) => sum + text.cells, 0),
  )
  return Object.fromEntries([...rewritten].map(([text, { to }]) => [text, to]))
}

/** Creates the cell counts of a column with `count` distinct values. For tests only. */
export const repeat = (count: number, getText: (index: number) => string): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [getText(index), 1]))
