import type { WorkflowSession } from '@aw-flow/client'
import { defined, type Config, type LoadPlan } from '@aw-flow/schema'
import type { LoadOverrides, LoadPreview, PlannedColumn, SavedLoadPlan } from '@aw-flow/schema/internal'
import { countTotalLines } from '../source/source-regions.ts'

/** The columns that the user has changed, keyed by detected name. */
export type ColumnChanges = ReadonlyMap<string, PlannedColumn>

/** Converts a Load node's settings to plan overrides. A saved plan takes precedence over the settings. */
export function toOverrides({ encoding, delimiter, header, entry, part, records }: Config): LoadOverrides {
  const isSet = (value: unknown): value is string => typeof value === 'string' && value !== '' && value !== 'auto'
  const delimiterNames: Record<string, string> = {
    tab: '\t',
    '\\t': '\t',
    comma: ',',
    semicolon: ';',
    pipe: '|',
    space: ' ',
  }
  return {
    ...(isSet(encoding) ? { encoding } : {}),
    ...(isSet(delimiter) ? { delimiter: delimiterNames[delimiter.toLowerCase()] ?? delimiter } : {}),
    ...(header === 'yes' || header === 'no' ? { header } : {}),
    ...(isSet(entry) ? { entry } : {}),
    ...(isSet(part) ? { part } : {}),
    ...(isSet(part) && /^[1-9]\d{0,3}$/.test(part) ? { table: Number(part) } : {}),
    ...(isSet(records) ? { recordsPath: records.split('.') } : {}),
  }
}

/** Returns the overrides that turn a file's detected plan into its saved plan, except for the columns. */
export function diffOverrides(detectedPreview: LoadPreview, savedPlan: LoadPlan): LoadOverrides {
  const { plan } = detectedPreview
  const changedKeys = (['delimiter', 'quote', 'escape'] as const).filter(
    (key) => savedPlan.dialect && savedPlan.dialect[key] !== plan.dialect?.[key],
  )
  const lineCount = countTotalLines(detectedPreview)
  const hasDifferentEnd = (savedPlan.trailingLines ?? 0) !== (plan.trailingLines ?? 0)
  const entry = findArchiveEntry(savedPlan)
  return {
    ...(savedPlan.encoding === plan.encoding ? {} : { encoding: savedPlan.encoding }),
    ...Object.fromEntries(changedKeys.map((key) => [key, savedPlan.dialect?.[key]])),
    ...(savedPlan.headerLines === plan.headerLines ? {} : { headerLines: savedPlan.headerLines }),
    ...(savedPlan.skippedLines === plan.skippedLines ? {} : { firstLine: savedPlan.skippedLines + 1 }),
    ...(hasDifferentEnd && lineCount !== undefined ? { lastLine: lineCount - (savedPlan.trailingLines ?? 0) } : {}),
    ...(savedPlan.recordsPath && savedPlan.recordsPath.join('.') !== plan.recordsPath?.join('.')
      ? { recordsPath: savedPlan.recordsPath }
      : {}),
    ...(savedPlan.part === undefined || savedPlan.part === plan.part ? {} : { part: savedPlan.part }),
    ...(entry === undefined || entry === findArchiveEntry(plan) ? {} : { entry }),
  }
}

/** Returns the name of the archive entry that a plan reads. */
export function findArchiveEntry({ unpack }: LoadPlan): string | undefined {
  return unpack?.findLast((layer) => 'entry' in layer)?.entry
}

/** Returns the columns that a saved plan reads differently, keyed by detected name. */
export function diffColumns(detectedPlan: LoadPlan, savedPlan: LoadPlan): ColumnChanges {
  const changes = new Map<string, PlannedColumn>()
  for (const [index, column] of detectedPlan.columns.entries()) {
    const savedColumn =
      savedPlan.columns.find((candidate) => getSourceColumnName(candidate) === getSourceColumnName(column)) ??
      (savedPlan.columns.length === detectedPlan.columns.length ? savedPlan.columns[index] : undefined)
    if (savedColumn && !isSameColumn(savedColumn, column)) changes.set(column.name, savedColumn)
  }
  return changes
}

/** Returns a copy of a plan with column changes applied. Changes to missing columns are ignored. */
export function applyColumnChanges(plan: LoadPlan, changes: ColumnChanges): LoadPlan {
  if (changes.size === 0) return plan
  const columns = plan.columns.map((column): PlannedColumn => {
    const change = changes.get(column.name)
    if (!change) return column
    const { sourceName: _, path: __, ...settings } = change
    const source = column.sourceName ?? (change.name === column.name ? undefined : column.name)
    return { ...settings, ...defined({ sourceName: source, path: column.path }) }
  })
  return { ...plan, columns }
}

/** Converts a plan to the form stored in workflows. The evidence is not stored, because it is recomputed. */
export const toSavedPlan = (datasetId: string, plan: LoadPlan): SavedLoadPlan => ({
  dataset: datasetId,
  plan: { ...plan, evidence: [] },
})

/** Returns whether two plans read a file the same way, regardless of their evidence. */
export const isEquivalentPlan = (a: LoadPlan, b: LoadPlan): boolean =>
  stableStringify({ ...a, evidence: [] }) === stableStringify({ ...b, evidence: [] })

const isSameColumn = (a: PlannedColumn, b: PlannedColumn): boolean =>
  stableStringify({ ...a, sourceName: undefined }) === stableStringify({ ...b, sourceName: undefined })

/** Returns a column's original name in the file. */
export const getSourceColumnName = ({ name, sourceName, path }: PlannedColumn): string =>
  path?.join('.') ?? sourceName ?? name

/** Serializes a value as JSON with sorted keys. Keys with the value `undefined` are omitted. */
const stableStringify = (value: unknown): string =>
  JSON.stringify(value, (_key, nestedValue: unknown) =>
    typeof nestedValue === 'object' && nestedValue !== null && !Array.isArray(nestedValue)
      ? Object.fromEntries(Object.entries(nestedValue).sort(([a], [b]) => (a < b ? -1 : 1)))
      : nestedValue,
  )

/** Returns the id of the dataset that a node reads, according to its settings or otherwise to the last run. */
export function findDatasetId(session: Pick<WorkflowSession, 'document' | 'runs'>, nodeId: string): string | undefined {
  const setting = session.document.current.nodes.find(({ id }) => id === nodeId)?.data.config.dataset
  if (typeof setting === 'string' && setting !== '') return setting
  for (const value of Object.values(session.runs.current?.inputs?.[nodeId] ?? {}))
    if (value.kind === 'file') return value.dataset
  return undefined
}
