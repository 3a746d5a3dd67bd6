import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { listCases } from './test-cases.ts'

/** The suites that every adapter passes, each case run in one worker with one DuckDB. */
describe('DuckDB in the page', () => {
  const worker = new Worker(new URL('./test-suite-worker.ts', import.meta.url), { type: 'module' })

  const run = (index: number): Promise<string | null> =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', ({ data }: MessageEvent<string | null>) => resolve(data))
      port1.start()
      worker.addEventListener('error', ({ message }) => resolve(message), { once: true })
      worker.postMessage({ wasmUrl: new URL(wasmUrl, location.href).href, index }, [port2])
    })

  for (const [index, { group, title }] of listCases().cases.entries()) {
    it(`${group}: ${title}`, async () => {
      const failure = await run(index)
      if (failure !== null) throw new Error(failure)
    })
  }
})
