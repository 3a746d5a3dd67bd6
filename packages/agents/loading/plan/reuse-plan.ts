import { message } from '@aw-flow/messages'
import { warning, type LoadPlan, type PlanDrift, type PlannedColumn, type Problem } from '@aw-flow/schema'
import { makeUniqueName } from '../../unique-name.ts'
import type { LoadOverrides } from './file-plan.ts'
import { findTableNumber } from './plan-table.ts'

/** A saved plan adapted to a different file. */
export interface ReusedPlan {
  plan: LoadPlan
  drift: PlanDrift
  /** One warning per kind of drift. */
  warnings: Problem[]
}

/**
 * Returns the overrides that a saved plan implies for the next file: all decisions except the table's lines and
 * repaired records.
 */
export function deriveOverrides(saved: LoadPlan): LoadOverrides {
  const { dialect, encoding, headerLines, recordsPath, part, unpack } = saved
  const archiveLayer = unpack?.find((layer) => 'entry' in layer)
  const table = findTableNumber(saved)
  return {
    encoding,
    ...(dialect ? { delimiter: dialect.delimiter, quote: dialect.quote, escape: dialect.escape } : {}),
    ...(saved.format !== 'csv' ? {} : headerLines > 1 ? { headerLines } : { header: headerLines > 0 ? 'yes' : 'no' }),
    ...(archiveLayer ? { entry: archiveLayer.entry } : {}),
    ...(part === undefined ? {} : { part }),
    ...(recordsPath ? { recordsPath } : {}),
    ...(table === undefined ? {} : { table }),
  }
}

/** Returns the share (0–1) of a saved plan's columns that a detected plan contains. */
export function measureSharedColumns(saved: LoadPlan, detected: LoadPlan): number {
  if (saved.columns.length === 0) return 1
  return matchColumns(saved, detected).filter((index) => index !== undefined).length / saved.columns.length
}

/**
 * Combines a saved plan with the plan detected for a different file: the lines of the table come from the file, the
 * names and types of its columns from the saved plan. New columns are loaded as detected; missing ones are reported.
 * Columns match if their names are equal except for case, whitespace and punctuation; without a header, by position.
 */
export function reusePlan(saved: LoadPlan, detected: LoadPlan): ReusedPlan {
  const matches = matchColumns(saved, detected)
  const drift: PlanDrift = { missing: [], added: [], renamed: [], retyped: [], reordered: isReordered(matches) }
  const savedByIndex = new Map<number, PlannedColumn>()
  saved.columns.forEach((column, index) => {
    const matchedIndex = matches[index]
    if (matchedIndex === undefined) {
      drift.missing.push(column.name)
      return
    }
    const matchedColumn = detected.columns[matchedIndex] as PlannedColumn
    if (saved.headerLines > 0 && getSourceName(column) !== getSourceName(matchedColumn))
      drift.renamed.push({ from: getSourceName(column), to: getSourceName(matchedColumn) })
    if (matchedColumn.type !== column.type)
      drift.retyped.push({ column: column.name, from: column.type, to: matchedColumn.type })
    savedByIndex.set(matchedIndex, adaptColumn(column, matchedColumn))
  })
  const usedNames = new Set([...savedByIndex.values()].map(({ name }) => name.toLowerCase()))
  const columns = detected.columns.map((column, index) => {
    const savedColumn = savedByIndex.get(index)
    if (savedColumn) return savedColumn
    const name = makeUniqueName(column.name, usedNames)
    drift.added.push(name)
    return name === column.name ? column : { ...column, name, sourceName: getSourceName(column) }
  })
  return { plan: { ...detected, columns }, drift, warnings: createDriftWarnings(drift) }
}

/** Returns the name of a column in the source. */
const getSourceName = ({ name, sourceName, path }: PlannedColumn): string => path?.join('.') ?? sourceName ?? name

const normalizeSpelling = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/**
 * Returns the index of the matching column in the file for each saved column: by exact name first, then regardless of
 * spelling.
 */
function matchColumns(saved: LoadPlan, detected: LoadPlan): (number | undefined)[] {
  const matchesByPosition = saved.format === 'csv' && (saved.headerLines === 0 || detected.headerLines === 0)
  if (matchesByPosition) return saved.columns.map((_, index) => (index < detected.columns.length ? index : undefined))
  const unmatched = new Set(detected.columns.keys())
  const claimMatch = (normalize: (text: string) => string, target: string): number | undefined => {
    for (const index of unmatched) {
      const name = normalize(getSourceName(detected.columns[index] as PlannedColumn))
      if (name === '' || name !== normalize(target)) continue
      unmatched.delete(index)
      return index
    }
    return undefined
  }
  const exactMatches = saved.columns.map((column) => claimMatch((text) => text, getSourceName(column)))
  return exactMatches.map(
    (index, savedIndex) =>
      index ?? claimMatch(normalizeSpelling, getSourceName(saved.columns[savedIndex] as PlannedColumn)),
  )
}

function isReordered(matches: readonly (number | undefined)[]): boolean {
  const positions = matches.filter((position) => position !== undefined)
  return positions.some((position, index) => index > 0 && position < (positions[index - 1] as number))
}

/** Applies a saved column's name and type to the matching column of the file. */
function adaptColumn(savedColumn: PlannedColumn, { name, sourceName, path }: PlannedColumn): PlannedColumn {
  const { sourceName: _, path: __, ...rest } = savedColumn
  const source = sourceName ?? name
  return { ...rest, ...(source === rest.name ? {} : { sourceName: source }), ...(path ? { path } : {}) }
}

function createDriftWarnings({ missing, added, renamed, retyped, reordered }: PlanDrift): Problem[] {
  return [
    ...(missing.length > 0 ? [warning('load.drift-missing', { columns: missing.slice(0, maxListedColumns) })] : []),
    ...(added.length > 0 ? [warning('load.drift-added', { columns: added.slice(0, maxListedColumns) })] : []),
    ...(renamed.length > 0
      ? [
          warning('load.drift-renamed', {
            columns: renamed
              .slice(0, maxListedColumns)
              .map(({ from, to }) => message('loading.renamed', { found: to, saved: from })),
          }),
        ]
      : []),
    ...(retyped.length > 0
      ? [
          warning('load.drift-types', {
            columns: retyped
              .slice(0, maxListedColumns)
              .map(({ column, from, to }) => message('loading.retyped', { column, saved: from, found: to })),
          }),
        ]
      : []),
    ...(reordered ? [warning('load.drift-order', {})] : []),
  ]
}

/** Maximum number of columns in a warning: one more than it shows, so its list ends with an ellipsis. */
const maxListedColumns = 6
