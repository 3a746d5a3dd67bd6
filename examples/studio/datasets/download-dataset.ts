import { saveFile } from '@aw-flow/editor'
import type { Dataset } from '@aw-flow/schema'
import { tableFormats, type TableFormat } from '@aw-flow/schema/internal'
import { getStrings } from '../language/strings.ts'
import { writeDataset } from './open-preview.ts'
import type { Workspace } from '../workspace.ts'

/** Lists the formats that a dataset can be converted to for download, with their display names. */
export const listFileFormats = (): readonly [TableFormat, string][] => [
  ['csv', 'CSV'],
  ['csv-excel', getStrings().results.csvForExcel],
  ['json', 'JSON'],
  ['parquet', 'Parquet'],
  ['xlsx', 'Excel'],
]

/** Downloads a dataset's original file. */
export async function downloadOriginal({ library }: Workspace, { id, name }: Dataset): Promise<void> {
  const storedDataset = await library.readDataset(id)
  if (storedDataset) saveFile(storedDataset.bytes, name)
}

/** Loads a dataset and downloads it in the given format. */
export async function downloadAs(workspace: Workspace, dataset: Dataset, format: TableFormat): Promise<void> {
  const { name } = dataset
  const result = await workspace.tasks.run(getStrings().shell.exporting(name), (options) =>
    writeDataset(workspace, dataset, format, options),
  )
  if (!result) return
  if ('problem' in result) return workspace.report(result.problem, 'download')
  workspace.clearProblem('download')
  saveFile(result.file, `${name.replace(/\.[^.]+$/, '')}${tableFormats[format].extension}`)
}
