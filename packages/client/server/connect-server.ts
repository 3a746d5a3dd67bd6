import type { HostRunner } from '../host-runner.ts'
import type { WorkflowStorage } from '../storage/storage.ts'
import { createServerApi, type ServerOptions } from './server-api.ts'
import { createServerPlaces } from './server-places.ts'
import { createServerRunner } from './server-runner.ts'
import { createServerStorage, type ServerStorage } from './server-storage.ts'

/** A server beside a page: it keeps the page's documents and data too, and runs its workflows. */
export interface ConnectedServer {
  storage: ServerStorage
  runner: HostRunner
}

/** Connects this browser's storage with a server. Asks it for nothing yet. */
export function connectServer(options: ServerOptions, local: WorkflowStorage): ConnectedServer {
  const api = createServerApi(options)
  const places = createServerPlaces(api.address, pageStorage())
  const storage = createServerStorage({ api, places, local })
  return { storage, runner: createServerRunner({ api, places, storage }) }
}

/** Browsers refuse it in some frames. */
function pageStorage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
