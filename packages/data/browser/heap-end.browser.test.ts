import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'

describe('memory limit in the browser', () => {
  it('is reported, also for a single value, and files loaded at the limit are read completely', async () => {
    const worker = new Worker(new URL('./test-heap-end-worker.ts', import.meta.url), { type: 'module' })
    const { port1, port2 } = new MessageChannel()
    const response = new Promise<{ valueFailure: string; failure: string; hashes: string[] }>((resolve) => {
      port1.addEventListener('message', ({ data }) => resolve(data))
    })
    port1.start()
    worker.postMessage({ wasmUrl: new URL(wasmUrl, location.href).href }, [port2])
    const { valueFailure, failure, hashes } = await response
    worker.terminate()
    expect(valueFailure).to.contain('Out of Memory')
    expect(failure).to.contain('Out of Memory')
    expect(new Set(hashes)).to.have.property('size', 1)
    expect(hashes).to.have.length(10)
  })
})
