import type { EncodedColumn, EncodedTable } from '../encoded-table.ts'
import { groupByCode, type Grouping } from './group-rows.ts'
import { toExactShape } from '../scoring/value-shape.ts'
import type { ValuePart } from './predictor.ts'
import { findMax } from '../large-lists.ts'

/** A potential determinant of other columns: a column's values, or a part of each value. */
export interface ColumnKey {
  column: number
  /** The part of each value that is used, or `undefined` for the full value. */
  part: ValuePart | undefined
  /** Extracts the key from a value. Returns an empty string if the value has no such part. */
  extract: (text: string) => string
}

const maxPartFraction = 1 / 3
const minFraction = 0.9
const separator = /[^\p{L}\p{N}]+/u

/**
 * Finds a table's potential determinants: every column, the parts that almost all values of a column have (such as
 * "2010" in "2010-07-03" or "393" in "393-000-01"), and the first two or three characters of codes that share a pattern
 * (such as "99" in "99501").
 */
export function findKeys({ rows, columns }: EncodedTable): ColumnKey[] {
  return columns.flatMap((column, columnIndex) => {
    const columnKey: ColumnKey = { column: columnIndex, part: undefined, extract: (text) => text }
    return [columnKey, ...findPartKeys(column, columnIndex, rows)]
  })
}

/** Groups rows by key. */
export function groupByKey({ rows, columns }: EncodedTable, { column: columnIndex, extract }: ColumnKey): Grouping {
  const column = columns[columnIndex] as EncodedColumn
  const groupIds = new Map<string, number>()
  const groups = Int32Array.from(column.values, (text, code) => {
    const part = code === 0 ? '' : extract(text)
    if (part === '') return -1
    const group = groupIds.get(part) ?? groupIds.size
    groupIds.set(part, group)
    return group
  })
  return groupByCode(column, rows, groups, groupIds.size)
}

function findPartKeys(column: EncodedColumn, columnIndex: number, rowCount: number): ColumnKey[] {
  const valueCounts: [string, number][] = []
  let nonEmptyCount = 0
  let maxLength = 0
  const shapes = new Map<string, number>()
  column.values.forEach((text, code) => {
    const cellCount = column.counts[code] as number
    if (code === 0 || cellCount === 0) return
    valueCounts.push([text, cellCount])
    nonEmptyCount += cellCount
    maxLength = Math.max(maxLength, text.length)
    const shape = toExactShape(text)
    shapes.set(shape, (shapes.get(shape) ?? 0) + cellCount)
  })
  if (valueCounts.length < 20 || maxLength > 200) return []
  const hasOnePattern =
    findMax(shapes.values()) >= minFraction * nonEmptyCount && [...shapes.keys()].some((shape) => shape.includes('9'))
  const candidates: ColumnKey[] = [
    { column: columnIndex, part: 'first', extract: (text) => selectPart(text, 0) },
    { column: columnIndex, part: 'second', extract: (text) => selectPart(text, 1) },
    { column: columnIndex, part: 'last', extract: (text) => selectPart(text, -1) },
    ...(hasOnePattern
      ? [2, 3].map((length) => ({
          column: columnIndex,
          part: length,
          extract: (text: string) => text.slice(0, length),
        }))
      : []),
  ]
  const maxParts = Math.min(maxPartFraction * rowCount, 0.8 * valueCounts.length)
  const seenFingerprints = new Set<string>()
  return candidates.filter(({ extract }) => {
    const parts = new Map<string, number>()
    let coveredCount = nonEmptyCount
    for (const [text, cellCount] of valueCounts) {
      const part = extract(text)
      if (part === '') coveredCount -= cellCount
      else parts.set(part, (parts.get(part) ?? 0) + cellCount)
      if (coveredCount < minFraction * nonEmptyCount || parts.size > maxParts) return false
    }
    const fingerprint = `${parts.size} ${coveredCount} ${[...parts.keys()].slice(0, 5).join('|')}`
    if (parts.size < 2 || seenFingerprints.has(fingerprint)) return false
    seenFingerprints.add(fingerprint)
    return true
  })
}

function selectPart(text: string, index: number): string {
  const parts = text.split(separator).filter((part) => part !== '')
  return parts.length >= 2 ? (parts.at(index) ?? '') : ''
}
