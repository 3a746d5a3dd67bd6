/** What cells cost as values of a table's columns, in nats. */
export interface CellCosts {
  width: number
  cell(column: number, text: string): number
  /** The best place to cut a text into this column's and the next one's, if there is one. */
  cut(column: number, text: string): { at: number; cost: number } | undefined
}

export interface Alignment {
  cost: number
  cells: string[]
}

/** What a change to a record costs: how unlikely it is, in nats, that a record was damaged so. */
const costs = { drop: 3, merge: 4, mergeQuoted: 10, cut: 5, insert: 6, tail: 1 }
/** What an empty cell costs at most in a column that a record may lack at its end: one in eight is empty there. */
const usuallyEmpty = 2
const mostCells = 100
/** A record that lacks more was cut off, and nothing tells what it lacks. */
const mostMissing = 2
const longestCut = 3000

type Step = { from: number; column: number; cells: string[] }

/**
 * Finds the cheapest way to make a record's cells the cells of a table: leaving out empty ones and joining neighbours
 * where there are too many, cutting one or putting an empty one in where there are too few. `undefined` where the
 * record is further from the table than that.
 */
export function alignCells(
  cells: readonly string[],
  quoted: readonly boolean[],
  table: CellCosts,
  delimiter: string,
): Alignment | undefined {
  const { width } = table
  const count = cells.length
  if (count > width + mostCells || count < width - mostMissing) return undefined
  const tooMany = count > width
  const band = Math.abs(count - width) + 3
  const best = Array.from({ length: count + 1 }, () => Array.from({ length: width + 1 }, () => Infinity))
  const steps = new Map<number, Step>()
  const reach = (taken: number, column: number, cost: number, step: Step): void => {
    const row = best[taken] as number[]
    if (cost >= (row[column] as number)) return
    row[column] = cost
    steps.set(taken * (width + 1) + column, step)
  }
  ;(best[0] as number[])[0] = 0
  for (let taken = 0; taken <= count; taken++) {
    for (let column = 0; column <= width; column++) {
      const so = (best[taken] as number[])[column] as number
      if (so === Infinity || Math.abs(taken - column) > band) continue
      const step = (made: string[]): Step => ({ from: taken, column, cells: made })
      const cell = cells[taken]
      if (cell !== undefined && tooMany && cell.trim() === '') reach(taken + 1, column, so + costs.drop, step([]))
      if (column === width) continue
      if (cell === undefined) {
        const empty = table.cell(column, '')
        if (empty <= usuallyEmpty) reach(taken, column + 1, so + costs.tail + 0.3 * empty, step(['']))
        continue
      }
      reach(taken + 1, column + 1, so + table.cell(column, cell), step([cell]))
      if (tooMany) {
        let merged = cell
        let cost = so
        for (let more = 1; more <= count - width && taken + more < count; more++) {
          merged += delimiter + (cells[taken + more] as string)
          cost += quoted[taken] || quoted[taken + more] ? costs.mergeQuoted : costs.merge
          reach(taken + more + 1, column + 1, cost + table.cell(column, merged), step([merged]))
        }
      } else if (count < width) {
        const empty = table.cell(column, '')
        if (empty <= usuallyEmpty) reach(taken, column + 1, so + costs.insert + empty, step(['']))
        const cut =
          column + 1 < width && cell.length > 1 && cell.length < longestCut ? table.cut(column, cell) : undefined
        if (cut)
          reach(taken + 1, column + 2, so + costs.cut + cut.cost, step([cell.slice(0, cut.at), cell.slice(cut.at)]))
      }
    }
  }
  const cost = (best[count] as number[])[width] as number
  if (cost === Infinity) return undefined
  const made: string[] = []
  for (let taken = count, column = width; taken > 0 || column > 0;) {
    const step = steps.get(taken * (width + 1) + column) as Step
    made.unshift(...step.cells)
    taken = step.from
    column = step.column
  }
  return { cost, cells: made }
}
