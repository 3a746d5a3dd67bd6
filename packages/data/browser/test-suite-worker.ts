import { openBrowserConnection } from './browser-connection.ts'
import { createBrowserFormatsPlatform, type FormatWasmUrls } from './browser-formats-platform.ts'
import { createBrowserFile } from './browser-file.ts'
import { openFormats } from './open-duckdb.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { listCases } from './test-cases.ts'

// Runs individual cases of the suites, by index, with DuckDB in this worker.
let openPromise: Promise<void> | undefined
const { cases, platform } = listCases()

interface Request {
  wasmUrl: string
  formatWasmUrls: FormatWasmUrls
  index: number
}

async function openOnce({ wasmUrl, formatWasmUrls }: Request): Promise<void> {
  const connection = await openBrowserConnection({ wasmUrl })
  const tables = createDuckDbTables({
    connection,
    formats: openFormats(formatWasmUrls),
    loadWasm: createBrowserFormatsPlatform(formatWasmUrls).loadWasm,
  })
  platform.connection = () => connection
  platform.tables = () => tables
  platform.file = async (content, name = 'file') => createBrowserFile(new File([content as BlobPart], name), 'test')
}

/** Runs a case and returns the URLs requested since this worker started. */
addEventListener('message', ({ data, ports }: MessageEvent<Request>) => {
  const run = async (): Promise<void> => {
    await (openPromise ??= openOnce(data))
    await cases[data.index]?.run()
  }
  const respond = (failure: string | null): void => {
    const addresses = performance.getEntriesByType('resource').map(({ name }) => name)
    ports[0]?.postMessage({ failure, addresses })
  }
  run().then(
    () => respond(null),
    (cause: unknown) => respond(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)),
  )
})
