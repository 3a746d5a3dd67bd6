import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { expect } from '@open-wc/testing'
import { sizes } from '../sizes.ts'
import { chooseKinds } from './hostile-file.ts'
import { hostileKinds } from './hostile-kinds.ts'

const absolute = (url: string): string => new URL(url, location.href).href
const formatWasmUrls = { parquet: absolute(parquetWasmUrl), sqlite: absolute(sqliteWasmUrl) }

/** One worker loads all files: a file that breaks it fails all later ones. */
describe('hostile files in the page', () => {
  const worker = new Worker(new URL('./hostile-worker.ts', import.meta.url), { type: 'module' })
  after(() => worker.terminate())

  const load = (index: number): Promise<string[]> =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', ({ data }) => resolve(data))
      port1.start()
      worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
      const request = { wasmUrl: absolute(wasmUrl), formatWasmUrls, index, large: sizes.hostileMegabytes }
      worker.postMessage(request, [port2])
    })

  for (const kind of chooseKinds(hostileKinds, Math.min(sizes.hostilePageFiles, hostileKinds.length))) {
    const index = hostileKinds.indexOf(kind)
    it(`${index}: ${kind.name}`, async () => {
      expect(await load(index)).to.deep.equal([])
    })
  }

  it('the worker loads a plain file after all of them', async () => {
    expect(await load(hostileKinds.findIndex(({ name }) => name === 'formulas'))).to.deep.equal([])
  })
})
