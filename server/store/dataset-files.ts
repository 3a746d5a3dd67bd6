import type { SourceFile } from '@aw-flow/engine'
import { nodeFile } from '@aw-flow/data/node'
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Blobs } from '../blobs/blobs.ts'

/** Bytes that have arrived and are hashed, not yet kept. */
export interface ArrivedFile {
  dataset: string
  size: number
  /** Where they are until they are kept. */
  path: string
  /** Keeps them under their hash. */
  keep(): Promise<void>
  discard(): Promise<void>
}

/** Datasets' bytes, each file under the hash of its bytes; they arrive on the local disk. */
export interface DatasetFiles {
  /** Writes and hashes a stream at once; nothing of it stays when the stream fails. */
  receive(source: AsyncIterable<Uint8Array>): Promise<ArrivedFile>
  /** What another process of ours has written and hashed. */
  arrived(file: Pick<ArrivedFile, 'path' | 'dataset' | 'size'>): ArrivedFile
  /** The bytes as a stream; the caller has asked the store that the dataset is there. */
  stream(dataset: string): Promise<Readable>
  /** Whether the bytes are there. */
  has(dataset: string): Promise<boolean>
  remove(dataset: string): Promise<void>
  source(dataset: string, name: string): Promise<SourceFile | undefined>
  /** Where the bytes are on this machine, fetched where they must be. */
  path(dataset: string): Promise<string | undefined>
}

export interface DatasetFilesOptions {
  blobs: Blobs
  /** Where bytes arrive, on the file system of the blobs where there is one. */
  arriving: string
  /** Other processes may receive bytes there too. */
  isShared: boolean
}

/** Older than this, what has arrived in part is nobody's any more. */
const abandonedMs = 24 * 3_600_000

/** Opens the files; what an earlier process left half-received is removed. */
export async function openDatasetFiles({ blobs, arriving, isShared }: DatasetFilesOptions): Promise<DatasetFiles> {
  await mkdir(arriving, { recursive: true })
  for (const name of await readdir(arriving)) {
    const path = join(arriving, name)
    const age = Date.now() - ((await stat(path).catch(() => undefined))?.mtimeMs ?? 0)
    if (!isShared || age > abandonedMs) await rm(path, { recursive: true, force: true })
  }
  const nameOf = (dataset: string): string => `datasets/${dataset}`
  const arrived: DatasetFiles['arrived'] = (file) => ({
    ...file,
    keep: () => blobs.put(nameOf(file.dataset), file.path),
    discard: () => rm(file.path, { force: true }),
  })
  return {
    async receive(source) {
      const path = join(arriving, randomUUID())
      return arrived({ path, ...(await writeHashed(path, source)) })
    },
    arrived,
    stream: (dataset) => blobs.stream(nameOf(dataset)),
    has: async (dataset) => (await blobs.size(nameOf(dataset))) !== undefined,
    remove: (dataset) => blobs.remove(nameOf(dataset)),
    path: (dataset) => blobs.local(nameOf(dataset)),
    async source(dataset, name) {
      const path = await blobs.local(nameOf(dataset))
      return path === undefined ? undefined : nodeFile(path, dataset, name).catch(() => undefined)
    },
  }
}

/** Writes a stream to a file and to the disk, and hashes it on the way; no file stays when the stream fails. */
export async function writeHashed(
  path: string,
  source: AsyncIterable<Uint8Array>,
): Promise<{ dataset: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  const file = await open(path, 'wx')
  try {
    for await (const piece of source) {
      hash.update(piece)
      size += piece.byteLength
      await file.writeFile(piece)
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
