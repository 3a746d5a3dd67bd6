import { systemClock, type Catalogue } from '@aw-flow/engine'
import { rm } from 'node:fs/promises'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import type { Backend } from './backend.ts'
import type { Metrics } from './operation/metrics.ts'
import { watchStatements } from './operation/watch-statements.ts'
import { createRunSpans } from './operation/run-spans.ts'
import type { Tracing } from './operation/tracing.ts'
import type { RunPlaces } from './runs/run-places.ts'
import type { RunSettings } from './runs/run-settings.ts'
import type { Store, StoreOptions } from './store/open-store.ts'
import { purge, type PurgePolicy } from './store/purge.ts'
import { purgeHourly } from './store/purge-hourly.ts'
import { openTemporaryFolder } from './store/temporary-folder.ts'

export interface BackendOptions extends StoreOptions {
  /** `server`: answers and performs no runs; `worker`: the other way round; `all`: both. */
  role?: 'all' | 'server' | 'worker'
  catalogue: Catalogue
  onFault(cause: unknown, run: string): void
  /** Hosts that runs may reach; every public one where it is not said. */
  allowHosts?: readonly string[]
  /** The folder in which runs may read and write files. */
  filesFolder?: string | undefined
  /** Where secrets may stand too, as `AW_SECRET_…`. */
  environment?: NodeJS.ProcessEnv
  /** Node types of the host's own, as addresses of modules, for the processes in which runs are performed. */
  nodes?: readonly string[]
  runSettings: RunSettings
  /** Counts statements. */
  metrics: Metrics
  /** Where runs, their nodes and statements go as spans. */
  tracing?: Tracing | undefined
  /** What is removed for good, once an hour; nothing where it is not said. */
  keep?: PurgePolicy
}

/**
 * Opens the store in a folder whose lock the caller holds (where the database is in it), the queue of runs over it, and
 * the processes in which they are performed. The heavy parts (database, DuckDB) are imported here, so that a server that
 * only begins to listen does not wait for them.
 */
export async function openBackend(
  folder: string,
  options: BackendOptions,
): Promise<Backend & { close(): Promise<void> }> {
  const { role = 'all', onFault, runSettings } = options
  const [
    { openStore },
    { openRuns },
    { createDatasetLoads },
    { openDuckDb },
    { loadFile },
    { openRunChildren },
    { createRunFeeds },
    { createResultPages },
  ] = await Promise.all([
    import('./store/open-store.ts'),
    import('./runs/open-runs.ts'),
    import('./runs/dataset-loads.ts'),
    import('@aw-flow/data/node'),
    import('@aw-flow/agents'),
    import('./runs/run-children.ts'),
    import('./live/run-feed.ts'),
    import('./runs/result-pages.ts'),
  ])
  const store = await openStore(folder, systemClock, options)
  watchStatements(store.opened, options)
  try {
    // Beside the datasets, so that they are linked and not copied; what a killed process left there is removed.
    const isShared = store.opened.kind === 'postgres'
    const temporary = await openTemporaryFolder(join(folder, 'temporary'), { isShared })
    const memoryLimit = `${Math.floor(((totalmem() / 2 ** 20) * 0.7) / (runSettings.tablesAtOnce + 1))}MiB`
    const places = role === 'server' ? undefined : openPlaces(store, temporary, memoryLimit)
    const opened = await openRuns({
      store,
      clock: systemClock,
      places,
      atOnce: runSettings.atOnce,
      perWorkflow: runSettings.perWorkflow,
      inAll: runSettings.inAll,
      spans: options.tracing && createRunSpans(options.tracing),
      onFault,
    })
    const loads = createDatasetLoads({
      store,
      openTables: () => openDuckDb({ temporary, memoryLimit }),
      load: (file, id, tables) => loadFile(file, { tables, id, maxRetries: 3 }),
    })
    const pages = createResultPages({ store, openTables: () => openDuckDb({ temporary, memoryLimit }) })
    const feeds = createRunFeeds({ runs: store.runs, news: opened.news, onFault: (cause) => onFault(cause, '') })
    const { keep } = options
    const purging =
      keep &&
      purgeHourly(
        () => purge(store, keep, systemClock.now),
        (cause) => onFault(cause, ''),
      )
    return {
      store,
      runs: opened.runs,
      news: opened.news,
      feeds,
      loads,
      pages,
      async close() {
        await purging?.close()
        feeds.close()
        await Promise.all([opened.close(), loads.close(), pages.close()])
        await rm(temporary, { recursive: true, force: true })
        await store.close()
      },
    }
  } catch (cause) {
    await store.close()
    throw cause
  }

  function openPlaces(opened: Store, temporary: string, memoryLimit: string): RunPlaces {
    const { nodes = [], allowHosts = ['*'], filesFolder, environment = {} } = options
    return openRunChildren({
      store: opened,
      environment,
      settings: { ...runSettings, nodes, allowHosts, filesFolder, temporary, memoryLimit },
      onFault: (cause) => onFault(cause, ''),
    })
  }
}
