import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import parquetWasmUrl from 'parquet-wasm/esm/parquet_wasm_bg.wasm?url'
import sqliteWasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { expect } from '@open-wc/testing'
import { sizes } from '../../../test/sizes.ts'
import { listCases } from './test-cases.ts'

/** Runs the shared suites, grouped by worker, each worker with its own DuckDB. */
const absolute = (url: string): string => new URL(url, location.href).href
const formatWasmUrls = { parquet: absolute(parquetWasmUrl), sqlite: absolute(sqliteWasmUrl) }

describe('DuckDB in the browser', () => {
  const open = (): Worker => new Worker(new URL('./test-suite-worker.ts', import.meta.url), { type: 'module' })
  let worker = open()
  let current = 0
  after(() => worker.terminate())
  /** URLs requested by all workers. */
  const requestedUrls = new Set<string>()

  const run = (index: number, workerNumber: number): Promise<{ failure: string | null; addresses: string[] }> =>
    new Promise((resolve) => {
      if (workerNumber !== current) {
        worker.terminate()
        worker = open()
        current = workerNumber
      }
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', ({ data }) => resolve(data))
      port1.start()
      worker.addEventListener('error', ({ message }) => resolve({ failure: message, addresses: [] }), { once: true })
      worker.postMessage({ wasmUrl: absolute(wasmUrl), formatWasmUrls, index }, [port2])
    })

  for (const [index, { worker: workerNumber, group, title, timeout }] of listCases().cases.entries()) {
    it(`${group}: ${title}`, async function () {
      if (timeout !== undefined) this.timeout(timeout)
      const { failure, addresses } = await run(index, workerNumber)
      addresses.forEach((address) => requestedUrls.add(address))
      if (failure !== null) throw new Error(failure)
    })
  }

  it('requests its wasm and no other URL, whatever the statements', () => {
    const otherUrls = [...requestedUrls].filter((address) => !/\/(packages|assets)\//.test(address))
    expect(otherUrls).to.deep.equal([])
    const wasm = [...requestedUrls]
      .filter((address) => address.endsWith('.wasm'))
      .map((address) => address.split('/').at(-1))
    const known = ['duckdb-eh.wasm', 'parquet_wasm_bg.wasm', 'sql-wasm-browser.wasm']
    expect(known).to.include.members(wasm)
    expect(wasm).to.include(known[0])
    if (sizes.pageEveryNth === 1) expect(wasm.toSorted()).to.deep.equal(known)
  })
})

describe('opening DuckDB in the browser', () => {
  it('rejects with a problem that contains the URL if the wasm is missing', async () => {
    const worker = new Worker(new URL('./test-suite-worker.ts', import.meta.url), { type: 'module' })
    const { port1, port2 } = new MessageChannel()
    const response = new Promise<{ failure: string }>((resolve) => {
      port1.addEventListener('message', ({ data }) => resolve(data))
    })
    port1.start()
    worker.postMessage({ wasmUrl: absolute('/nothing/duckdb.wasm'), formatWasmUrls, index: 0 }, [port2])
    expect((await response).failure).to.contain('/nothing/duckdb.wasm')
    worker.terminate()
  })
})
