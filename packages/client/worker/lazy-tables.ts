import type { Formats, Tables } from '@aw-flow/engine'

export interface LazyTables {
  /** The `Tables` object. It opens the database on first use. */
  readonly tables: Tables
  /** Opens the database immediately. Rejects if that fails; the next use retries. */
  open(): Promise<void>
}

/**
 * Creates a `Tables` object that opens the database on first use, so that describing a workflow, hashing a file or
 * reading `formats` does not start DuckDB.
 */
export function createLazyTables(openTables: () => Promise<Tables>, formats: Formats): LazyTables {
  let openedTables: Tables | undefined
  let openPromise: Promise<Tables> | undefined

  const openOnce = (): Promise<Tables> =>
    (openPromise ??= openTables().then(
      (tables) => (openedTables = tables),
      (cause: unknown) => {
        openPromise = undefined
        throw cause
      },
    ))

  return {
    async open() {
      await openOnce()
    },
    tables: {
      formats,
      load: async (...args) => (await openOnce()).load(...args),
      create: async (...args) => (await openOnce()).create(...args),
      query: async (...args) => (await openOnce()).query(...args),
      check: async (...args) => (await openOnce()).check(...args),
      relation: async (...args) => (await openOnce()).relation(...args),
      defer: async (...args) => (await openOnce()).defer(...args),
      describe: async (...args) => (await openOnce()).describe(...args),
      rows: async (...args) => (await openOnce()).rows(...args),
      page: async (...args) => (await openOnce()).page(...args),
      async *csv(...args) {
        yield* (await openOnce()).csv(...args)
      },
      async *write(...args) {
        yield* (await openOnce()).write(...args)
      },
      contentHash: async (...args) => (await openOnce()).contentHash(...args),
      has: (id) => openedTables?.has(id) ?? false,
      drop: async (id) => openedTables?.drop(id),
      close: async () => openedTables?.close(),
    },
  }
}
