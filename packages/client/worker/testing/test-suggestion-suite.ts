import { unwrap } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { requests } from '../../engine/requests.ts'
import { chain, node, type SharedEngine } from './test-shared-engine.ts'

/** Tests suggestions of next nodes. */
export function describeSuggestions(shared: SharedEngine): void {
  describe('suggestions of next nodes', () => {
    it('list every node type, those that fit the output first', async () => {
      const workflow = chain(node('load', 'loading'))
      const types = unwrap(await shared.engine.ask(requests.suggestNextNodes({ workflow, node: 'load' })))
      expect(types.slice(0, 3)).to.include('preparing')
      expect(types.indexOf('schedule')).to.be.above(types.indexOf('table'))
      expect(new Set(types).size).to.equal(types.length)
    })
  })
}
