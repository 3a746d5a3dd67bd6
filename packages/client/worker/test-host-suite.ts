import { requests } from '../engine/requests.ts'
import { foldRun, type RunEvent } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { chain, dataset, newEngine, node, type EnginePlace } from './test-engine-place.ts'

/** Checks and node types of a host. */
export function describeHosts(place: EnginePlace): void {
  describe('extensions of a host', () => {
    it('runs checks of the page, which read rows, and reports what one throws', async () => {
      const seen: unknown[] = []
      const own = newEngine({
        checks: {
          async longNames(table) {
            seen.push(table.rows, table.columns.length, (await table.read(1, 1))[0])
            return { valid: false, message: 'too short', rows: [0, 2] }
          },
          broken() {
            throw new Error('not today')
          },
        },
      })
      own.provide({
        bytes: async (asked) => (asked === dataset ? { name: 'sample.csv', bytes: place.bytes } : undefined),
      })
      const judged = async (hostCheck: string): Promise<unknown> => {
        const workflow = chain(
          node('load', 'loading', { dataset }),
          node('check', 'validation', { schema: '', hostCheck }),
        )
        const events: RunEvent[] = []
        await own.run(
          { run: `own-${hostCheck}`, workflowId: 'w', workflow, files: {}, seed: 1 },
          {
            signal: new AbortController().signal,
            onProgress: () => undefined,
            onEvents: (more) => void events.push(...more),
          },
        )
        const report = foldRun(events).nodes['check']?.outputs['report']
        return report?.kind === 'json' ? (report.json as { rules: unknown[] }).rules[0] : undefined
      }
      const rule = await judged('longNames')
      expect(rule).to.deep.include({ code: 'host', valid: false, failing: 2 })
      expect(seen).to.have.length(3)
      expect(seen[2]).to.be.an('object')
      expect(JSON.stringify(await judged('broken'))).to.contain('not today')
      expect(await judged('nobody')).to.deep.include({
        message: { code: 'validate.no-host-check', params: { name: 'nobody', names: ['longNames', 'broken'] } },
      })
      own.close()
    })

    it('registers and runs node types of a host, and reports modules that cannot be loaded', async () => {
      const own = newEngine({
        nodes: [new URL('/packages/nodes/test-own-nodes.ts', location.href).href],
      })
      const shouting = chain(node('a', 'shout', { text: 'hello' }), node('b', 'shout', { text: '' }))
      const workflow = { ...shouting, edges: [] }
      const described = await own.ask(requests.describe({ workflow, previews: [] }))
      expect(own.status.catalogue.map(({ type }) => type)).to.include.members(['loading', 'shout'])
      expect(described.ok && described.value.nodes['a']?.summary).to.equal('Shouts hello')
      const events: RunEvent[] = []
      await own.run(
        { run: 'own', workflowId: 'w', workflow, files: {}, seed: 1 },
        {
          signal: new AbortController().signal,
          onProgress: () => undefined,
          onEvents: (more) => void events.push(...more),
        },
      )
      const { nodes } = foldRun(events)
      expect(nodes['a']?.outputs['out']).to.deep.equal({ kind: 'text', text: 'HELLO' })
      expect(nodes['b']?.error).to.deep.include({ kind: 'permanent' })
      own.close()
      const none = newEngine({ nodes: ['/no-such-nodes.js'] })
      const failed = await none.ask(requests.describe({ workflow, previews: [] }))
      expect(failed.ok ? '' : failed.problem.code).to.equal('nodes.not-loaded')
      expect(none.status.state).to.equal('failed')
      none.close()
    })
  })
}
