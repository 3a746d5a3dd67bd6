import { systemClock, type Catalogue } from '@aw-flow/engine'
import { mkdir, rm } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import type { Backend } from './backend.ts'

/** Runs at a time; each has a DuckDB of its own, and so has the look into datasets. */
const concurrency = 2

export interface BackendOptions {
  catalogue: Catalogue
  onFault(cause: unknown, run: string): void
  /** Hosts that runs may reach; every public one where it is not said. */
  allowHosts?: readonly string[]
  /** The folder in which runs may read and write files. */
  filesFolder?: string | undefined
  /** Seals the secrets. */
  secretKey?: string | undefined
  /** Where secrets may stand too, as `AW_SECRET_…`. */
  environment?: NodeJS.ProcessEnv
}

/**
 * Opens the store in a folder whose lock the caller holds, and the queue of runs over it. The heavy parts (database,
 * DuckDB) are imported here, so that a server that only begins to listen does not wait for them.
 */
export async function openBackend(
  folder: string,
  { catalogue, onFault, allowHosts = ['*'], filesFolder, secretKey, environment = {} }: BackendOptions,
): Promise<Backend & { close(): Promise<void> }> {
  const [
    { openStore },
    { openRunQueue },
    { createDatasetLoads },
    { openDuckDb },
    { loadFile },
    { environmentSecrets, joinSecrets, openOutside },
    { openSandbox },
  ] = await Promise.all([
    import('./store/open-store.ts'),
    import('./runs/run-queue.ts'),
    import('./runs/dataset-loads.ts'),
    import('@aw-flow/data/node'),
    import('@aw-flow/agents'),
    import('@aw-flow/outside'),
    import('@aw-flow/sandbox/node'),
  ])
  const store = await openStore(folder, systemClock, { secretKey })
  try {
    // Beside the datasets, so that they are linked and not copied; what a killed process left there is removed.
    const temporary = join(folder, 'temporary')
    await rm(temporary, { recursive: true, force: true })
    await mkdir(temporary, { recursive: true })
    const memoryLimit = `${Math.floor(((totalmem() / 2 ** 20) * 0.7) / (concurrency + 1))}MiB`
    const outside = openOutside({
      allow: allowHosts,
      secrets: joinSecrets(store.secrets, environmentSecrets(environment)),
      folder: filesFolder,
    })
    const sandbox = openSandbox()
    const openTables = () => openDuckDb({ temporary, memoryLimit })
    const runs = await openRunQueue({
      store,
      catalogue,
      outside,
      sandbox,
      openTables,
      clock: systemClock,
      concurrency,
      onFault,
    })
    const loads = createDatasetLoads({
      store,
      openTables,
      load: (file, id, tables) => loadFile(file, { tables, id, maxRetries: 3 }),
    })
    return {
      store,
      runs,
      loads,
      async close() {
        await Promise.all([runs.close(), loads.close()])
        await outside.close()
        await sandbox.close()
        await store.close()
      },
    }
  } catch (cause) {
    await store.close()
    throw cause
  }
}
