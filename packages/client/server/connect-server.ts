import type { Engine } from '../engine/engine.ts'
import type { WorkflowStorage } from '../storage/storage.ts'
import { createServerApi, type ServerApi, type ServerOptions } from './server-api.ts'
import { createRemoteRefs, type RemoteRefs } from './remote-refs.ts'
import { connectEngineToServer } from './engine-with-server.ts'
import { createServerRunner, type ServerRunner } from './server-runner.ts'
import { createServerSecrets, type ServerSecrets } from './server-secrets.ts'
import { createServerStorage, type ServerStorage } from './server-storage.ts'

/** The connection to a server that stores a page's documents and data and runs its workflows. @internal */
export interface ServerConnection {
  api: ServerApi
  storage: ServerStorage
  runner: ServerRunner
  /** The secrets available to runs on the server. */
  secrets: ServerSecrets
  /** The references to server copies of local documents and runs. */
  remoteRefs: RemoteRefs
  /** Wraps the page's engine so that complete runs are executed on the server. */
  wrapEngine(engine: Engine): Engine
}

/** Creates the connection between a page's workflow storage and a server. Does not send a request. @internal */
export function connectServer(options: ServerOptions, browserStorage: WorkflowStorage): ServerConnection {
  const api = createServerApi(options)
  const { profile } = options
  const remoteRefs = createRemoteRefs(
    profile === undefined ? api.address : `${api.address} ${profile}`,
    getLocalStorage(),
  )
  const storage = createServerStorage({ api, remoteRefs, local: browserStorage })
  const runner = createServerRunner({ api, remoteRefs, storage })
  const secrets = createServerSecrets(api)
  return {
    api,
    storage,
    runner,
    secrets,
    remoteRefs,
    wrapEngine: (engine) => connectEngineToServer(engine, runner, secrets),
  }
}

/** Returns the page's `localStorage`, or `undefined` if the browser denies access, as in some frames. */
function getLocalStorage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
