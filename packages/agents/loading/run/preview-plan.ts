import type { SourceFile, Tables } from '@aw-flow/engine'
import type { LoadPlan, LoadPreview, LoadPreviewRequest } from '@aw-flow/schema'
import { beginText, type Beginning } from './begin-text.ts'
import type { FilePlan } from '../plan/file-plan.ts'
import { firstRows, tellLoaded } from './load-report.ts'
import { refusal } from './load-file.ts'
import { planLoad } from '../plan/plan-load.ts'
import { planNextFile, type PlannedNextFile } from '../plan/plan-next-file.ts'

/** No more of a packed file is unpacked, in bytes. */
const unpacked = 4 * 1024 * 1024
const shownRows = 100

export interface PreviewPlanOptions extends LoadPreviewRequest {
  tables: Tables
  /** The identity of the table that the beginning is loaded into for a moment. */
  id: string
  signal?: AbortSignal
}

/**
 * What a load plan makes of the beginning of a file: the plan given, or the one found, is carried out on it by the very
 * code that loads the whole. Throws a `NodeError` when no reader takes the file, and a `TablesError` when the plan cannot
 * be carried out.
 */
export async function previewPlan(file: SourceFile, options: PreviewPlanOptions): Promise<LoadPreview> {
  const { tables, id, signal } = options
  const planned = await planFor(file, options)
  const { plan } = planned
  const begun = await begin(file, plan, tables, signal)
  const loaded = await tables.load(begun.file, begun.plan, { id, ...(signal ? { signal } : {}) })
  try {
    return {
      dataset: file.dataset,
      plan,
      whole: begun.whole,
      lines: begun.lines,
      ...(loaded.regions ? { regions: loaded.regions } : {}),
      columns: loaded.columns,
      rows: await firstRows(tables, loaded.table, shownRows, signal),
      rejects: loaded.rejectSample,
      ...(planned.entries ? { entries: planned.entries } : {}),
      ...(planned.parts ? { parts: planned.parts } : {}),
      ...(planned.drift ? { drift: planned.drift } : {}),
      warnings: [...planned.warnings, ...tellLoaded(loaded, begun.plan)],
    }
  } finally {
    await tables.drop(id)
  }
}

async function planFor(
  file: SourceFile,
  { tables, plan, saved, overrides = {}, signal }: PreviewPlanOptions,
): Promise<FilePlan & Pick<PlannedNextFile, 'drift'>> {
  if (plan) return { plan, warnings: [], alternatives: [] }
  const options = { overrides, formats: tables.formats, ...(signal ? { signal } : {}) }
  const planned: PlannedNextFile = saved ? await planNextFile(file, saved, options) : await planLoad(file, options)
  if (!planned.filePlan) throw refusal(file, planned.refused, 0)
  return { ...planned.filePlan, ...(planned.drift ? { drift: planned.drift } : {}) }
}

/** A text is looked at by its beginning; what is no text is unpacked so far and otherwise loaded whole. */
async function begin(
  file: SourceFile,
  plan: LoadPlan,
  { formats }: Tables,
  signal: AbortSignal | undefined,
): Promise<Beginning> {
  const { format, unpack, part } = plan
  const isText = format === 'csv' || format === 'json' || format === 'jsonl' || format === 'empty'
  if (isText && !unpack?.length) return beginText(file, plan, false)
  const opened = await formats.open(file, { unpack, part, format: isText ? 'text' : format, first: unpacked, signal })
  if (opened.kind === 'table') return { file, plan, lines: [], whole: true }
  const text = isText ? format : opened.as === 'json' ? 'json' : 'csv'
  return beginText(opened.file, { ...plan, format: text }, opened.cut)
}
