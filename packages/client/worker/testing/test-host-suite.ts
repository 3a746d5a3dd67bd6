import { requests } from '../../engine/requests.ts'
import { foldRun } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { chain, dataset, newEngine, node, runIn, type SharedEngine } from './test-shared-engine.ts'

/** Checks and node types of a host. */
export function describeHosts(shared: SharedEngine): void {
  describe('extensions of a host', () => {
    it('runs checks of the page, which read rows, and reports what one throws', async () => {
      const seen: unknown[] = []
      const engine = newEngine({
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
      engine.addHost({
        readDataset: async (id) => (id === dataset ? { name: 'sample.csv', bytes: shared.bytes } : undefined),
      })
      const runHostCheck = async (hostCheck: string): Promise<unknown> => {
        const workflow = chain(
          node('load', 'loading', { dataset }),
          node('check', 'validation', { schema: '', hostCheck }),
        )
        const { events } = await runIn(engine, { run: `own-${hostCheck}`, workflow })
        const report = foldRun(events).nodes['check']?.outputs['report']
        return report?.kind === 'json' ? (report.json as { rules: unknown[] }).rules[0] : undefined
      }
      const rule = await runHostCheck('longNames')
      expect(rule).to.deep.include({ code: 'host', valid: false, failing: 2 })
      expect(seen).to.have.length(3)
      expect(seen[2]).to.be.an('object')
      expect(JSON.stringify(await runHostCheck('broken'))).to.contain('not today')
      expect(await runHostCheck('nobody')).to.deep.include({
        message: { code: 'validate.no-host-check', params: { name: 'nobody', names: ['longNames', 'broken'] } },
      })
      engine.close()
    })

    it('lets an agent with a model of the host call a function of the host', async () => {
      const engine = newEngine({ nodes: [new URL('/packages/nodes/test-own-nodes.ts', location.href).href] })
      const requested: { messages: { role: string; content: string }[] }[] = []
      engine.addHost({
        async callService(id, request) {
          if (id !== 'own') return undefined
          requested.push(request as never)
          return requested.length > 1
            ? { text: 'Seven.', ended: 'stop' }
            : { text: '', ended: 'tools', toolCalls: [{ id: '1', name: 'count', arguments: '{"item":"lamp"}' }] }
        },
      })
      await engine.networkAccess.setModels({
        models: [{ id: 'own', protocol: 'host', address: '', model: 'own' }],
      })
      const tools = [{ name: 'count', kind: 'function', use: 'stock' }]
      const workflow = chain(node('ask', 'agent', { prompt: 'How many lamps?', tools }))
      const { events } = await runIn(engine, { run: 'function', workflow })
      const { ask } = foldRun(events).nodes
      expect(ask?.error).to.equal(undefined)
      expect(ask?.outputs['answer']).to.deep.equal({ kind: 'text', text: 'Seven.' })
      expect(requested[1]!.messages.at(-1)).to.deep.include({ role: 'tool', content: '"lamp: 7"' })
      // The requests are counted in the usage of the month, which the tabs of an origin share.
      const usage = await (await navigator.storage.getDirectory()).getDirectoryHandle('aw-usage')
      const month = await usage.getFileHandle(`${new Date().toISOString().slice(0, 7)}.json`)
      const { calls } = JSON.parse(await (await month.getFile()).text()) as { calls: { isSettled: boolean }[] }
      expect(calls.filter(({ isSettled }) => isSettled).length).to.be.greaterThan(1)
      engine.close()
    })

    it('calls tools of the MCP servers of the page, and reports missing servers', async () => {
      const engine = newEngine()
      const workflow = chain(
        node('call', 'mcp_tool', { server: 'Weather', tool: 'get_weather', arguments: { city: 'Oslo' } }),
      )
      const describe = async () => {
        const described = await engine.ask(requests.describe({ workflow, previews: [] }))
        return described.ok ? described.value.problems.map(({ code }) => code) : []
      }
      const other = newEngine()
      const withoutHost = await other.ask(requests.describe({ workflow, previews: [] }))
      expect(JSON.stringify(withoutHost)).to.contain('outside.not-available')
      other.close()
      const questions: unknown[] = []
      engine.addHost({
        async callService(id, question) {
          if (id !== 'mcp') return undefined
          questions.push(question)
          const { arguments: args } = question as { arguments?: object }
          const tool = { server: 'Weather', name: 'get_weather', description: '', parameters: { type: 'object' } }
          return args ? { result: { content: [], structured: { degrees: 5 }, isError: false } } : { tool }
        },
      })
      expect(await describe()).not.to.include('outside.not-available')
      const { events } = await runIn(engine, { run: 'mcp', workflow })
      const { call } = foldRun(events).nodes
      expect(call?.error).to.equal(undefined)
      expect(call?.outputs['result']).to.deep.equal({ kind: 'json', json: { degrees: 5 } })
      expect(questions.at(-1)).to.deep.equal({ server: 'Weather', tool: 'get_weather', arguments: { city: 'Oslo' } })
      engine.close()
    })

    it('aborts the tool call of the page when the run is canceled', async () => {
      const engine = newEngine()
      const workflow = chain(
        node('call', 'mcp_tool', { server: 'Weather', tool: 'get_weather', arguments: { city: 'Oslo' } }),
      )
      const abort = new AbortController()
      let isAborted = false
      engine.addHost({
        async callService(id, question, { signal }) {
          if (id !== 'mcp') return undefined
          const { arguments: args } = question as { arguments?: object }
          if (!args)
            return { tool: { server: 'Weather', name: 'get_weather', description: '', parameters: { type: 'object' } } }
          const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve))
          abort.abort()
          await aborted
          isAborted = true
          return { problem: { code: 'mcp.failed' } }
        },
      })
      const { events } = await runIn(engine, { run: 'mcp-aborted', workflow }, { signal: abort.signal })
      expect(foldRun(events).state).to.equal('cancelled')
      expect(isAborted).to.equal(true)
      engine.close()
    })

    it('registers and runs node types of a host, and reports modules that cannot be loaded', async () => {
      const engine = newEngine({
        nodes: [new URL('/packages/nodes/test-own-nodes.ts', location.href).href],
      })
      const shouting = chain(node('a', 'shout', { text: 'hello' }), node('b', 'shout', { text: '' }))
      const workflow = { ...shouting, edges: [] }
      const described = await engine.ask(requests.describe({ workflow, previews: [] }))
      expect(engine.status.catalog.map(({ type }) => type)).to.include.members(['loading', 'shout'])
      expect(described.ok && described.value.nodes['a']?.summary).to.equal('Shouts hello')
      const { events } = await runIn(engine, { run: 'own', workflow })
      const { nodes } = foldRun(events)
      expect(nodes['a']?.outputs['out']).to.deep.equal({ kind: 'text', text: 'HELLO' })
      expect(nodes['b']?.error).to.deep.include({ kind: 'permanent' })
      engine.close()
      const failingEngine = newEngine({ nodes: ['/no-such-nodes.js'] })
      const failed = await failingEngine.ask(requests.describe({ workflow, previews: [] }))
      expect(failed.ok ? '' : failed.problem.code).to.equal('nodes.not-loaded')
      expect(failingEngine.status.state).to.equal('failed')
      failingEngine.close()
    })
  })
}
