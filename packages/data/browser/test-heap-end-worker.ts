import { openBrowserConnection } from './browser-connection.ts'
import { createBrowserFile } from './browser-file.ts'
import { createBrowserFormatsPlatform } from './browser-formats-platform.ts'
import { openFormats } from './open-duckdb.ts'
import type { DuckDbConnection } from '../tables/duckdb-connection.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { createColumn, createCsvPlan } from '../tables/test-case.ts'

/** Fills memory. Before and after, loads a file in two ways: typed by the DuckDB reader, and cast from text. */
addEventListener('message', ({ data, ports }: MessageEvent<{ wasmUrl: string }>) => {
  fillAndLoad(data.wasmUrl).then(
    (result) => ports[0]?.postMessage(result),
    (cause: unknown) => ports[0]?.postMessage({ cause: String(cause) }),
  )
})

async function fillAndLoad(wasmUrl: string): Promise<object> {
  // This limit is above the available memory, so that DuckDB does not reach it first.
  const connection = await openBrowserConnection({ wasmUrl, memoryLimit: '4GB' })
  const tables = createDuckDbTables({
    connection,
    formats: openFormats(),
    loadWasm: createBrowserFormatsPlatform(undefined).loadWasm,
  })
  const text = Array.from({ length: 800 }, (_, row) => `${row}.5,${row},text ${row}\n`).join('')
  const load = async (): Promise<string[]> => {
    const hashes: string[] = []
    for (const nulls of [[], ['never']]) {
      const file = createBrowserFile(new File([text], 'file.csv'), 'test')
      const columns = ['a DOUBLE', 'b BIGINT', 'c'].map((text) => createColumn(text, { nulls }))
      const { table } = await tables.load(file, createCsvPlan(columns), { id: 'loaded' })
      hashes.push(await tables.contentHash(table))
    }
    return hashes
  }
  const initialHashes = await load()
  const valueFailure = await exhaustHeapWithValue(connection)
  const failure = await fillMemory(connection)
  const retriedHashes = [...(await load()), ...(await load()), ...(await load())]
  await connection.run('DROP TABLE part0')
  const finalHashes = await load()
  return { valueFailure, failure, hashes: [...initialHashes, ...retriedHashes, ...finalHashes] }
}

/**
 * Turns a list into one string, which does not count toward DuckDB's limit. Returns the error when the heap is
 * exhausted.
 */
const exhaustHeapWithValue = async (connection: DuckDbConnection): Promise<string> => {
  const text = `list_transform(range(100000), x -> repeat('a', 1000000))::VARCHAR`
  return connection.queryRows(`SELECT strlen(${text})::INTEGER`).then(String, String)
}

/** Fills memory and returns the DuckDB message when it is exhausted. */
async function fillMemory(connection: DuckDbConnection): Promise<string> {
  for (let tableIndex = 0; tableIndex < 100; tableIndex++) {
    try {
      await connection.run(`CREATE TABLE part${tableIndex} AS SELECT hash(range) AS a FROM range(20000000)`)
    } catch (cause) {
      return String(cause)
    }
  }
  return ''
}
