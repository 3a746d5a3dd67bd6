import { NodeError, type Files, type Folder } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

export interface DatasetFolderOptions {
  files: Required<Files>
  /** Returns the id of the dataset with a name. */
  find(name: string): Promise<string | undefined>
}

/**
 * Exposes a page's datasets as a folder of files, identified by name. A written file becomes a new dataset, which the
 * user can download.
 */
export function createDatasetFolder({ files, find }: DatasetFolderOptions): Folder {
  return {
    async read(path) {
      const dataset = await find(path)
      const file = dataset === undefined ? undefined : await files.open(dataset)
      if (!file)
        throw new NodeError(
          'permanent',
          error('file.not-read', { path, code: 'dataset' }, { where: { setting: 'path' } }),
        )
      async function* readChunks(): AsyncGenerator<Uint8Array> {
        const step = 1024 * 1024
        for (let start = 0; start < file!.size; start += step) yield file!.read(start, start + step)
      }
      return { name: file.name, size: file.size, chunks: readChunks() }
    },
    async write(path, chunks, { overwrite, signal }) {
      // Datasets are immutable, so overwriting adds a dataset under another name.
      if (!overwrite && (await find(path)) !== undefined)
        throw new NodeError('permanent', error('file.exists', { path }, { where: { setting: 'path' } }))
      return (await files.add(path, chunks, signal)).size
    },
  }
}
