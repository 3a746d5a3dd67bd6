import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'
import { executeServerCommand } from '@web/test-runner-commands'
import { checkedFiles, type FindingHashes } from './findings.ts'

type All = Record<string, FindingHashes>

const absolute = (url: string): string => new URL(url, location.href).href

/** The native findings, once the native run has ended. */
async function foundNatively(): Promise<All> {
  for (;;) {
    const script = 'test/nodes/findings-native.ts'
    const answer = await executeServerCommand<{ output?: All; failure?: string }, string>('aw-natively', script)
    if (answer.output) return answer.output
    if (answer.failure !== undefined) throw new Error(answer.failure)
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

async function foundHere(): Promise<All> {
  const worker = new Worker(new URL('./findings-worker.ts', import.meta.url), { type: 'module' })
  try {
    const { found, failure } = await new Promise<{ found?: All; failure?: string }>((resolve, reject) => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', ({ data }) => resolve(data))
      port1.start()
      worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
      worker.postMessage({ wasmUrl: absolute(wasmUrl), data: absolute('/node_modules/vega-datasets/data') }, [port2])
    })
    if (!found) throw new Error(failure)
    return found
  } finally {
    worker.terminate()
  }
}

it('findings, repairs, plans and their results are equal in the page and natively', async function () {
  this.timeout(600_000)
  const [here, natively] = await Promise.all([foundHere(), foundNatively()])
  expect(here).to.deep.equal(natively)
  expect(Object.keys(here)).to.deep.equal(['people.csv', ...checkedFiles])
  for (const one of Object.values(here)) expect(one.rows).to.be.above(1_000)
  expect(here['airports.csv']!.findings).to.be.above(0)
})
