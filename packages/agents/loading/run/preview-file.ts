import type { SourceFile } from '@aw-flow/engine'
import type { DatasetPreview } from '@aw-flow/schema'
import { planLoad } from '../plan/plan-load.ts'
import type { PlanOptions } from '../plan/planned-file.ts'

/**
 * What a look at a file's samples says: its format (`csv`, `json`, `jsonl`, `empty`, or `binary` for what no reader
 * takes) and its columns, before anything is loaded. Types may widen when all rows are counted. For the plan itself use
 * `planLoad`.
 */
export async function previewFile(
  file: SourceFile,
  options: Pick<PlanOptions, 'overrides' | 'formats' | 'signal'> = {},
): Promise<DatasetPreview> {
  const { filePlan } = await planLoad(file, options)
  if (!filePlan) return { dataset: file.dataset, name: file.name, format: 'binary', columns: [] }
  const { format, columns } = filePlan.plan
  return { dataset: file.dataset, name: file.name, format, columns: columns.map(({ name, type }) => ({ name, type })) }
}
