import { message } from '@aw-flow/messages'
import { warning, defined, type LoadPlan, type Problem } from '@aw-flow/schema'
import type { PlanDrift, PlannedColumn } from '@aw-flow/schema/internal'
import { makeUniqueName } from '../../unique-name.ts'
import type { LoadOverrides } from './file-plan.ts'
import { findTableNumber } from './plan-table.ts'

/** A saved plan that was adapted to a different file. */
export interface ReusedPlan {
  plan: LoadPlan
  drift: PlanDrift
  /** One warning per kind of drift. */
  warnings: Problem[]
}

/**
 * Returns the overrides that plan a different file in the same way as a saved plan. They include all decisions except
 * the table's lines and the repaired records.
 */
export function deriveOverrides(savedPlan: LoadPlan): LoadOverrides {
  const { dialect, encoding, headerLines, recordsPath, part, unpack } = savedPlan
  const archiveLayer = unpack?.find((layer) => 'entry' in layer)
  const table = findTableNumber(savedPlan)
  return {
    encoding,
    ...(dialect ? { delimiter: dialect.delimiter, quote: dialect.quote, escape: dialect.escape } : {}),
    ...(savedPlan.format !== 'csv'
      ? {}
      : headerLines > 1
        ? { headerLines }
        : { header: headerLines > 0 ? 'yes' : 'no' }),
    ...(archiveLayer ? { entry: archiveLayer.entry } : {}),
    ...defined({ part, recordsPath, table }),
  }
}

/** Returns the fraction of a saved plan's columns that a detected plan contains, from 0 to 1. */
export function getSharedColumnFraction(savedPlan: LoadPlan, detectedPlan: LoadPlan): number {
  if (savedPlan.columns.length === 0) return 1
  return matchColumns(savedPlan, detectedPlan).filter((index) => index !== undefined).length / savedPlan.columns.length
}

/**
 * Combines a saved plan with the plan detected for a different file. The table's lines come from the detected plan, and
 * the names and types of its columns from the saved plan. New columns are loaded as detected, and missing columns are
 * reported. Columns match if their names are equal apart from case, whitespace and punctuation. Without a header,
 * columns are matched by position.
 */
export function reusePlan(savedPlan: LoadPlan, detectedPlan: LoadPlan): ReusedPlan {
  const matches = matchColumns(savedPlan, detectedPlan)
  const drift: PlanDrift = { missing: [], added: [], renamed: [], retyped: [], reordered: isReordered(matches) }
  const savedColumnsByIndex = new Map<number, PlannedColumn>()
  savedPlan.columns.forEach((column, index) => {
    const matchedIndex = matches[index]
    if (matchedIndex === undefined) {
      drift.missing.push(column.name)
      return
    }
    const matchedColumn = detectedPlan.columns[matchedIndex] as PlannedColumn
    if (savedPlan.headerLines > 0 && getSourceName(column) !== getSourceName(matchedColumn))
      drift.renamed.push({ from: getSourceName(column), to: getSourceName(matchedColumn) })
    if (matchedColumn.type !== column.type)
      drift.retyped.push({ column: column.name, from: column.type, to: matchedColumn.type })
    savedColumnsByIndex.set(matchedIndex, adaptColumn(column, matchedColumn))
  })
  const usedNames = new Set([...savedColumnsByIndex.values()].map(({ name }) => name.toLowerCase()))
  const columns = detectedPlan.columns.map((column, index) => {
    const savedColumn = savedColumnsByIndex.get(index)
    if (savedColumn) return savedColumn
    const name = makeUniqueName(column.name, usedNames)
    drift.added.push(name)
    return name === column.name ? column : { ...column, name, sourceName: getSourceName(column) }
  })
  return { plan: { ...detectedPlan, columns }, drift, warnings: createDriftWarnings(drift) }
}

/** Returns a column's name in the source file. */
const getSourceName = ({ name, sourceName, path }: PlannedColumn): string => path?.join('.') ?? sourceName ?? name

const normalizeName = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/**
 * Returns, for each saved column, the index of the matching detected column. Exact name matches take precedence over
 * names that differ only in case, whitespace or punctuation.
 */
function matchColumns(savedPlan: LoadPlan, detectedPlan: LoadPlan): (number | undefined)[] {
  const matchesByPosition =
    savedPlan.format === 'csv' && (savedPlan.headerLines === 0 || detectedPlan.headerLines === 0)
  if (matchesByPosition)
    return savedPlan.columns.map((_, index) => (index < detectedPlan.columns.length ? index : undefined))
  const unmatchedIndexes = new Set(detectedPlan.columns.keys())
  const claimMatch = (normalize: (text: string) => string, target: string): number | undefined => {
    for (const index of unmatchedIndexes) {
      const name = normalize(getSourceName(detectedPlan.columns[index] as PlannedColumn))
      if (name === '' || name !== normalize(target)) continue
      unmatchedIndexes.delete(index)
      return index
    }
    return undefined
  }
  const exactMatches = savedPlan.columns.map((column) => claimMatch((text) => text, getSourceName(column)))
  return exactMatches.map(
    (index, savedIndex) =>
      index ?? claimMatch(normalizeName, getSourceName(savedPlan.columns[savedIndex] as PlannedColumn)),
  )
}

function isReordered(matches: readonly (number | undefined)[]): boolean {
  const positions = matches.filter((position) => position !== undefined)
  return positions.some((position, index) => index > 0 && position < (positions[index - 1] as number))
}

/** Applies a saved column's name and type to the matching detected column. */
function adaptColumn(savedColumn: PlannedColumn, { name, sourceName, path }: PlannedColumn): PlannedColumn {
  const { sourceName: _, path: __, ...rest } = savedColumn
  const source = sourceName ?? name
  return { ...rest, ...(source === rest.name ? {} : { sourceName: source }), ...defined({ path }) }
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

/**
 * Maximum number of columns passed to a warning. It is one more than the warning shows, so that its list ends with an
 * ellipsis.
 */
const maxListedColumns = 6
