import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'
import outcomes from '../../packages/agents/preparing/operations/operations.expected.json'
import { seed } from '../sizes.ts'

it('every preparation operation does what it describes in the page, with the stored native result', async function () {
  this.timeout(120_000)
  const worker = new Worker(new URL('./operations-worker.ts', import.meta.url), { type: 'module' })
  const { hashes, failure } = await new Promise<{ hashes?: unknown; failure?: string }>((resolve, reject) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', ({ data }) => resolve(data))
    port1.start()
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
    worker.postMessage({ wasmUrl: new URL(wasmUrl, location.href).href, seed, rows: 60 }, [port2])
  })
  worker.terminate()
  expect(failure).to.equal(undefined)
  expect(hashes).to.deep.equal(outcomes)
})
