import { openBrowserConnection } from './browser-connection.ts'
import { browserFile } from './browser-file.ts'
import { browserFormatsPlatform } from './browser-formats-platform.ts'
import { openFormats } from './open-duckdb.ts'
import type { DuckDbConnection } from '../tables/duckdb-connection.ts'
import { createDuckDbTables } from '../tables/duckdb-tables.ts'
import { column, csvPlan } from '../tables/test-case.ts'

/** Fills memory up to its limit, and loads one file before and after, typed by DuckDB's reader and cast from text. */
addEventListener('message', ({ data, ports }: MessageEvent<{ wasmUrl: string }>) => {
  fillAndLoad(data.wasmUrl).then(
    (answer) => ports[0]?.postMessage(answer),
    (cause: unknown) => ports[0]?.postMessage({ cause: String(cause) }),
  )
})

async function fillAndLoad(wasmUrl: string): Promise<object> {
  // Above the available memory, so that DuckDB's own limit is not reached first.
  const connection = await openBrowserConnection({ wasmUrl, memoryLimit: '4GB' })
  const tables = createDuckDbTables({
    connection,
    formats: openFormats(),
    wasm: browserFormatsPlatform(undefined).wasm,
  })
  const text = Array.from({ length: 800 }, (_, row) => `${row}.5,${row},text ${row}\n`).join('')
  const load = async (): Promise<string[]> => {
    const hashes: string[] = []
    for (const nulls of [[], ['never']]) {
      const file = browserFile(new File([text], 'file.csv'), 'test')
      const columns = ['a DOUBLE', 'b BIGINT', 'c'].map((text) => column(text, { nulls }))
      const { table } = await tables.load(file, csvPlan(columns), { id: 'loaded' })
      hashes.push(await tables.contentHash(table))
    }
    return hashes
  }
  const before = await load()
  const failure = await fill(connection)
  const after = [...(await load()), ...(await load()), ...(await load())]
  await connection.run('DROP TABLE part0')
  const last = await load()
  return { failure, hashes: [...before, ...after, ...last] }
}

/** Returns DuckDB's message when memory was exhausted. */
async function fill(connection: DuckDbConnection): Promise<string> {
  for (let part = 0; part < 100; part++) {
    try {
      await connection.run(`CREATE TABLE part${part} AS SELECT hash(range) AS a FROM range(20000000)`)
    } catch (cause) {
      return String(cause)
    }
  }
  return ''
}
