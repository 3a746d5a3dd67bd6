import type { EncodedColumn, EncodedTable } from './encoded-table.ts'
import { groupByCode, type Grouping } from './group-rows.ts'
import { exactShape } from './value-shape.ts'

/** What rows can be grouped by: a column's values, or a part of them that stands for more than itself. */
export interface ColumnKey {
  column: number
  /** Of which part: "the first part of"; empty for the whole. */
  label: string
  /** The part of a value; an empty text where it has none. */
  of: (text: string) => string
}

const mostValues = 1 / 3
const leastShare = 0.9
const between = /[^\p{L}\p{N}]+/u

/**
 * The keys of a table: every column, the parts of values that all have ("2010" of "2010-07-03", "393" of "393-000-01"),
 * and the first two and three characters of codes of one form ("99" of "99501").
 */
export function findKeys({ rows, columns }: EncodedTable): ColumnKey[] {
  return columns.flatMap((column, at) => {
    const whole: ColumnKey = { column: at, label: '', of: (text) => text }
    return [whole, ...partsOf(column, at, rows)]
  })
}

export function groupByKey({ rows, columns }: EncodedTable, { column: at, of }: ColumnKey): Grouping {
  const column = columns[at] as EncodedColumn
  const known = new Map<string, number>()
  const groups = Int32Array.from(column.values, (text, code) => {
    const part = code === 0 ? '' : of(text)
    if (part === '') return -1
    const group = known.get(part) ?? known.size
    known.set(part, group)
    return group
  })
  return groupByCode(column, rows, groups, known.size)
}

function partsOf(column: EncodedColumn, at: number, rows: number): ColumnKey[] {
  const texts: [string, number][] = []
  let filled = 0
  let longest = 0
  const shapes = new Map<string, number>()
  column.values.forEach((text, code) => {
    const cells = column.counts[code] as number
    if (code === 0 || cells === 0) return
    texts.push([text, cells])
    filled += cells
    longest = Math.max(longest, text.length)
    const shape = exactShape(text)
    shapes.set(shape, (shapes.get(shape) ?? 0) + cells)
  })
  if (texts.length < 20 || longest > 200) return []
  const isOneForm =
    Math.max(...shapes.values()) >= leastShare * filled && [...shapes.keys()].some((shape) => shape.includes('9'))
  const tried: ColumnKey[] = [
    { column: at, label: 'the first part of', of: (text) => partOf(text, 0) },
    { column: at, label: 'the second part of', of: (text) => partOf(text, 1) },
    { column: at, label: 'the last part of', of: (text) => partOf(text, -1) },
    ...(isOneForm
      ? [2, 3].map((length) => ({
          column: at,
          label: `the first ${length} characters of`,
          of: (text: string) => text.slice(0, length),
        }))
      : []),
  ]
  const seen = new Set<string>()
  return tried.filter(({ of }) => {
    const parts = new Map<string, number>()
    for (const [text, cells] of texts) if (of(text) !== '') parts.set(of(text), (parts.get(of(text)) ?? 0) + cells)
    const having = [...parts.values()].reduce((sum, cells) => sum + cells, 0)
    const print = `${parts.size} ${having} ${[...parts.keys()].slice(0, 5).join('|')}`
    if (
      having < leastShare * filled ||
      parts.size < 2 ||
      parts.size > mostValues * rows ||
      parts.size > 0.8 * texts.length ||
      seen.has(print)
    )
      return false
    seen.add(print)
    return true
  })
}

function partOf(text: string, at: number): string {
  const parts = text.split(between).filter((part) => part !== '')
  return parts.length >= 2 ? (parts.at(at) ?? '') : ''
}
