import { openFormats } from '@aw-flow/data/node'
import { NodeError, type Formats, type Tables } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'

let formats: Formats | undefined

/** Tables whose DuckDB is opened when the first is asked for: most small runs never ask. */
export function lazyTables(open: () => Promise<Tables>, onFault: (cause: unknown) => void): Tables {
  let opening: Promise<Tables> | undefined
  let opened: Tables | undefined
  const tables = (): Promise<Tables> =>
    (opening ??= open().then(
      (made) => (opened = made),
      (cause: unknown) => {
        onFault(cause)
        const reason = cause instanceof Error ? cause.message : String(cause)
        const hint = 'Start the run again; if it stays, see the log.'
        throw new NodeError('permanent', error('run.no-tables', `The data engine did not start: ${reason}.`, { hint }))
      },
    ))
  return {
    get formats() {
      return (formats ??= openFormats())
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
    },
  }
}
