import type { Files } from '@aw-flow/engine'
import type { DatasetFiles } from './dataset-files.ts'
import type { Datasets } from './datasets.ts'

/** The `Files` port of the engine over the store. Added files become datasets. */
export const filesPort = (files: DatasetFiles, datasets: Pick<Datasets, 'find' | 'add'>): Files => ({
  async open(dataset) {
    const found = await datasets.find(dataset)
    return found && files.source(dataset, found.name)
  },
  async add(name, pieces, signal) {
    const arrived = await files.receive(untilAborted(pieces, signal))
    const { dataset } = await datasets.add(arrived, name)
    const source = await files.source(dataset.id, name)
    if (!source) throw new Error(`The bytes of dataset ${dataset.id} are gone at once.`)
    return source
  },
})

/** The chunks of a stream until the signal is aborted; then it rejects. */
export async function* untilAborted(
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal.throwIfAborted()
    yield piece
  }
}
