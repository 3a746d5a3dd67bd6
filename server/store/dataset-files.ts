import type { Files, SourceFile } from '@aw-flow/engine'
import { nodeFile } from '@aw-flow/data/node'
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Datasets } from './datasets.ts'

/** Bytes that have arrived and are hashed, not yet kept. */
export interface ArrivedFile {
  dataset: string
  size: number
  /** Moves it under its hash. */
  keep(): Promise<void>
  discard(): Promise<void>
}

/** Datasets' bytes on the local disk, each file under the hash of its bytes. */
export interface DatasetFiles {
  readonly folder: string
  /** Writes and hashes a stream at once; nothing of it stays when the stream fails. */
  receive(source: AsyncIterable<Uint8Array>): Promise<ArrivedFile>
  /** The bytes as a stream; the caller has asked the store that the dataset is there. */
  stream(dataset: string): Readable
  remove(dataset: string): Promise<void>
  source(dataset: string, name: string): Promise<SourceFile | undefined>
}

/** Opens the folder; what an earlier process left half-received is removed. */
export async function openDatasetFiles(folder: string): Promise<DatasetFiles> {
  const arriving = join(folder, 'arriving')
  await rm(arriving, { recursive: true, force: true })
  await mkdir(arriving, { recursive: true })
  const pathOf = (dataset: string): string => join(folder, dataset)
  return {
    folder,
    async receive(source) {
      const path = join(arriving, randomUUID())
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
      const dataset = hash.digest('hex')
      return {
        dataset,
        size,
        keep: () => rename(path, pathOf(dataset)),
        discard: () => rm(path, { force: true }),
      }
    },
    stream: (dataset) => createReadStream(pathOf(dataset)),
    remove: (dataset) => rm(pathOf(dataset), { force: true }),
    async source(dataset, name) {
      try {
        return await nodeFile(pathOf(dataset), dataset, name)
      } catch {
        return undefined
      }
    },
  }
}

/** Port `Files` over the folder, with the names that the store knows; what is added is a dataset like any other. */
export const filesPort = (files: DatasetFiles, datasets: Pick<Datasets, 'find' | 'keep'>): Files => ({
  async open(dataset) {
    const found = await datasets.find(dataset)
    return found && files.source(dataset, found.name)
  },
  async add(name, pieces, signal) {
    const arrived = await files.receive(untilAborted(pieces, signal))
    const { dataset } = await datasets.keep(arrived, name)
    return nodeFile(join(files.folder, dataset.id), dataset.id, name)
  },
})

async function* untilAborted(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal.throwIfAborted()
    yield piece
  }
}
