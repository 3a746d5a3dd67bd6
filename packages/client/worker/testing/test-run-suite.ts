import { englishFormatter } from '@aw-flow/messages/catalogs'
import { requests } from '../../engine/requests.ts'
import { foldRun } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { chain, mainJob, node, runIn, text, type SharedEngine } from './test-shared-engine.ts'

/** Tests starting, canceling and ending runs. */
export function describeRuns(shared: SharedEngine): void {
  describe('runs', () => {
    it('runs a single node from the results of the last run', async () => {
      const { view } = await shared.run(mainJob)
      const lastOutputs = Object.fromEntries(
        Object.values(view.nodes).map(({ node, outputs, key }) => [
          node,
          { state: 'completed' as const, outputs, key },
        ]),
      )
      const part = { kind: 'only', node: 'prepare' } as const
      const { events, problem } = await runIn(shared.engine, { run: 'part', workflow: mainJob, part, lastOutputs })
      expect(problem).to.equal(undefined)
      const states = Object.values(foldRun(events).nodes).map(({ node, state }) => [node, state])
      expect(states).to.deep.include.members([
        ['load', 'cached'],
        ['prepare', 'completed'],
        ['show', 'skipped'],
      ])
    })

    it('reports why a workflow cannot run', async () => {
      const { view } = await shared.run(chain(node('a', 'no-such-type'), node('b', 'table')))
      expect(view.state).to.equal('failed')
      expect(view.problem && englishFormatter.renderProblem(view.problem).message).to.contain('no-such-type')
    })

    it('refuses a run without a file for its node, before the first event', async () => {
      const { events, problem } = await runIn(shared.engine, { run: 'refused', workflow: mainJob })
      expect(problem).to.deep.include({ code: 'run.no-file', where: { node: 'load', setting: 'dataset' } })
      expect(events).to.deep.equal([])
    })

    it('reports progress, keeps the results of a canceled run, and runs again afterwards', async () => {
      const rows = Array.from({ length: 400_000 }, (_, row) => `${row},Name ${row},${row / 8},${'ABC'[row % 3]}`)
      // Other bytes with the same id: cached results of the first ones would replace them.
      await shared.engine.ask(requests.removeResults({}))
      shared.bytes = new Blob(['id,name,value,category\n', rows.join('\n')])
      const controller = new AbortController()
      const { view } = await shared.run(mainJob, {
        signal: controller.signal,
        onEvent: () => setTimeout(() => controller.abort(), 50),
      })
      expect(view.state).to.equal('cancelled')
      expect(view.nodes['show']?.state).to.equal('cancelled')
      shared.bytes = new Blob([text])
      const again = await shared.run(mainJob)
      expect(again.view.state).to.equal('completed')
    })
  })
}
