import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Blobs } from '../../blobs/blobs.ts'

/** Returns the name of a dataset's file in the storage. */
export const toBlobName = (datasetId: string): string => `datasets/${datasetId}`

/** A file that has been received and hashed but not yet stored. */
export interface ReceivedFile {
  dataset: string
  size: number
  /** Path of the temporary file. */
  path: string
  /** Stores the file, using its hash as the name. */
  store(): Promise<void>
  discard(): Promise<void>
}

/** The bytes of datasets. Each file is stored under the hash of its bytes. Uploads are received on the local disk. */
export type DatasetFiles = Awaited<ReturnType<typeof openDatasetFiles>>

export interface DatasetFilesOptions {
  blobs: Blobs
  /** Folder for uploads. If the blobs are on a local file system, the folder must be on the same one. */
  uploadFolder: string
  /** Whether other processes also receive files in the folder. */
  isShared: boolean
}

/** Age in ms after which partial uploads are removed. */
const maxPartialUploadAgeMs = 24 * 3_600_000

/** Opens the dataset files and removes partial uploads left behind by earlier processes. */
export async function openDatasetFiles({ blobs, uploadFolder, isShared }: DatasetFilesOptions) {
  await mkdir(uploadFolder, { recursive: true })
  for (const name of await readdir(uploadFolder)) {
    const path = join(uploadFolder, name)
    const ageMs = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? 0)
    if (!isShared || ageMs > maxPartialUploadAgeMs) await rm(path, { recursive: true, force: true })
  }
  /** Returns the handle for a file that another process of this server has received and hashed. */
  const toReceivedFile = (file: Pick<ReceivedFile, 'path' | 'dataset' | 'size'>): ReceivedFile => ({
    ...file,
    store: () => blobs.put(toBlobName(file.dataset), file.path),
    discard: () => rm(file.path, { force: true }),
  })
  return {
    provider: blobs.provider,
    /** Writes and hashes a stream. If the stream fails, the partial file is removed. */
    async receive(source: AsyncIterable<Uint8Array>): Promise<ReceivedFile> {
      const path = join(uploadFolder, randomUUID())
      return toReceivedFile({ path, ...(await writeAndHash(path, source)) })
    },
    toReceivedFile,
    /** Opens the bytes as a stream. The caller must have checked that the dataset exists. */
    openStream: (datasetId: string): Promise<Readable> => blobs.openStream(toBlobName(datasetId)),
    /** Returns whether a dataset's bytes are available. */
    has: async (datasetId: string): Promise<boolean> => (await blobs.findSize(toBlobName(datasetId))) !== undefined,
    remove: (datasetId: string): Promise<void> => blobs.remove(toBlobName(datasetId)),
    /** Returns a local path to the bytes, after downloading them if necessary. */
    findPath: (datasetId: string): Promise<string | undefined> => blobs.findLocalPath(toBlobName(datasetId)),
  }
}

/**
 * Writes a stream to a file, flushes it to disk, and returns its hash and size. If the stream fails, the file is
 * removed.
 */
export async function writeAndHash(
  path: string,
  source: AsyncIterable<Uint8Array>,
): Promise<{ dataset: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  const file = await open(path, 'wx')
  try {
    for await (const chunk of source) {
      hash.update(chunk)
      size += chunk.byteLength
      await file.writeFile(chunk)
    }
    await file.sync()
  } catch (cause) {
    await file.close()
    await rm(path, { force: true })
    throw cause
  }
  await file.close()
  return { dataset: hash.digest('hex'), size }
}

/** Yields a stream's chunks until the signal is aborted, then throws the abort reason. */
export async function* readUntilAborted(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    yield chunk
  }
}
