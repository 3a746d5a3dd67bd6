import { countDistinct, type EncodedColumn, type EncodedTable } from '../encoded-table.ts'
import { exactShape } from '../scoring/value-shape.ts'
import type { CellViolation } from './violation.ts'

const minGroupRows = 12
const minGroupShare = 0.95
/** Minimum share of rows with the usual shape of their group. */
const minFitting = 0.98
/** Maximum share of the most frequent shape of the column. */
const maxCommonShape = 0.85
const maxShapes = 60
const maxGroups = 400

/**
 * Finds codes whose pattern differs from that of their group, such as postal codes of a country: most groups have one
 * pattern, and the column has several.
 */
export function findShapesByGroup({ rows, columns }: EncodedTable): CellViolation[] {
  const groupColumns = columns.flatMap((column, at) => {
    const distinct = countDistinct(column)
    return distinct >= 2 && distinct <= maxGroups && distinct * minGroupRows <= rows ? [at] : []
  })
  const found: CellViolation[] = []
  columns.forEach((column, at) => {
    const shapes = shapesOf(column)
    if (!shapes) return
    for (const by of groupColumns) {
      if (by === at) continue
      const violations = violationsBy(columns, at, by, shapes, rows)
      if (!violations) continue
      found.push(...violations)
      return
    }
  })
  return found
}

/** The shape of each code of a column of short codes with several shapes. */
function shapesOf(column: EncodedColumn): string[] | undefined {
  const cells = new Map<string, number>()
  let all = 0
  const shapes = column.values.map((text, code) => {
    const count = column.counts[code] as number
    if (code === 0 || count === 0) return ''
    const shape = text.length > 16 ? '' : exactShape(text)
    all += count
    cells.set(shape, (cells.get(shape) ?? 0) + count)
    return shape
  })
  const hasDigits = [...cells].reduce((sum, [shape, count]) => sum + (shape.includes('9') ? count : 0), 0) >= 0.9 * all
  const isNumeric = [...cells.keys()].some((shape) => /^-?9*\.9+$/.test(shape))
  if (
    !hasDigits ||
    isNumeric ||
    cells.size < 2 ||
    cells.size > maxShapes ||
    Math.max(...cells.values()) > maxCommonShape * all
  )
    return undefined
  return shapes
}

function violationsBy(
  columns: readonly EncodedColumn[],
  at: number,
  by: number,
  shapes: readonly string[],
  rows: number,
): CellViolation[] | undefined {
  const [column, groups] = [columns[at], columns[by]] as [EncodedColumn, EncodedColumn]
  const counts = new Map<number, Map<string, number>>()
  for (let row = 0; row < rows; row++) {
    const group = groups.believed[row] as number
    const code = column.believed[row] as number
    if (group === 0 || code === 0) continue
    const shape = shapes[code] as string
    const known = counts.get(group) ?? new Map<string, number>()
    known.set(shape, (known.get(shape) ?? 0) + 1)
    counts.set(group, known)
  }
  const usual = new Map<number, string>()
  let all = 0
  let fitting = 0
  for (const [group, byShape] of counts) {
    const size = [...byShape.values()].reduce((sum, count) => sum + count, 0)
    const [shape, count] = [...byShape].sort((a, b) => b[1] - a[1])[0] as [string, number]
    if (size < minGroupRows) continue
    all += size
    fitting += count
    if (count >= minGroupShare * size) usual.set(group, shape)
  }
  if (all < 0.5 * rows || fitting < minFitting * all || fitting === all || new Set(usual.values()).size < 2)
    return undefined
  const found: CellViolation[] = []
  for (let row = 0; row < rows; row++) {
    const shape = usual.get(groups.believed[row] as number)
    const code = column.believed[row] as number
    if (shape === undefined || code === 0 || shapes[code] === shape) continue
    const params = {
      column: groups.name,
      group: groups.values[groups.believed[row] as number] as string,
      pattern: shape,
    }
    found.push({ row, column: at, kind: 'group-pattern', rule: 'pattern', params, odds: 2 })
  }
  return found
}
