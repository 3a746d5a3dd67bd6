import type { Engine } from '../engine/engine.ts'
import type { WorkflowStorage } from '../storage/storage.ts'
import { createServerApi, type ServerApi, type ServerOptions } from './server-api.ts'
import { createRemoteRefs, type RemoteRefs } from './remote-refs.ts'
import { connectEngineToServer } from './engine-with-server.ts'
import { createServerRunner, type ServerRunner } from './server-runner.ts'
import { createServerSecrets, type ServerSecrets } from './server-secrets.ts'
import { createServerStorage, type ServerStorage } from './server-storage.ts'

/** A server that stores the documents and data of a page and runs its workflows. @internal */
export interface ConnectedServer {
  api: ServerApi
  storage: ServerStorage
  runner: ServerRunner
  /** The secrets of the server's runs. */
  secrets: ServerSecrets
  /** References to the copies of local documents and runs on the server. */
  remoteRefs: RemoteRefs
  /** Wraps the page's engine so that the server executes complete runs. */
  wrapEngine(engine: Engine): Engine
}

/** Connects this browser's storage with a server. Sends no request yet. @internal */
export function connectServer(options: ServerOptions, local: WorkflowStorage): ConnectedServer {
  const api = createServerApi(options)
  const { profile } = options
  const remoteRefs = createRemoteRefs(
    profile === undefined ? api.address : `${api.address} ${profile}`,
    getPageStorage(),
  )
  const storage = createServerStorage({ api, remoteRefs, local })
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

/** Returns the page's `localStorage`; `undefined` in frames where the browser denies access to it. */
function getPageStorage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    return undefined
  }
}
