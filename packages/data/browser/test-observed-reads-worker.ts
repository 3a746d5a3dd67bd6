import { openBrowserConnection } from './browser-connection.ts'
import { createBrowserFile } from './browser-file.ts'
import { createBrowserFormatsPlatform } from './browser-formats-platform.ts'
import { openFormats } from './open-duckdb.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { createCsvPlan } from '../tables/test-case.ts'

/** Loads a text twice, and returns the text that an observer of the first load received. */
addEventListener('message', ({ data, ports }: MessageEvent<{ wasmUrl: string; text: string }>) => {
  observeLoad(data.wasmUrl, data.text).then(
    (observed) => ports[0]?.postMessage({ observed }),
    (cause: unknown) => ports[0]?.postMessage({ failure: String(cause) }),
  )
})

async function observeLoad(wasmUrl: string, text: string): Promise<string> {
  const connection = await openBrowserConnection({ wasmUrl })
  const tables = createDuckDbTables({
    connection,
    formats: openFormats(),
    loadWasm: createBrowserFormatsPlatform(undefined).loadWasm,
  })
  const file = createBrowserFile(new File([text], 'file.csv'), 'test')
  const load = (): Promise<unknown> => tables.load(file, createCsvPlan(['a BIGINT', 'b']), { id: 'loaded' })
  let observed = ''
  const stopObserving = file.observeReads?.((start, bytes) => {
    const end = start + bytes.length
    // DuckDB may read the start of a file more than once.
    if (start <= observed.length && end > observed.length)
      observed += new TextDecoder().decode(bytes.subarray(observed.length - start))
  })
  await load()
  stopObserving?.()
  await load()
  return observed
}
