import { openBrowserConnection } from './browser-connection.ts'
import { browserFormatsPlace, type FormatWasmUrls } from './browser-formats-place.ts'
import { browserFile } from './browser-file.ts'
import { openFormats } from './open-duckdb.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { listCases } from './test-cases.ts'

/** Runs one case of the suites at a time, by its place in the list, against a DuckDB in this worker. */
let opened: Promise<void> | undefined
const { cases, place } = listCases()

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
    wasm: browserFormatsPlace(formatWasmUrls).wasm,
  })
  place.connection = () => connection
  place.tables = () => tables
  place.file = async (content, name = 'file') => browserFile(new File([content as BlobPart], name), 'test')
}

/** Asks for a case, and for the addresses that were asked for since this worker began. */
addEventListener('message', ({ data, ports }: MessageEvent<Request>) => {
  const run = async (): Promise<void> => {
    await (opened ??= openOnce(data))
    await cases[data.index]?.run()
  }
  const answer = (failure: string | null): void => {
    const addresses = performance.getEntriesByType('resource').map(({ name }) => name)
    ports[0]?.postMessage({ failure, addresses })
  }
  run().then(
    () => answer(null),
    (cause: unknown) => answer(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)),
  )
})
