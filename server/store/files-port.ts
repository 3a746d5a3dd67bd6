import type { Files } from '@aw-flow/engine'
import type { DatasetFiles } from './dataset-files.ts'
import type { Datasets } from './datasets.ts'

/** Port `Files` over the store, with the names that it knows; what is added is a dataset like any other. */
export const filesPort = (files: DatasetFiles, datasets: Pick<Datasets, 'find' | 'keep'>): Files => ({
  async open(dataset) {
    const found = await datasets.find(dataset)
    return found && files.source(dataset, found.name)
  },
  async add(name, pieces, signal) {
    const arrived = await files.receive(untilAborted(pieces, signal))
    const { dataset } = await datasets.keep(arrived, name)
    const source = await files.source(dataset.id, name)
    if (!source) throw new Error(`The bytes of dataset ${dataset.id} are gone at once.`)
    return source
  },
})

/** Pieces until the signal is aborted; then it rejects. */
export async function* untilAborted(
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    signal.throwIfAborted()
    yield piece
  }
}
