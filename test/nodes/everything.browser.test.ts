import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { expect } from '@open-wc/testing'
import { sizes } from '../sizes.ts'
import outcomes from './everything.json'
import others from './everything-else.json'

const absolute = (url: string): string => new URL(url, location.href).href

it('every node and every function has the stored native result in the page', async function () {
  this.timeout(900_000)
  const worker = new Worker(new URL('./everything-worker.ts', import.meta.url), { type: 'module' })
  const rows = sizes.everythingRows
  const outcome = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', ({ data }) => resolve(data))
    port1.start()
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
    const formatWasmUrls = { parquet: absolute(parquetWasmUrl), sqlite: absolute(sqliteWasmUrl) }
    worker.postMessage({ wasmUrl: absolute(wasmUrl), formatWasmUrls, rows }, [port2])
  })
  worker.terminate()
  expect(outcome.failure).to.equal(undefined)
  expect(outcome.hashes).to.deep.equal((outcomes as Record<string, unknown>)[rows])
  expect(outcome.others).to.deep.equal((others as Record<string, unknown>)[rows])
})
