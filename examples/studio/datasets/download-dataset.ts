import { saveFile } from '@aw-flow/editor'
import { tableFormats, type Dataset, type TableFormat } from '@aw-flow/schema'
import { say } from '../language/speak.ts'
import { writeDataset } from './open-preview.ts'
import type { Workspace } from '../workspace.ts'

/** What a dataset can be downloaded as beside its own bytes, as people call it. */
export const fileFormats: readonly [TableFormat, string][] = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['parquet', 'Parquet'],
  ['xlsx', 'Excel'],
]

/** Saves a dataset's own bytes under its name. */
export async function downloadOriginal({ shelf }: Workspace, { id, name }: Dataset): Promise<void> {
  const found = await shelf.bytes(id)
  if (found) saveFile(found.bytes, name)
}

/** Loads a dataset, and saves it under its name as a file in another format. */
export async function downloadAs(workspace: Workspace, dataset: Dataset, format: TableFormat): Promise<void> {
  const { name } = dataset
  const answer = await workspace.works.run(say().shell.making(name), (options) =>
    writeDataset(workspace, dataset, format, options),
  )
  if (!answer) return
  if ('problem' in answer) return workspace.report(answer.problem, 'download')
  workspace.settled('download')
  saveFile(answer.file, `${name.replace(/\.[^.]+$/, '')}${tableFormats[format].ending}`)
}
