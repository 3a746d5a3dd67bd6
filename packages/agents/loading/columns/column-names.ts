import { isReservedName } from '@aw-flow/schema'

/** A column's name with what stood in the source, where that had to be changed. */
export interface ColumnName {
  name: string
  sourceName?: string
}

/**
 * Names for columns from what the header says: white space made single and taken off both ends, an empty name becomes
 * `column_3` (its place, from 1), a repeated one gets `_2`, `_3`, …; names that differ only in case count as repeated,
 * since DuckDB takes them for the same; so does a name that no column may have. Every name comes out once and not empty.
 */
export function columnNames(header: readonly string[]): ColumnName[] {
  const used = new Set(header.map((text) => tidy(text).toLowerCase()).filter((text) => text !== ''))
  const given = new Set<string>()
  const lastNumbers = new Map<string, number>()
  return header.map((source, index) => {
    const base = tidy(source) || `column_${index + 1}`
    const folded = base.toLowerCase()
    let name = base
    let number = lastNumbers.get(folded) ?? 1
    while (isReservedName(name) || given.has(name.toLowerCase()) || isTakenLater(name, base, used))
      name = `${base}_${++number}`
    lastNumbers.set(folded, number)
    given.add(name.toLowerCase())
    return name === source ? { name } : { name, sourceName: source }
  })
}

/** A made-up name must not take the one that a later column really has. */
const isTakenLater = (name: string, base: string, used: ReadonlySet<string>): boolean =>
  name !== base && used.has(name.toLowerCase())

const tidy = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/\s+/g, ' ')
    .trim()
