import { openBrowserConnection } from './browser-connection.ts'
import { browserFile } from './browser-file.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { listCases } from './test-cases.ts'

/** Runs one case of the suites at a time, by its place in the list, against a DuckDB in this worker. */
let opened: Promise<void> | undefined
const { cases, place } = listCases()

addEventListener('message', ({ data, ports }: MessageEvent<{ wasmUrl: string; index: number }>) => {
  const run = async (): Promise<void> => {
    opened ??= (async () => {
      const connection = await openBrowserConnection({ wasmUrl: data.wasmUrl })
      const tables = createDuckDbTables(connection)
      place.connection = () => connection
      place.tables = () => tables
      place.file = async (content, name = 'file') => browserFile(new File([content as BlobPart], name), 'test')
    })()
    await opened
    await cases[data.index]?.run()
  }
  run().then(
    () => ports[0]?.postMessage(null),
    (cause: unknown) => ports[0]?.postMessage(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)),
  )
})
