/** Costs of texts as cells of a table, in nats. */
export interface CellCosts {
  width: number
  cell(column: number, text: string): number
  /** Best position to split a text between this column and the next one. */
  split(column: number, text: string): { at: number; cost: number } | undefined
}

export interface Alignment {
  cost: number
  cells: string[]
}

/** Costs of edits, in nats: how unlikely each kind of damage is. */
const editCosts = { drop: 3, merge: 4, mergeQuoted: 10, cut: 5, insert: 6, tail: 1 }
/** Maximum cost of an empty cell that is inserted: one in eight cells of the column is empty. */
const maxEmptyCost = 2
const maxSurplusCells = 100
/** A record that lacks more cells is cut off and cannot be repaired. */
const maxMissingCells = 2
const maxCutLength = 3000

type Step = { from: number; column: number; cells: string[] }

/**
 * Finds the cheapest alignment of a record's cells with the columns of a table by dynamic programming. Surplus cells
 * are dropped if they are empty, or merged with the next one; missing cells are created by splitting a cell or
 * inserting an empty one. Returns `undefined` if the numbers of cells differ too much.
 */
export function alignCells(
  cells: readonly string[],
  quoted: readonly boolean[],
  table: CellCosts,
  delimiter: string,
): Alignment | undefined {
  const { width } = table
  const count = cells.length
  if (count > width + maxSurplusCells || count < width - maxMissingCells) return undefined
  const tooMany = count > width
  const maxShift = Math.abs(count - width) + 3
  const best = Array.from({ length: count + 1 }, () => Array.from({ length: width + 1 }, () => Infinity))
  const steps = new Map<number, Step>()
  const relax = (used: number, column: number, cost: number, step: Step): void => {
    const row = best[used] as number[]
    if (cost >= (row[column] as number)) return
    row[column] = cost
    steps.set(used * (width + 1) + column, step)
  }
  ;(best[0] as number[])[0] = 0
  for (let used = 0; used <= count; used++) {
    for (let column = 0; column <= width; column++) {
      const costSoFar = (best[used] as number[])[column] as number
      if (costSoFar === Infinity || Math.abs(used - column) > maxShift) continue
      const step = (newCells: string[]): Step => ({ from: used, column, cells: newCells })
      const cell = cells[used]
      if (cell !== undefined && tooMany && cell.trim() === '')
        relax(used + 1, column, costSoFar + editCosts.drop, step([]))
      if (column === width) continue
      if (cell === undefined) {
        const empty = table.cell(column, '')
        if (empty <= maxEmptyCost) relax(used, column + 1, costSoFar + editCosts.tail + 0.3 * empty, step(['']))
        continue
      }
      relax(used + 1, column + 1, costSoFar + table.cell(column, cell), step([cell]))
      if (tooMany) {
        let merged = cell
        let cost = costSoFar
        for (let extra = 1; extra <= count - width && used + extra < count; extra++) {
          merged += delimiter + (cells[used + extra] as string)
          cost += quoted[used] || quoted[used + extra] ? editCosts.mergeQuoted : editCosts.merge
          relax(used + extra + 1, column + 1, cost + table.cell(column, merged), step([merged]))
        }
      } else if (count < width) {
        const empty = table.cell(column, '')
        if (empty <= maxEmptyCost) relax(used, column + 1, costSoFar + editCosts.insert + empty, step(['']))
        const split =
          column + 1 < width && cell.length > 1 && cell.length < maxCutLength ? table.split(column, cell) : undefined
        if (split)
          relax(
            used + 1,
            column + 2,
            costSoFar + editCosts.cut + split.cost,
            step([cell.slice(0, split.at), cell.slice(split.at)]),
          )
      }
    }
  }
  const cost = (best[count] as number[])[width] as number
  if (cost === Infinity) return undefined
  const alignedCells: string[] = []
  for (let used = count, column = width; used > 0 || column > 0;) {
    const step = steps.get(used * (width + 1) + column) as Step
    alignedCells.unshift(...step.cells)
    used = step.from
    column = step.column
  }
  return { cost, cells: alignedCells }
}
