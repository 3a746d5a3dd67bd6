import { NodeError, type Formats, type Tables } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

export interface LazyTablesOptions {
  open(): Promise<Tables>
  /** Folder for unpacked files. */
  temporaryFolder: string
  /** Aborted when the run stops waiting for a DuckDB instance. */
  signal: AbortSignal
  onError(cause: unknown): void
}

/** Tables whose DuckDB instance is opened on first use. */
export interface LazyTables extends Tables {
  /** Opens DuckDB immediately. Never rejects: if opening fails, the first use reports the failure. */
  prepare(): Promise<void>
  /** Whether DuckDB has been opened. Otherwise, the run has no tables. */
  readonly isOpen: boolean
}

/** Creates tables whose DuckDB instance is opened on first use. Many small runs do not need DuckDB. */
export function createLazyTables({ open, temporaryFolder, signal, onError }: LazyTablesOptions): LazyTables {
  let formatsPromise: Promise<Formats & { close(): Promise<void> }> | undefined
  const loadFormats = () =>
    (formatsPromise ??= import('./open-data.ts').then(({ openFormats }) => openFormats(temporaryFolder)))
  let tablesPromise: Promise<Tables> | undefined
  let openedTables: Tables | undefined
  const getTables = (): Promise<Tables> =>
    (tablesPromise ??= open().then(
      (created) => (openedTables = created),
      (cause: unknown) => {
        if (signal.aborted) throw signal.reason
        onError(cause)
        const reason = cause instanceof Error ? cause.message : String(cause)
        throw new NodeError('permanent', error('run.no-tables', { reason }))
      },
    ))
  return {
    get isOpen() {
      return openedTables !== undefined
    },
    formats: {
      inspect: async (...args) => (await loadFormats()).inspect(...args),
      open: async (...args) => (await loadFormats()).open(...args),
      async *checkContents(...args) {
        yield* (await loadFormats()).checkContents(...args)
      },
    },
    load: async (...args) => (await getTables()).load(...args),
    create: async (...args) => (await getTables()).create(...args),
    query: async (...args) => (await getTables()).query(...args),
    check: async (...args) => (await getTables()).check(...args),
    relation: async (...args) => (await getTables()).relation(...args),
    defer: async (...args) => (await getTables()).defer(...args),
    describe: async (...args) => (await getTables()).describe(...args),
    rows: async (...args) => (await getTables()).rows(...args),
    page: async (...args) => (await getTables()).page(...args),
    async *csv(...args) {
      yield* (await getTables()).csv(...args)
    },
    async *write(...args) {
      yield* (await getTables()).write(...args)
    },
    contentHash: async (...args) => (await getTables()).contentHash(...args),
    prepare: () =>
      getTables().then(
        () => undefined,
        () => undefined,
      ),
    has: (id) => openedTables?.has(id) ?? false,
    drop: async (id) => openedTables?.drop(id),
    async close() {
      await (await tablesPromise?.catch(() => undefined))?.close()
      await (await formatsPromise?.catch(() => undefined))?.close()
    },
  }
}
