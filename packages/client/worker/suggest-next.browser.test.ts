import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { expect } from '@open-wc/testing'
import { emptyWorkflow, unwrap } from '@aw-flow/schema'
import { createEngine } from '../engine/create-engine.ts'
import { requests } from '../engine/requests.ts'
import workerUrl from './worker.ts?worker&url'

describe('suggestions of next nodes in the page', () => {
  it('list every node type, those that fit the output first', async function () {
    this.timeout(60_000)
    const engine = createEngine({ workerUrl, wasmUrl })
    try {
      const load = { id: 'load', type: 'loading', position: { x: 0, y: 0 }, data: { label: 'Load', config: {} } }
      const workflow = { ...emptyWorkflow('Files'), nodes: [load] }
      const types = unwrap(await engine.ask(requests.suggestNextNodes({ workflow, node: 'load' })))
      expect(types.slice(0, 3)).to.include('preparing')
      expect(types.indexOf('schedule')).to.be.above(types.indexOf('table'))
      expect(new Set(types).size).to.equal(types.length)
    } finally {
      engine.close()
    }
  })
})
