import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'

describe('an observer of a file', () => {
  it('receives all bytes that DuckDB reads, in order, until it stops', async () => {
    const worker = new Worker(new URL('./test-observed-reads-worker.ts', import.meta.url), { type: 'module' })
    const { port1, port2 } = new MessageChannel()
    const response = new Promise<{ observed?: string; failure?: string }>((resolve) => {
      port1.addEventListener('message', ({ data }) => resolve(data))
    })
    port1.start()
    const text = Array.from({ length: 200_000 }, (_, row) => `${row},text ${row}\n`).join('')
    worker.postMessage({ wasmUrl: new URL(wasmUrl, location.href).href, text }, [port2])
    const { observed, failure } = await response
    worker.terminate()
    expect(failure).to.equal(undefined)
    expect(observed === text).to.equal(true)
  })
})
