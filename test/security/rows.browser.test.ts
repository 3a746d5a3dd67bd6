import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'

it('vulnerabilities of peers do not occur in a worker of the page', async function () {
  this.timeout(120_000)
  const worker = new Worker(new URL('./rows-worker.ts', import.meta.url), { type: 'module' })
  const { ran, violations } = await new Promise<{ ran: string[]; violations: string[] }>((resolve, reject) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', ({ data }) => resolve(data))
    port1.start()
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
    worker.postMessage({ wasmUrl: new URL(wasmUrl, location.href).href }, [port2])
  })
  worker.terminate()
  expect(violations).to.deep.equal([])
  expect(ran.length).to.be.greaterThan(15)
})
