import { openNodeFile } from '@aw-flow/data/node'
import type { Files } from '@aw-flow/engine'
import { readUntilAborted } from '../store/datasets/dataset-files.ts'
import type { WorkspaceStore } from '../store/open-store.ts'

/** Creates the port for files of runs in this process. Added files become datasets, without a quota. */
export const createFilesPort = ({ datasets }: Pick<WorkspaceStore, 'datasets'>): Files => {
  const open: Files['open'] = async (dataset) => {
    const stored = await datasets.find(dataset)
    const path = stored && (await datasets.findPath(dataset))
    return path === undefined ? undefined : openNodeFile(path, dataset, stored!.name).catch(() => undefined)
  }
  return {
    open,
    async add(name, chunks, signal) {
      const receivedFile = await datasets.receive(readUntilAborted(chunks, signal))
      const { dataset } = await datasets.add(receivedFile, name)
      const source = await open(dataset.id)
      if (!source) throw new Error(`The bytes of dataset ${dataset.id} disappeared immediately.`)
      return source
    },
  }
}
