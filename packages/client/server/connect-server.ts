import type { Engine } from '../engine/engine.ts'
import type { WorkflowStorage } from '../storage/storage.ts'
import { createServerApi, type ServerOptions } from './server-api.ts'
import { createRemoteRefs } from './remote-refs.ts'
import { connectEngineToServer } from './engine-with-server.ts'
import { createServerRunner } from './server-runner.ts'
import { createServerSecrets } from './server-secrets.ts'
import { createServerStorage } from './server-storage.ts'

/** The connection to a server that stores a page's documents and data and runs its workflows. @internal */
export type ServerConnection = ReturnType<typeof connectServer>

/** Creates the connection between a page's workflow storage and a server. Does not send a request. @internal */
export function connectServer(options: ServerOptions, browserStorage: WorkflowStorage) {
  const api = createServerApi(options)
  const { profile } = options
  const remoteRefs = createRemoteRefs(
    profile === undefined ? api.address : `${api.address} ${profile}`,
    getLocalStorage(),
  )
  const storage = createServerStorage({
    api,
    remoteRefs,
    local: browserStorage,
    workspace: options.workspace,
    isLive: options.live ?? false,
    isLink: options.isLink ?? false,
  })
  const runner = createServerRunner({ api, remoteRefs, storage })
  const secrets = createServerSecrets(api)
  return {
    api,
    storage,
    runner,
    /** The secrets available to runs on the server. */
    secrets,
    /** The references to server copies of local documents and runs. */
    remoteRefs,
    /** Wraps the page's engine so that complete runs are executed on the server. */
    wrapEngine: (engine: Engine): Engine => connectEngineToServer(engine, runner, secrets),
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
