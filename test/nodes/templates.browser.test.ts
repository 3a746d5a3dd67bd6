import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { expect } from '@open-wc/testing'
import index from '../../examples/workflows/templates/index.json'
import outcomes from '../../examples/workflows/templates/outcomes.json'
import { selectPageCases } from '../sizes.ts'

const absolute = (url: string): string => new URL(url, location.href).href
const formatWasmUrls = { parquet: absolute(parquetWasmUrl), sqlite: absolute(sqliteWasmUrl) }
const folder = '/examples/workflows/templates'

/** Results in the page equal those of `templates.test.ts`, to the last digit. */
describe('every template has its stored result in the page', () => {
  const worker = new Worker(new URL('./example-worker.ts', import.meta.url), { type: 'module' })
  after(() => worker.terminate())

  const run = (request: object): Promise<{ outcome?: unknown; failure?: string }> =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', ({ data }) => resolve(data))
      port1.start()
      worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
      const places = { data: absolute(`${folder}/data`), samples: absolute('/examples/studio/public/samples') }
      worker.postMessage({ wasmUrl: absolute(wasmUrl), formatWasmUrls, ...places, ...request }, [port2])
    })

  for (const { id, files } of selectPageCases(index)) {
    it(id, async () => {
      const document: unknown = await (await fetch(`${folder}/${id}.json`)).json()
      const { outcome, failure } = await run({ document, files })
      expect(failure).to.equal(undefined)
      expect(outcome).to.deep.equal(outcomes[id as keyof typeof outcomes])
    })
  }
})
