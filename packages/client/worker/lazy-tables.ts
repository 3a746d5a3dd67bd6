import type { Formats, Tables } from '@aw-flow/engine'

export interface LazyTables {
  /** The port, which opens on first use. */
  readonly tables: Tables
  /** Opens the port now. Rejects if that fails; the next use retries. */
  open(): Promise<void>
}

/** Creates a tables port that opens on first use, so that describing, hashing and `formats` do not start DuckDB. */
export function lazyTables(openTables: () => Promise<Tables>, formats: Formats): LazyTables {
  let opened: Tables | undefined
  let opening: Promise<Tables> | undefined

  const ready = (): Promise<Tables> =>
    (opening ??= openTables().then(
      (tables) => (opened = tables),
      (cause: unknown) => {
        opening = undefined
        throw cause
      },
    ))

  return {
    async open() {
      await ready()
    },
    tables: {
      formats,
      load: async (...args) => (await ready()).load(...args),
      create: async (...args) => (await ready()).create(...args),
      query: async (...args) => (await ready()).query(...args),
      check: async (...args) => (await ready()).check(...args),
      relation: async (...args) => (await ready()).relation(...args),
      defer: async (...args) => (await ready()).defer(...args),
      describe: async (...args) => (await ready()).describe(...args),
      rows: async (...args) => (await ready()).rows(...args),
      page: async (...args) => (await ready()).page(...args),
      async *csv(...args) {
        yield* (await ready()).csv(...args)
      },
      async *write(...args) {
        yield* (await ready()).write(...args)
      },
      contentHash: async (...args) => (await ready()).contentHash(...args),
      has: (id) => opened?.has(id) ?? false,
      drop: async (id) => opened?.drop(id),
      close: async () => opened?.close(),
    },
  }
}
