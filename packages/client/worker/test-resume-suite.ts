import { requests } from '../engine/requests.ts'
import { problemOf } from '@aw-flow/schema'
import { compareRuns, foldRun, resultTables, type RunEvent, type Workflow } from '@aw-flow/schema'
import { expect } from '@open-wc/testing'
import { chain, mainJob, node, type EnginePlace } from './test-engine-place.ts'

/** Interrupted, waiting and forked runs. */
export function describeResuming(place: EnginePlace): void {
  describe('runs that resume from a record', () => {
    it('resumes a run from its record after the worker died', async () => {
      const { events, view } = await place.run(mainJob)
      const table = resultTables(view)[0]!.table
      place.restart()
      for (const kept of [2, Math.floor(events.length / 2), events.length - 1]) {
        const record = events.slice(0, kept)
        const more: RunEvent[] = []
        const problem = await place.engine
          .run(
            { run: view.run, workflowId: 'w', workflow: mainJob, files: {}, seed: 1, record },
            {
              signal: new AbortController().signal,
              onProgress: () => undefined,
              onEvents: (batch) => void more.push(...batch),
            },
          )
          .then(problemOf)
        expect(problem).to.equal(undefined)
        expect(more[0]).to.deep.include({ type: 'run-resumed', seq: kept })
        const resumed = foldRun([...record, ...more])
        expect(resumed.state).to.equal('completed')
        expect(resultTables(resumed)[0]!.table).to.deep.equal(table)
        expect((await place.engine.ask(requests.page({ table, offset: 0, limit: 5 }))).ok).to.equal(true)
      }
    })

    it('ends a request of a waiting run, and resumes it with the decision', async () => {
      const asks = chain(node('load', 'loading'), node('ask', 'approval'), node('show', 'table'))
      Object.assign(asks.edges[0]!, { targetHandle: 'value' })
      Object.assign(asks.edges[1]!, { sourceHandle: 'approved' })
      const { events, view, problem } = await place.run(asks)
      expect(problem).to.equal(undefined)
      expect(view.state).to.equal('waiting')
      const waitFor = view.nodes['ask']?.waitFor
      if (waitFor?.kind !== 'approval') throw new Error('It asks nothing.')
      const resume = async (digest: string) => {
        const more: RunEvent[] = []
        const decision = { node: 'ask', digest, decision: 'approve' as const }
        const refused = await place.engine
          .run(
            { run: view.run, workflowId: 'w', workflow: asks, files: {}, seed: 1, record: [...events], decision },
            {
              signal: new AbortController().signal,
              onProgress: () => undefined,
              onEvents: (batch) => void more.push(...batch),
            },
          )
          .then(problemOf)
        return { refused, after: foldRun([...events, ...more]) }
      }
      const stale = await resume('0'.repeat(32))
      expect(stale.refused?.code).to.equal('approval.stale')
      expect(stale.after.state).to.equal('waiting')
      const { refused, after } = await resume(waitFor.digest)
      expect(refused).to.equal(undefined)
      expect(after.state).to.equal('completed')
      expect(resultTables(after)[0]?.table.rows).to.equal(5)
    })

    it('reuses the results of the earlier run in a fork, and runs only what changed settings affect', async () => {
      const earlier = await place.run(mainJob)
      expect(earlier.view.state).to.equal('completed')
      const fork = async (settings: Record<string, Workflow['nodes'][number]['data']['config']>) => {
        const events: RunEvent[] = []
        const problem = await place.engine
          .run(
            { run: `fork-${place.runs++}`, workflowId: 'w', workflow: mainJob, files: {}, seed: 1, fork: { record: earlier.events, settings } }, // oxfmt-ignore
            {
              signal: new AbortController().signal,
              onProgress: () => {},
              onEvents: (more) => void events.push(...more),
            },
          )
          .then(problemOf)
        return { problem, events, view: foldRun(events) }
      }
      const same = await fork({})
      expect(same.problem).to.equal(undefined)
      expect(same.view.state).to.equal('completed')
      expect(Object.values(same.view.nodes).map(({ state }) => state)).to.deep.equal(Array.from({ length: 4 }, () => 'cached')) // oxfmt-ignore
      expect(compareRuns(earlier.events, same.events).nodes.every(({ isEqual }) => isEqual)).to.equal(true)
      const other = await fork({ prepare: { seed: 7 } })
      expect(other.view.nodes.load?.state).to.equal('cached')
      expect(other.view.nodes.prepare?.reusedFrom).to.equal(undefined)
      expect(other.events[0]).to.deep.include({ seq: 0, forkedFrom: { run: earlier.view.run, seq: 0 } })
      const nothing = await fork({ nobody: {} })
      expect(nothing.problem?.code).to.equal('fork.no-node')
    })
  })
}
