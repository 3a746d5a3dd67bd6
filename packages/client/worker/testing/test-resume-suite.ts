import { requests } from '../../engine/requests.ts'
import { foldRun, type Workflow } from '@aw-flow/schema'
import { compareRuns, findResultTables } from '@aw-flow/schema/internal'
import { expect } from '@open-wc/testing'
import { chain, mainJob, node, runIn, type SharedEngine } from './test-shared-engine.ts'

/** Tests interrupted, waiting and forked runs. */
export function describeResuming(shared: SharedEngine): void {
  describe('runs that resume from a record', () => {
    it('resumes a run from its record after the worker crashed', async () => {
      const { events, view } = await shared.run(mainJob)
      const table = findResultTables(view)[0]!.table
      shared.restart()
      for (const recordedCount of [2, Math.floor(events.length / 2), events.length - 1]) {
        const record = events.slice(0, recordedCount)
        const request = { run: view.run, workflow: mainJob, record }
        const { events: newEvents, problem } = await runIn(shared.engine, request)
        expect(problem).to.equal(undefined)
        expect(newEvents[0]).to.deep.include({ type: 'run-resumed', seq: recordedCount })
        const resumed = foldRun([...record, ...newEvents])
        expect(resumed.state).to.equal('completed')
        expect(findResultTables(resumed)[0]!.table).to.deep.equal(table)
        expect((await shared.engine.ask(requests.page({ table, offset: 0, limit: 5 }))).ok).to.equal(true)
      }
    })

    it('ends a request of a waiting run, and resumes it with the decision', async () => {
      const approvalJob = chain(node('load', 'loading'), node('ask', 'approval'), node('show', 'table'))
      Object.assign(approvalJob.edges[0]!, { targetHandle: 'value' })
      Object.assign(approvalJob.edges[1]!, { sourceHandle: 'approved' })
      const { events, view, problem } = await shared.run(approvalJob)
      expect(problem).to.equal(undefined)
      expect(view.state).to.equal('waiting')
      const waitFor = view.nodes['ask']?.waitFor
      if (waitFor?.kind !== 'approval') throw new Error('The run is not waiting for approval.')
      const resume = async (digest: string) => {
        const decision = { node: 'ask', digest, decision: 'approve' as const }
        const request = { run: view.run, workflow: approvalJob, record: [...events], decision }
        const { events: newEvents, problem: rejection } = await runIn(shared.engine, request)
        return { rejection, after: foldRun([...events, ...newEvents]) }
      }
      const stale = await resume('0'.repeat(32))
      expect(stale.rejection?.code).to.equal('approval.stale')
      expect(stale.after.state).to.equal('waiting')
      const { rejection, after } = await resume(waitFor.digest)
      expect(rejection).to.equal(undefined)
      expect(after.state).to.equal('completed')
      expect(findResultTables(after)[0]?.table.rows).to.equal(5)
    })

    it('reuses the results of the earlier run in a fork, and runs only what changed settings affect', async () => {
      const earlier = await shared.run(mainJob)
      expect(earlier.view.state).to.equal('completed')
      const fork = async (settings: Record<string, Workflow['nodes'][number]['data']['config']>) => {
        const forked = { record: earlier.events, settings }
        const run = await runIn(shared.engine, { run: `fork-${shared.runs++}`, workflow: mainJob, fork: forked })
        return { ...run, view: foldRun(run.events) }
      }
      const same = await fork({})
      expect(same.problem).to.equal(undefined)
      expect(same.view.state).to.equal('completed')
      expect(Object.values(same.view.nodes).map(({ state }) => state)).to.deep.equal(Array.from({ length: 4 }, () => 'cached')) // oxfmt-ignore
      expect(compareRuns(earlier.events, same.events).nodes.every(({ isEqual }) => isEqual)).to.equal(true)
      const changed = await fork({ prepare: { seed: 7 } })
      expect(changed.view.nodes.load?.state).to.equal('cached')
      expect(changed.view.nodes.prepare?.reusedFrom).to.equal(undefined)
      expect(changed.events[0]).to.deep.include({ seq: 0, forkedFrom: { run: earlier.view.run, seq: 0 } })
      const unknownNode = await fork({ nobody: {} })
      expect(unknownNode.problem?.code).to.equal('fork.no-node')
    })
  })
}
