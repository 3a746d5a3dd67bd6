import { error, foldRun, type Problem, type RunEvent, type RunEventBody } from '@aw-flow/schema'
import type { Runs } from '../store/runs.ts'

const interrupted: Problem = error('run.interrupted', 'The server stopped while this run was under way.', {
  hint: 'Start the workflow again; what it read is still there.',
})

/**
 * Ends the runs that an earlier process left under way: the nodes in work and the run fail with a problem that says so.
 * Answers the ids of those that had not begun, oldest first; they may begin now.
 */
export async function endInterruptedRuns(runs: Runs, now: () => number): Promise<string[]> {
  const notBegun: string[] = []
  for (const { id } of await runs.open()) {
    const events = await runs.events(id)
    if (events.length === 0) {
      notBegun.push(id)
      continue
    }
    const bodies = endOf(events)
    for (const [index, body] of bodies.entries()) {
      const event: RunEvent = { seq: events.length + index, time: now(), ...body }
      await runs.append(id, event, index === bodies.length - 1 ? { status: 'failed' } : {})
    }
  }
  return notBegun
}

function endOf(events: readonly RunEvent[]): RunEventBody[] {
  const nodes = Object.values(foldRun(events).nodes)
  const last = events.at(-1)?.time ?? 0
  const failed = nodes.filter(({ state }) => state === 'running' || state === 'retrying')
  const never = nodes.filter(({ state }) => state === 'pending')
  return [
    ...failed.map(({ node, startedAt = last }): RunEventBody => {
      const problem = { ...interrupted, where: { node } }
      return { type: 'node-failed', node, error: { kind: 'transient', problem }, ms: Math.max(0, last - startedAt) }
    }),
    ...never.map(({ node }): RunEventBody => {
      return { type: 'node-skipped', node, reason: interrupted.message, because: failed.map((run) => run.node) }
    }),
    { type: 'run-failed', failed: failed.map(({ node }) => node), problem: interrupted },
  ]
}
