import { message } from '@aw-flow/messages'
import { warning, type LoadPlan, type PlanDrift, type PlannedColumn, type Problem } from '@aw-flow/schema'
import { freeName } from '../../free-name.ts'
import type { LoadOverrides } from './file-plan.ts'
import { tableOfPlan } from './plan-table.ts'

/** A kept plan, made to fit the next file. */
export interface ReusedPlan {
  plan: LoadPlan
  drift: PlanDrift
  /** One for each kind of drift; none where the columns are those of the plan. */
  warnings: Problem[]
}

/** What of a kept plan settles how the next file is looked at: everything but the place of the table and its damages. */
export function overridesOfPlan(saved: LoadPlan): LoadOverrides {
  const { dialect, encoding, headerLines, recordsPath, part, unpack } = saved
  const archive = unpack?.find((layer) => 'entry' in layer)
  const table = tableOfPlan(saved)
  return {
    encoding,
    ...(dialect ? { delimiter: dialect.delimiter, quote: dialect.quote, escape: dialect.escape } : {}),
    ...(saved.format !== 'csv' ? {} : headerLines > 1 ? { headerLines } : { header: headerLines > 0 ? 'yes' : 'no' }),
    ...(archive ? { entry: archive.entry } : {}),
    ...(part === undefined ? {} : { part }),
    ...(recordsPath ? { recordsPath } : {}),
    ...(table === undefined ? {} : { table }),
  }
}

/** The share (0–1) of a kept plan's columns that the plan found for a file has under the same name. */
export function sharedColumns(saved: LoadPlan, found: LoadPlan): number {
  if (saved.columns.length === 0) return 1
  return match(saved, found).filter((index) => index !== undefined).length / saved.columns.length
}

/**
 * Joins a kept plan with the one found for the next file: where the table stands is the file's, what its columns are
 * called and how their cells become values is the kept plan's. Columns that the plan does not know are loaded as they
 * were found; those that the file has not are told of and left out. Nothing is matched by guessing: names must be equal
 * but for case, blanks and punctuation; without a header the place counts.
 */
export function reusePlan(saved: LoadPlan, found: LoadPlan): ReusedPlan {
  const partners = match(saved, found)
  const drift: PlanDrift = { missing: [], added: [], renamed: [], retyped: [], reordered: isReordered(partners) }
  const keptAt = new Map<number, PlannedColumn>()
  saved.columns.forEach((column, index) => {
    const at = partners[index]
    if (at === undefined) {
      drift.missing.push(column.name)
      return
    }
    const other = found.columns[at] as PlannedColumn
    if (saved.headerLines > 0 && sourceOf(column) !== sourceOf(other))
      drift.renamed.push({ from: sourceOf(column), to: sourceOf(other) })
    if (other.type !== column.type) drift.retyped.push({ column: column.name, from: column.type, to: other.type })
    keptAt.set(at, fittedColumn(column, other))
  })
  const taken = new Set([...keptAt.values()].map(({ name }) => name.toLowerCase()))
  const columns = found.columns.map((column, index) => {
    const kept = keptAt.get(index)
    if (kept) return kept
    const name = freeName(column.name, taken)
    drift.added.push(name)
    return name === column.name ? column : { ...column, name, sourceName: sourceOf(column) }
  })
  return { plan: { ...found, columns }, drift, warnings: driftWarnings(drift) }
}

/** What the source calls a column. */
const sourceOf = ({ name, sourceName, path }: PlannedColumn): string => path?.join('.') ?? sourceName ?? name

const folded = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** For each column of the kept plan the index of its partner in the file: by the same name first, then the same but for its spelling. */
function match(saved: LoadPlan, found: LoadPlan): (number | undefined)[] {
  const byPlace = saved.format === 'csv' && (saved.headerLines === 0 || found.headerLines === 0)
  if (byPlace) return saved.columns.map((_, index) => (index < found.columns.length ? index : undefined))
  const free = new Set(found.columns.keys())
  const take = (spelling: (text: string) => string, wanted: string): number | undefined => {
    for (const index of free) {
      const name = spelling(sourceOf(found.columns[index] as PlannedColumn))
      if (name === '' || name !== spelling(wanted)) continue
      free.delete(index)
      return index
    }
    return undefined
  }
  const exact = saved.columns.map((column) => take((text) => text, sourceOf(column)))
  return exact.map((index, at) => index ?? take(folded, sourceOf(saved.columns[at] as PlannedColumn)))
}

function isReordered(partners: readonly (number | undefined)[]): boolean {
  const places = partners.filter((place) => place !== undefined)
  return places.some((place, index) => index > 0 && place < (places[index - 1] as number))
}

/** The kept column's name and reading, found where the file has it. */
function fittedColumn(kept: PlannedColumn, { name, sourceName, path }: PlannedColumn): PlannedColumn {
  const { sourceName: _, path: __, ...rest } = kept
  const source = sourceName ?? name
  return { ...rest, ...(source === rest.name ? {} : { sourceName: source }), ...(path ? { path } : {}) }
}

function driftWarnings({ missing, added, renamed, retyped, reordered }: PlanDrift): Problem[] {
  return [
    ...(missing.length > 0 ? [warning('load.drift-missing', { columns: missing.slice(0, shownColumns) })] : []),
    ...(added.length > 0 ? [warning('load.drift-added', { columns: added.slice(0, shownColumns) })] : []),
    ...(renamed.length > 0
      ? [
          warning('load.drift-renamed', {
            columns: renamed
              .slice(0, shownColumns)
              .map(({ from, to }) => message('loading.renamed', { found: to, saved: from })),
          }),
        ]
      : []),
    ...(retyped.length > 0
      ? [
          warning('load.drift-types', {
            columns: retyped
              .slice(0, shownColumns)
              .map(({ column, from, to }) => message('loading.retyped', { column, saved: from, found: to })),
          }),
        ]
      : []),
    ...(reordered ? [warning('load.drift-order', {})] : []),
  ]
}

/** One more than a warning lists, so that its list ends with an ellipsis. */
const shownColumns = 6
