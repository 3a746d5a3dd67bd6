import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { expect } from '@open-wc/testing'
import { sizes } from '../../../test/sizes.ts'
import { listCases } from './test-cases.ts'

/** The suites that every adapter passes, a few of them at a time in a worker with a DuckDB of its own. */
const absolute = (url: string): string => new URL(url, location.href).href
const formatWasmUrls = { parquet: absolute(parquetWasmUrl), sqlite: absolute(sqliteWasmUrl) }

describe('DuckDB in the page', () => {
  const open = (): Worker => new Worker(new URL('./test-suite-worker.ts', import.meta.url), { type: 'module' })
  let worker = open()
  let current = 0
  after(() => worker.terminate())
  /** The addresses that all workers have asked for. */
  const asked = new Set<string>()

  const run = (index: number, wanted: number): Promise<{ failure: string | null; addresses: string[] }> =>
    new Promise((resolve) => {
      if (wanted !== current) {
        worker.terminate()
        worker = open()
        current = wanted
      }
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', ({ data }) => resolve(data))
      port1.start()
      worker.addEventListener('error', ({ message }) => resolve({ failure: message, addresses: [] }), { once: true })
      worker.postMessage({ wasmUrl: absolute(wasmUrl), formatWasmUrls, index }, [port2])
    })

  for (const [index, { worker: wanted, group, title, timeout }] of listCases().cases.entries()) {
    it(`${group}: ${title}`, async function () {
      if (timeout !== undefined) this.timeout(timeout)
      const { failure, addresses } = await run(index, wanted)
      addresses.forEach((address) => asked.add(address))
      if (failure !== null) throw new Error(failure)
    })
  }

  it('asks for its wasm and for no other address, whatever it was told', () => {
    const others = [...asked].filter((address) => !/\/(packages|assets)\//.test(address))
    expect(others).to.deep.equal([])
    const wasm = [...asked].filter((address) => address.endsWith('.wasm')).map((address) => address.split('/').at(-1))
    const known = ['duckdb-eh.wasm', 'parquet_wasm_bg.wasm', 'sql-wasm-browser.wasm']
    expect(known).to.include.members(wasm)
    expect(wasm).to.include(known[0])
    if (sizes.pageEveryNth === 1) expect(wasm.toSorted()).to.deep.equal(known)
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
