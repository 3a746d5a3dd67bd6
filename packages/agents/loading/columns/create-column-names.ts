import { isReservedName } from '@aw-flow/schema/internal'

/** A column name. `sourceName` is the original name, if it had to be changed. */
export interface ColumnName {
  name: string
  sourceName?: string
}

/**
 * Creates unique, non-empty column names from header cells. Whitespace is collapsed and trimmed. NUL, which DuckDB does
 * not support in names, is removed. Only the first 500 characters are used, because names derived from them, such as
 * `price missing`, must not exceed the limit of names in plans. An empty name becomes `column_3`, where 3 is the
 * column's position, starting at 1. Duplicate and reserved names receive a suffix: `_2`, `_3` and so on. As in DuckDB,
 * names that differ only in case are duplicates.
 */
export function createColumnNames(header: readonly string[]): ColumnName[] {
  const sourceNames = new Set(header.map((text) => normalizeName(text).toLowerCase()).filter((text) => text !== ''))
  const assignedNames = new Set<string>()
  const lastNumbers = new Map<string, number>()
  return header.map((sourceName, index) => {
    const base = normalizeName(sourceName) || `column_${index + 1}`
    const lowercaseBase = base.toLowerCase()
    let name = base
    let suffix = lastNumbers.get(lowercaseBase) ?? 1
    while (isReservedName(name) || assignedNames.has(name.toLowerCase()) || isSourceName(name, base, sourceNames))
      name = `${base}_${++suffix}`
    lastNumbers.set(lowercaseBase, suffix)
    assignedNames.add(name.toLowerCase())
    return name === sourceName ? { name } : { name, sourceName }
  })
}

/** Returns whether a generated name equals the original name of another column. */
const isSourceName = (name: string, base: string, sourceNames: ReadonlySet<string>): boolean =>
  name !== base && sourceNames.has(name.toLowerCase())

const maxNameLength = 500

const normalizeName = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, maxNameLength)
    .trimEnd()
