import type { SourceFile } from '@aw-flow/engine'
import type { DatasetPreview } from '@aw-flow/schema/internal'
import { planLoad } from '../plan/plan-load.ts'
import type { PlanOptions } from '../plan/planned-file.ts'

/**
 * Determines a file's format and columns from samples. The format is `binary` if no reader can read the file. Column
 * types may widen when the file is loaded. Use `planLoad` to get the plan itself.
 *
 * @internal
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
