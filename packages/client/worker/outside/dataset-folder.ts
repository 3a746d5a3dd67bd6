import { NodeError, type Files, type Folder } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

export interface DatasetFolderOptions {
  files: Required<Files>
  /** The dataset of a name. */
  find(name: string): Promise<string | undefined>
}

/** A page has no folder: its datasets stand in, by name. What is written is a dataset, from where it is downloaded. */
export function createDatasetFolder({ files, find }: DatasetFolderOptions): Folder {
  return {
    async read(path) {
      const dataset = await find(path)
      const file = dataset === undefined ? undefined : await files.open(dataset)
      if (!file) {
        const hint = 'Add the file to the page first.'
        const message = `There is no dataset "${path}" in this page.`
        throw new NodeError('permanent', error('file.not-read', message, { where: { setting: 'path' }, hint }))
      }
      async function* pieces(): AsyncGenerator<Uint8Array> {
        const step = 1024 * 1024
        for (let start = 0; start < file!.size; start += step) yield file!.read(start, start + step)
      }
      return { name: file.name, size: file.size, pieces: pieces() }
    },
    async write(path, pieces, { overwrite, signal }) {
      // Datasets are immutable: another one of the name is added beside, under a name of its own.
      if (!overwrite && (await find(path)) !== undefined) {
        const hint = 'Choose another name, or let the node overwrite: the new one is kept beside it.'
        const message = `There is a dataset "${path}" already.`
        throw new NodeError('permanent', error('file.exists', message, { where: { setting: 'path' }, hint }))
      }
      return (await files.add(path, pieces, signal)).size
    },
  }
}
