import { createMemoryStorage, createSession, type WorkflowSession } from '@aw-flow/client'
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'
import { selectPageCases } from '../sizes.ts'
import { waitUntil } from '../wait-until.ts'
import { armedWorkflows } from './armed-workflows.ts'
import { effectsChannel, recordEffects } from './record-effects.ts'
import workerUrl from './recording-worker.ts?worker&url'

const sources = {
  ...import.meta.glob<string>('../../examples/workflows/**/*.json', { query: '?raw', import: 'default', eager: true }),
  ...import.meta.glob<string>('../fixtures/workflows/*.json', { query: '?raw', import: 'default', eager: true }),
}
const documents = [
  ...Object.entries(sources).filter(([path]) => !path.endsWith('outcomes.json')),
  ...armedWorkflows.map((text, index): [string, string] => [`armed ${index}`, text]),
]

describe('[22, 30] opening and describing in a page has no effect', () => {
  let session: WorkflowSession
  const done: string[] = []
  const channel = new BroadcastChannel(effectsChannel)
  before(async () => {
    session = await createSession({ id: 'inert', workerUrl, wasmUrl, storage: createMemoryStorage() })
    await waitUntil(() => session.engine.state === 'ready', 'the engine is not ready')
    channel.addEventListener('message', ({ data }: MessageEvent<string>) => void done.push(data))
    recordEffects('page')
  })
  after(async () => {
    channel.close()
    await session.close()
  })

  for (const [path, text] of selectPageCases(documents)) {
    it(path.split('/').at(-1)!, async () => {
      done.length = 0
      const before = session.document.current
      const problems = session.document.open(text)
      if (session.document.current !== before) {
        const document = session.document.current
        await waitUntil(() => session.document.description !== undefined)
        const [first] = document.nodes
        if (first) session.document.apply({ type: 'set-config', id: first.id, path: ['label'], value: 'x' })
        const before = session.document.description
        await waitUntil(() => session.document.description !== before || document.nodes.length === 0, 'no description')
        session.document.undo()
      } else expect(problems.length).to.be.greaterThan(0)
      // An effect posts its message before a later message of the same worker is answered.
      await session.document.layOut({ nodes: [], edges: [], groups: [] })
      await new Promise((resolve) => setTimeout(resolve, 0))
      expect(done).to.deep.equal([])
      expect(session.runs.current).to.equal(undefined)
    })
  }

  it('the recorder reports requests and DuckDB, when there are some', async () => {
    await fetch('/package.json')
    await waitUntil(() => done.some((one) => one.startsWith('page: fetch')))
    session.engine.warmUp()
    await waitUntil(() => done.some((one) => /^page: fetch .*duckdb/.test(one)), 'DuckDB is not fetched')
    // What the page cannot compile, the worker fetches itself.
    const storage = createMemoryStorage()
    const other = await createSession({ id: 'other', workerUrl, wasmUrl: '/missing/duckdb.wasm', storage })
    other.engine.warmUp()
    await waitUntil(() => done.some((one) => /^worker: fetch .*missing/.test(one)), 'the worker fetches nothing')
    await other.close()
  })
})
