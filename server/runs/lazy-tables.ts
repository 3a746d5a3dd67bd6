import { openFormats } from '@aw-flow/data/node'
import { NodeError, type Tables } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

export interface LazyTablesOptions {
  open(): Promise<Tables>
  /** Where files are unpacked. */
  temporary: string
  onFault(cause: unknown): void
}

/** Tables whose DuckDB is opened when the first is asked for: most small runs never ask. */
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
    load: async (...given) => (await tables()).load(...given),
    create: async (...given) => (await tables()).create(...given),
    query: async (...given) => (await tables()).query(...given),
    relation: async (...given) => (await tables()).relation(...given),
    defer: async (...given) => (await tables()).defer(...given),
    describe: async (...given) => (await tables()).describe(...given),
    rows: async (...given) => (await tables()).rows(...given),
    page: async (...given) => (await tables()).page(...given),
    async *csv(...given) {
      yield* (await tables()).csv(...given)
    },
    async *write(...given) {
      yield* (await tables()).write(...given)
    },
    contentHash: async (...given) => (await tables()).contentHash(...given),
    has: (id) => opened?.has(id) ?? false,
    drop: async (id) => opened?.drop(id),
    async close() {
      await (await opening?.catch(() => undefined))?.close()
      await formats?.close()
    },
  }
}
