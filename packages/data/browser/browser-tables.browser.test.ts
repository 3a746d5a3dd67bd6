import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { expect } from '@open-wc/testing'
import { listCases } from './test-cases.ts'

/** The suites that every adapter passes, each case run in one worker with one DuckDB. */
const absolute = (url: string): string => new URL(url, location.href).href
const formatWasmUrls = { parquet: absolute(parquetWasmUrl), sqlite: absolute(sqliteWasmUrl) }

describe('DuckDB in the page', () => {
  const worker = new Worker(new URL('./test-suite-worker.ts', import.meta.url), { type: 'module' })

  const run = (index: number): Promise<{ failure: string | null; addresses: string[] }> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', ({ data }) => resolve(data))
      port1.start()
      worker.addEventListener('error', ({ message }) => resolve({ failure: message, addresses: [] }), { once: true })
      worker.postMessage({ wasmUrl: absolute(wasmUrl), formatWasmUrls, index }, [port2])
    })

  for (const [index, { group, title, timeout }] of listCases().cases.entries()) {
    it(`${group}: ${title}`, async function () {
      if (timeout !== undefined) this.timeout(timeout)
      const { failure } = await run(index)
      if (failure !== null) throw new Error(failure)
    })
  }

  it('asks for its wasm, each once, and for no other address, whatever it was told', async () => {
    const { addresses } = await run(-1)
    const others = addresses.filter((address) => !/\/(packages|node_modules|test|@vite|@id|@fs)\//.test(address))
    expect(others).to.deep.equal([])
    const wasm = addresses.filter((address) => address.endsWith('.wasm')).map((address) => address.split('/').at(-1))
    expect(wasm.toSorted()).to.deep.equal(['duckdb-eh.wasm', 'parquet_wasm_bg.wasm', 'sql-wasm-browser.wasm'])
  })
})

describe('opening DuckDB in the page', () => {
  it('ends with a problem that names the address when there is no wasm', async () => {
    const worker = new Worker(new URL('./test-suite-worker.ts', import.meta.url), { type: 'module' })
    const { port1, port2 } = new MessageChannel()
    const answered = new Promise<{ failure: string }>((resolve) => {
      port1.addEventListener('message', ({ data }) => resolve(data))
    })
    port1.start()
    worker.postMessage({ wasmUrl: absolute('/nothing/duckdb.wasm'), formatWasmUrls, index: 0 }, [port2])
    expect((await answered).failure).to.contain('/nothing/duckdb.wasm')
    worker.terminate()
  })
})
