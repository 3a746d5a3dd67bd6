import type { WorkflowSession } from '@aw-flow/client'
import type { Config, LoadOverrides, LoadPlan, LoadPreview, PlannedColumn, SavedLoadPlan } from '@aw-flow/schema'
import { totalLines } from '../source/source-regions.ts'

/** The user's changes of columns, by detected name. */
export type SettledColumns = ReadonlyMap<string, PlannedColumn>

/** The parts of a plan that a Load node's settings define; the plan overrides them. */
export function overridesOfConfig({ encoding, delimiter, header, entry, part, records }: Config): LoadOverrides {
  const said = (value: unknown): value is string => typeof value === 'string' && value !== '' && value !== 'auto'
  const marks: Record<string, string> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|', space: ' ' }
  return {
    ...(said(encoding) ? { encoding } : {}),
    ...(said(delimiter) ? { delimiter: marks[delimiter.toLowerCase()] ?? delimiter } : {}),
    ...(header === 'yes' || header === 'no' ? { header } : {}),
    ...(said(entry) ? { entry } : {}),
    ...(said(part) ? { part } : {}),
    ...(said(part) && /^[1-9]\d{0,3}$/.test(part) ? { table: Number(part) } : {}),
    ...(said(records) ? { recordsPath: records.split('.') } : {}),
  }
}

/** The differences between a saved plan and the detected plan of the same file, except for columns. */
export function overridesBetween(found: LoadPreview, kept: LoadPlan): LoadOverrides {
  const { plan } = found
  const marks = (['delimiter', 'quote', 'escape'] as const).filter(
    (mark) => kept.dialect && kept.dialect[mark] !== plan.dialect?.[mark],
  )
  const total = totalLines(found)
  const isCut = (kept.trailingLines ?? 0) !== (plan.trailingLines ?? 0)
  const entry = entryOf(kept)
  return {
    ...(kept.encoding === plan.encoding ? {} : { encoding: kept.encoding }),
    ...Object.fromEntries(marks.map((mark) => [mark, kept.dialect?.[mark]])),
    ...(kept.headerLines === plan.headerLines ? {} : { headerLines: kept.headerLines }),
    ...(kept.skippedLines === plan.skippedLines ? {} : { firstLine: kept.skippedLines + 1 }),
    ...(isCut && total !== undefined ? { lastLine: total - (kept.trailingLines ?? 0) } : {}),
    ...(kept.recordsPath && kept.recordsPath.join('.') !== plan.recordsPath?.join('.')
      ? { recordsPath: kept.recordsPath }
      : {}),
    ...(kept.part === undefined || kept.part === plan.part ? {} : { part: kept.part }),
    ...(entry === undefined || entry === entryOf(plan) ? {} : { entry }),
  }
}

/** The archive entry that a plan reads. */
export function entryOf({ unpack }: LoadPlan): string | undefined {
  return unpack?.findLast((layer) => 'entry' in layer)?.entry
}

/** The columns that a saved plan reads differently, by detected name. */
export function columnsBetween(found: LoadPlan, kept: LoadPlan): SettledColumns {
  const settled = new Map<string, PlannedColumn>()
  for (const [index, column] of found.columns.entries()) {
    const other =
      kept.columns.find((one) => sourceOf(one) === sourceOf(column)) ??
      (kept.columns.length === found.columns.length ? kept.columns[index] : undefined)
    if (other && !isSame(other, column)) settled.set(column.name, other)
  }
  return settled
}

/** A plan with the user's changes of columns; missing columns are left out. */
export function withColumns(plan: LoadPlan, settled: SettledColumns): LoadPlan {
  if (settled.size === 0) return plan
  const columns = plan.columns.map((column): PlannedColumn => {
    const other = settled.get(column.name)
    if (!other) return column
    const { sourceName: _, path: __, ...reading } = other
    const source = column.sourceName ?? (other.name === column.name ? undefined : column.name)
    return {
      ...reading,
      ...(source === undefined ? {} : { sourceName: source }),
      ...(column.path ? { path: column.path } : {}),
    }
  })
  return { ...plan, columns }
}

/** The plan as saved in a workflow, without its evidence, which is computed again. */
export const savedPlan = (dataset: string, plan: LoadPlan): SavedLoadPlan => ({
  dataset,
  plan: { ...plan, evidence: [] },
})

/** Whether two plans read a file the same way, regardless of their evidence. */
export const readsAlike = (one: LoadPlan, other: LoadPlan): boolean =>
  stable({ ...one, evidence: [] }) === stable({ ...other, evidence: [] })

const isSame = (one: PlannedColumn, other: PlannedColumn): boolean =>
  stable({ ...one, sourceName: undefined }) === stable({ ...other, sourceName: undefined })

/** A column's name in the source. */
export const sourceOf = ({ name, sourceName, path }: PlannedColumn): string => path?.join('.') ?? sourceName ?? name

/** JSON with sorted keys; keys without a value are left out. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )

/** The dataset that a node reads: from its setting, or without one from the last run. */
export function datasetOf(session: Pick<WorkflowSession, 'document' | 'runs'>, node: string): string | undefined {
  const own = session.document.current.nodes.find(({ id }) => id === node)?.data.config.dataset
  if (typeof own === 'string' && own !== '') return own
  for (const value of Object.values(session.runs.current?.inputs?.[node] ?? {}))
    if (value.kind === 'file') return value.dataset
  return undefined
}
