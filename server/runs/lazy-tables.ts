import { openFormats } from '@aw-flow/data/node'
import { NodeError, type Tables } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

export interface LazyTablesOptions {
  open(): Promise<Tables>
  /** Folder for unpacked files. */
  temporary: string
  onFault(cause: unknown): void
}

/** Creates tables whose DuckDB is opened on first use, because many small runs do not need it. */
export function lazyTables({ open, temporary, onFault }: LazyTablesOptions): Tables {
  let formats: ReturnType<typeof openFormats> | undefined
  let opening: Promise<Tables> | undefined
  let opened: Tables | undefined
  const tables = (): Promise<Tables> =>
    (opening ??= open().then(
      (made) => (opened = made),
      (cause: unknown) => {
        onFault(cause)
        const reason = cause instanceof Error ? cause.message : String(cause)
        throw new NodeError('permanent', error('run.no-tables', { reason }))
      },
    ))
  return {
    get formats() {
      return (formats ??= openFormats(temporary))
    },
    load: async (...args) => (await tables()).load(...args),
    create: async (...args) => (await tables()).create(...args),
    query: async (...args) => (await tables()).query(...args),
    check: async (...args) => (await tables()).check(...args),
    relation: async (...args) => (await tables()).relation(...args),
    defer: async (...args) => (await tables()).defer(...args),
    describe: async (...args) => (await tables()).describe(...args),
    rows: async (...args) => (await tables()).rows(...args),
    page: async (...args) => (await tables()).page(...args),
    async *csv(...args) {
      yield* (await tables()).csv(...args)
    },
    async *write(...args) {
      yield* (await tables()).write(...args)
    },
    contentHash: async (...args) => (await tables()).contentHash(...args),
    has: (id) => opened?.has(id) ?? false,
    drop: async (id) => opened?.drop(id),
    async close() {
      await (await opening?.catch(() => undefined))?.close()
      await formats?.close()
    },
  }
}
