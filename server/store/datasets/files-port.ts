import { openNodeFile } from '@aw-flow/data/node'
import type { Files } from '@aw-flow/engine'
import type { DatasetFiles } from './dataset-files.ts'
import type { Datasets } from './datasets.ts'

/** Creates the engine's `Files` port for a workspace. Added files become datasets. */
export const createFilesPort = (files: DatasetFiles, datasets: Pick<Datasets, 'find' | 'add' | 'findPath'>): Files => ({
  async open(dataset) {
    const stored = await datasets.find(dataset)
    const path = stored && (await datasets.findPath(dataset))
    return path === undefined ? undefined : openNodeFile(path, dataset, stored!.name).catch(() => undefined)
  },
  async add(name, chunks, signal) {
    const receivedFile = await files.receive(untilAborted(chunks, signal))
    const { dataset } = await datasets.add(receivedFile, name)
    const source = await files.openSource(dataset.id, name)
    if (!source) throw new Error(`The bytes of dataset ${dataset.id} disappeared immediately.`)
    return source
  },
})

/** Yields the chunks of a stream until the signal is aborted, then rejects. */
export async function* untilAborted(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    yield chunk
  }
}
