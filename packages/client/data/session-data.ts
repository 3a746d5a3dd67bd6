import type { DatasetShelf } from './dataset-shelf.ts'
import type { Engine } from '../engine/engine.ts'
import { requests } from '../engine/requests.ts'
import type { SessionData, SessionRequest } from '../session.ts'

interface Options {
  shelf: DatasetShelf
  engine: Engine
  /** Dispatches a request to the listeners of the session. Returns false if one of them cancels the action. */
  allow: (request: SessionRequest) => boolean
}

export const createSessionData = ({ shelf, engine, allow }: Options): SessionData => ({
  get list() {
    return shelf.datasets
  },
  add: async (file) => (allow({ type: 'file', file }) ? shelf.add(file) : undefined),
  async remove(id) {
    if (allow({ type: 'remove-dataset', dataset: id })) await shelf.remove(id)
  },
  file: async (id) => (await shelf.bytes(id))?.bytes,
  previewLoad: (id, request = {}) => engine.ask(requests.previewLoad({ dataset: id, ...request })),
})
