import { NodeError, type Files, type Folder } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

export interface DatasetFolderOptions {
  files: Required<Files>
  /** Returns the id of the dataset with the given name. */
  findDatasetId(name: string): Promise<string | undefined>
}

/**
 * Exposes a page's datasets as a folder of files, identified by name. A written file becomes a new dataset, which the
 * user can download.
 */
export function createDatasetFolder({ files, findDatasetId }: DatasetFolderOptions): Folder {
  return {
    async read(path) {
      const dataset = await findDatasetId(path)
      const file = dataset === undefined ? undefined : await files.open(dataset)
      if (!file)
        throw new NodeError(
          'permanent',
          error('file.not-read', { path, code: 'dataset' }, { where: { setting: 'path' } }),
        )
      async function* readChunks(): AsyncGenerator<Uint8Array> {
        const chunkBytes = 1024 * 1024
        for (let start = 0; start < file!.size; start += chunkBytes) yield file!.read(start, start + chunkBytes)
      }
      return { name: file.name, size: file.size, chunks: readChunks() }
    },
    async write(path, chunks, { overwrite, signal }) {
      // Datasets are immutable, so overwriting adds a dataset under another name.
      if (!overwrite && (await findDatasetId(path)) !== undefined)
        throw new NodeError('permanent', error('file.exists', { path }, { where: { setting: 'path' } }))
      return (await files.add(path, chunks, signal)).size
    },
  }
}
