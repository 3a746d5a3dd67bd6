/** Computes how unlikely strings are as cells of a table. Costs are in nats (-ln of the probability). */
export interface CellCosts {
  /** Number of columns. */
  width: number
  computeCellCost(column: number, text: string): number
  /** Returns the best position to split a string into cells of this column and the next one, if there is one. */
  findSplit(column: number, text: string): { position: number; cost: number } | undefined
}

/** A record's cells aligned with the columns, and the cost of the alignment in nats. */
export interface Alignment {
  cost: number
  cells: string[]
}

/** Cost of each edit in nats, according to how unlikely the corresponding damage is. */
const editCosts = { drop: 3, merge: 4, mergeQuoted: 10, split: 5, insert: 6, append: 1 }
/** Maximum cost of inserting an empty cell. It is reached if about one in seven cells of the column is empty. */
const maxEmptyCost = 2
const maxExtraCells = 100
/** Maximum number of missing cells. A record that lacks more cells is truncated and cannot be repaired. */
const maxMissingCells = 2
const maxSplitLength = 3000
/** Maximum number of steps. Wide records with many extra cells would exceed it and are not repaired. */
const maxSteps = 5_000_000

type Step = { consumedCount: number; column: number; cells: string[] }

/**
 * Finds the cheapest alignment of a record's cells with the columns of a table, using dynamic programming. An extra
 * cell is dropped if it is empty, or merged with the next cell. A missing cell is created by splitting a cell or
 * inserting an empty one. Only positions near the diagonal are considered and stored. Returns `undefined` if the number
 * of cells differs too much from the number of columns, or if the computation would take too many steps.
 */
export function alignCells(
  cells: readonly string[],
  quotedFlags: readonly boolean[],
  cellCosts: CellCosts,
  delimiter: string,
): Alignment | undefined {
  const { width } = cellCosts
  const cellCount = cells.length
  if (cellCount > width + maxExtraCells || cellCount < width - maxMissingCells) return undefined
  const hasExtraCells = cellCount > width
  const maxShift = Math.abs(cellCount - width) + 3
  const bandWidth = 2 * maxShift + 1
  if (cellCount * bandWidth * (1 + Math.max(0, cellCount - width)) > maxSteps) return undefined
  const lowestCosts = new Float64Array((cellCount + 1) * bandWidth).fill(Infinity)
  const steps = new Map<number, Step>()
  const getIndex = (consumedCount: number, column: number): number =>
    consumedCount * bandWidth + column - consumedCount + maxShift
  const relax = (consumedCount: number, column: number, cost: number, step: Step): void => {
    if (Math.abs(consumedCount - column) > maxShift) return
    const index = getIndex(consumedCount, column)
    if (cost >= (lowestCosts[index] as number)) return
    lowestCosts[index] = cost
    steps.set(index, step)
  }
  lowestCosts[getIndex(0, 0)] = 0
  for (let consumedCount = 0; consumedCount <= cellCount; consumedCount++) {
    const lastColumn = Math.min(width, consumedCount + maxShift)
    for (let column = Math.max(0, consumedCount - maxShift); column <= lastColumn; column++) {
      const costSoFar = lowestCosts[getIndex(consumedCount, column)] as number
      if (costSoFar === Infinity) continue
      const createStep = (newCells: string[]): Step => ({ consumedCount, column, cells: newCells })
      const cell = cells[consumedCount]
      if (cell !== undefined && hasExtraCells && cell.trim() === '')
        relax(consumedCount + 1, column, costSoFar + editCosts.drop, createStep([]))
      if (column === width) continue
      if (cell === undefined) {
        const emptyCost = cellCosts.computeCellCost(column, '')
        if (emptyCost <= maxEmptyCost)
          relax(consumedCount, column + 1, costSoFar + editCosts.append + 0.3 * emptyCost, createStep(['']))
        continue
      }
      relax(consumedCount + 1, column + 1, costSoFar + cellCosts.computeCellCost(column, cell), createStep([cell]))
      if (hasExtraCells) {
        let mergedCell = cell
        let cost = costSoFar
        for (let extra = 1; extra <= cellCount - width && consumedCount + extra < cellCount; extra++) {
          mergedCell += delimiter + (cells[consumedCount + extra] as string)
          cost +=
            quotedFlags[consumedCount] || quotedFlags[consumedCount + extra] ? editCosts.mergeQuoted : editCosts.merge
          relax(
            consumedCount + extra + 1,
            column + 1,
            cost + cellCosts.computeCellCost(column, mergedCell),
            createStep([mergedCell]),
          )
        }
      } else if (cellCount < width) {
        const emptyCost = cellCosts.computeCellCost(column, '')
        if (emptyCost <= maxEmptyCost)
          relax(consumedCount, column + 1, costSoFar + editCosts.insert + emptyCost, createStep(['']))
        const split =
          column + 1 < width && cell.length > 1 && cell.length < maxSplitLength
            ? cellCosts.findSplit(column, cell)
            : undefined
        if (split)
          relax(
            consumedCount + 1,
            column + 2,
            costSoFar + editCosts.split + split.cost,
            createStep([cell.slice(0, split.position), cell.slice(split.position)]),
          )
      }
    }
  }
  const cost = lowestCosts[getIndex(cellCount, width)] as number
  if (cost === Infinity) return undefined
  const alignedCells: string[] = []
  for (let consumedCount = cellCount, column = width; consumedCount > 0 || column > 0;) {
    const step = steps.get(getIndex(consumedCount, column)) as Step
    alignedCells.push(...step.cells.toReversed())
    consumedCount = step.consumedCount
    column = step.column
  }
  return { cost, cells: alignedCells.reverse() }
}
