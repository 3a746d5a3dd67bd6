import { countDistinct, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { toExactShape } from '../scoring/value-shape.ts'
import type { CellViolation } from './violation.ts'
import { appendAll, findMax } from '../large-lists.ts'

const minGroupRows = 12
const minGroupShare = 0.95
/** Minimum share of rows whose value has the most frequent shape in its group. */
const minMatchingShare = 0.98
/** Maximum share of cells with the column's most frequent shape. */
const maxCommonShapeShare = 0.85
const maxShapes = 60
const maxGroups = 400

/**
 * Finds codes whose pattern differs from the pattern of their group, such as postal codes that do not match the pattern
 * of their country. Within a group, almost all codes must have the same pattern, and the patterns of groups must
 * differ.
 */
export function findGroupPatternViolations({ rows: rowCount, columns }: EncodedTable): CellViolation[] {
  const groupColumns = columns.flatMap((column, columnIndex) => {
    const distinctCount = countDistinct(column)
    return distinctCount >= 2 && distinctCount <= maxGroups && distinctCount * minGroupRows <= rowCount
      ? [columnIndex]
      : []
  })
  const results: CellViolation[] = []
  columns.forEach((column, columnIndex) => {
    const shapes = findShapes(column)
    if (!shapes) return
    for (const groupIndex of groupColumns) {
      if (groupIndex === columnIndex) continue
      const violations = findViolations(columns, columnIndex, groupIndex, shapes, rowCount)
      if (!violations) continue
      appendAll(results, violations)
      return
    }
  })
  return results
}

/**
 * Returns the shape of each value of a column, indexed by code, or `undefined` if the column does not contain short
 * codes with several shapes.
 */
function findShapes(column: EncodedColumn): string[] | undefined {
  const cellCountByShape = new Map<string, number>()
  let total = 0
  const shapes = column.values.map((text, code) => {
    const count = column.counts[code] as number
    if (code === 0 || count === 0) return ''
    const shape = text.length > 16 ? '' : toExactShape(text)
    total += count
    cellCountByShape.set(shape, (cellCountByShape.get(shape) ?? 0) + count)
    return shape
  })
  const hasDigits =
    [...cellCountByShape].reduce((sum, [shape, count]) => sum + (shape.includes('9') ? count : 0), 0) >= 0.9 * total
  const isNumeric = [...cellCountByShape.keys()].some((shape) => /^-?9*\.9+$/.test(shape))
  if (
    !hasDigits ||
    isNumeric ||
    cellCountByShape.size < 2 ||
    cellCountByShape.size > maxShapes ||
    findMax(cellCountByShape.values()) > maxCommonShapeShare * total
  )
    return undefined
  return shapes
}

function findViolations(
  columns: readonly EncodedColumn[],
  columnIndex: number,
  groupIndex: number,
  shapes: readonly string[],
  rowCount: number,
): CellViolation[] | undefined {
  const [column, groupColumn] = [columns[columnIndex], columns[groupIndex]] as [EncodedColumn, EncodedColumn]
  const shapeCountsByGroup = new Map<number, Map<string, number>>()
  for (let row = 0; row < rowCount; row++) {
    const group = groupColumn.repairedCodes[row] as number
    const code = column.repairedCodes[row] as number
    if (group === 0 || code === 0) continue
    const shape = shapes[code] as string
    const shapeCounts = shapeCountsByGroup.get(group) ?? new Map<string, number>()
    shapeCounts.set(shape, (shapeCounts.get(shape) ?? 0) + 1)
    shapeCountsByGroup.set(group, shapeCounts)
  }
  const shapeByGroup = new Map<number, string>()
  let total = 0
  let matchingCount = 0
  for (const [group, countsByShape] of shapeCountsByGroup) {
    const size = [...countsByShape.values()].reduce((sum, count) => sum + count, 0)
    const [shape, count] = [...countsByShape].sort((a, b) => b[1] - a[1])[0] as [string, number]
    if (size < minGroupRows) continue
    total += size
    matchingCount += count
    if (count >= minGroupShare * size) shapeByGroup.set(group, shape)
  }
  if (
    total < 0.5 * rowCount ||
    matchingCount < minMatchingShare * total ||
    matchingCount === total ||
    new Set(shapeByGroup.values()).size < 2
  )
    return undefined
  const results: CellViolation[] = []
  for (let row = 0; row < rowCount; row++) {
    const shape = shapeByGroup.get(groupColumn.repairedCodes[row] as number)
    const code = column.repairedCodes[row] as number
    if (shape === undefined || code === 0 || shapes[code] === shape) continue
    const params = {
      column: groupColumn.name,
      group: groupColumn.values[groupColumn.repairedCodes[row] as number] as string,
      pattern: shape,
    }
    results.push({ row, column: columnIndex, kind: 'group-pattern', rule: 'pattern', params, logOdds: 2 })
  }
  return results
}
