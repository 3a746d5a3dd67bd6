import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { expect } from '@open-wc/testing'
import outcomes from '../../examples/workflows/nodes/outcomes.json'
import { selectPageCases } from '../sizes.ts'

const absolute = (url: string): string => new URL(url, location.href).href
const formatWasmUrls = { parquet: absolute(parquetWasmUrl), sqlite: absolute(sqliteWasmUrl) }
const folder = '/examples/workflows/nodes'

/** Results in the page equal those of `examples.test.ts` with four native threads, to the last digit. */
describe('every example of a node type has its stored result in the page', () => {
  const worker = new Worker(new URL('./example-worker.ts', import.meta.url), { type: 'module' })
  after(() => worker.terminate())

  const run = (document: unknown): Promise<{ outcome?: unknown; failure?: string }> =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', ({ data }) => resolve(data))
      port1.start()
      worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
      worker.postMessage({ wasmUrl: absolute(wasmUrl), formatWasmUrls, document, data: absolute(`${folder}/data`) }, [
        port2,
      ])
    })

  for (const [name, expected] of selectPageCases(Object.entries(outcomes))) {
    it(name, async () => {
      const document: unknown = await (await fetch(`${folder}/${name}.json`)).json()
      const { outcome, failure } = await run(document)
      expect(failure).to.equal(undefined)
      expect(outcome).to.deep.equal(expected)
    })
  }
})
