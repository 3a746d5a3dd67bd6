import type { SourceFile, Tables } from '@aw-flow/engine'
import { defined, type LoadPlan } from '@aw-flow/schema'
import type { LoadPreview, LoadPreviewRequest } from '@aw-flow/schema/internal'
import { listColumnValues } from '../../profiling/list-column-values.ts'
import { readExcerpt, type Excerpt } from './read-excerpt.ts'
import type { FilePlan } from '../plan/file-plan.ts'
import { readFirstRows, createLoadWarnings } from './create-load-report.ts'
import { createNoReaderError } from './load-file.ts'
import { planLoad } from '../plan/plan-load.ts'
import { planNextFile, type PlannedNextFile } from '../plan/plan-next-file.ts'

/** Maximum number of bytes to unpack from a compressed file. */
const maxUnpackedBytes = 4 * 1024 * 1024
const maxRows = 100

/**
 * Options for previewing a load plan.
 *
 * @internal
 */
export interface PreviewPlanOptions extends LoadPreviewRequest {
  tables: Tables
  /** ID of the temporary table. */
  id: string
  signal?: AbortSignal
}

/**
 * Previews a load plan by loading the start of a file with it, using the same code as a full load. The plan is `plan`
 * if specified, otherwise the `saved` plan adapted to the file, otherwise a new plan.
 *
 * @throws A `NodeError` if no reader can read the file, or a `TablesError` if the plan cannot be applied.
 * @internal
 */
export async function previewPlan(file: SourceFile, options: PreviewPlanOptions): Promise<LoadPreview> {
  const { tables, id, signal } = options
  const plannedFile = await resolvePlan(file, options)
  const { plan } = plannedFile
  const excerpt = await openExcerpt(file, plan, tables, signal)
  const loadedTable = await tables.load(excerpt.file, excerpt.plan, defined({ id, signal }))
  try {
    return {
      dataset: file.dataset,
      plan,
      whole: excerpt.isComplete,
      lines: excerpt.lines,
      ...defined({ regions: loadedTable.regions }),
      columns: loadedTable.columns,
      rows: await readFirstRows(tables, loadedTable.table, maxRows, signal),
      ...(options.values ? { values: await listColumnValues(tables, loadedTable.table, signal) } : {}),
      rejects: loadedTable.rejectSample,
      ...defined({ entries: plannedFile.entries, parts: plannedFile.parts, drift: plannedFile.drift }),
      warnings: [...plannedFile.warnings, ...createLoadWarnings(loadedTable, excerpt.plan)],
    }
  } finally {
    await tables.drop(id)
  }
}

async function resolvePlan(
  file: SourceFile,
  { tables, plan, saved, overrides = {}, signal }: PreviewPlanOptions,
): Promise<FilePlan & Pick<PlannedNextFile, 'drift'>> {
  if (plan) return { plan, warnings: [], alternatives: [] }
  const options = defined({ overrides, formats: tables.formats, signal })
  const plannedFile: PlannedNextFile = saved ? await planNextFile(file, saved, options) : await planLoad(file, options)
  if (!plannedFile.filePlan) throw createNoReaderError(file, plannedFile.unreadable, 0)
  return { ...plannedFile.filePlan, ...defined({ drift: plannedFile.drift }) }
}

/**
 * Opens the start of a file. Compressed files are partially unpacked. Formats that store column types are loaded
 * completely.
 */
async function openExcerpt(
  file: SourceFile,
  plan: LoadPlan,
  { formats }: Tables,
  signal: AbortSignal | undefined,
): Promise<Excerpt> {
  const { format, unpack, part } = plan
  const isText = format === 'csv' || format === 'json' || format === 'jsonl' || format === 'empty'
  if (isText && !unpack?.length) return readExcerpt(file, plan, false)
  const openedSource = await formats.open(file, {
    unpack,
    part,
    format: isText ? 'text' : format,
    maxBytes: maxUnpackedBytes,
    signal,
  })
  if (openedSource.kind === 'table') return { file, plan, lines: [], isComplete: true }
  const textFormat = isText ? format : openedSource.syntax === 'json' ? 'json' : 'csv'
  return readExcerpt(openedSource.file, { ...plan, format: textFormat }, openedSource.isTruncated)
}
