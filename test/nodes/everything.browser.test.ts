import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'
import { sizes } from '../sizes.ts'
import outcomes from './everything.json'

it('every table node and every function comes in the page to what is kept natively', async function () {
  this.timeout(600_000)
  const worker = new Worker(new URL('./everything-worker.ts', import.meta.url), { type: 'module' })
  const rows = sizes.everythingRows
  const { hashes, failure } = await new Promise<{ hashes?: unknown; failure?: string }>((resolve, reject) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', ({ data }) => resolve(data))
    port1.start()
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
    worker.postMessage({ wasmUrl: new URL(wasmUrl, location.href).href, rows }, [port2])
  })
  worker.terminate()
  expect(failure).to.equal(undefined)
  expect(hashes).to.deep.equal((outcomes as Record<string, unknown>)[rows])
})
