import { error, foldRun, type Problem, type RunEvent, type RunEventBody, getProblemText } from '@aw-flow/schema'
import { maxInterruptions } from '@aw-flow/schema/internal'

const interruptedProblem: Problem = error('run.interrupted', { times: maxInterruptions })

/**
 * Creates the events that end a run after too many interruptions. The running nodes and the run itself fail; the
 * remaining nodes are skipped.
 */
export function createInterruptionEvents(
  events: readonly RunEvent[],
  now: () => number,
  reason: Problem = interruptedProblem,
): RunEvent[] {
  const nodes = Object.values(foldRun(events).nodes)
  const lastTime = events.at(-1)?.time ?? 0
  const failedNodes = nodes.filter(({ state }) => state === 'running' || state === 'retrying')
  const skippedNodes = nodes.filter(({ state }) => state === 'pending' || state === 'waiting')
  const bodies: RunEventBody[] = [
    ...failedNodes.map(({ node, startedAt = lastTime }): RunEventBody => {
      const problem = { ...reason, where: { node } }
      return { type: 'node-failed', node, error: { kind: 'transient', problem }, ms: Math.max(0, lastTime - startedAt) }
    }),
    ...skippedNodes.map(({ node }): RunEventBody => {
      return {
        type: 'node-skipped',
        node,
        reason: getProblemText(reason),
        because: failedNodes.map((failedNode) => failedNode.node),
      }
    }),
    { type: 'run-failed', failed: failedNodes.map(({ node }) => node), problem: reason },
  ]
  return toEvents(events, bodies, now)
}

/**
 * Creates the events that mark a run as canceled after its process ignored the cancellation and was killed. The run is
 * not resumed, because it would ignore the next cancellation as well.
 */
export function createCancellationEvents(events: readonly RunEvent[], now: () => number): RunEvent[] {
  const nodes = Object.values(foldRun(events).nodes)
  const unfinishedNodes = nodes.filter(({ state }) => ['pending', 'running', 'retrying', 'waiting'].includes(state))
  const isCancelRequested = events.some(({ type }) => type === 'cancel-requested')
  const bodies: RunEventBody[] = [
    ...(isCancelRequested ? [] : [{ type: 'cancel-requested' } as const]),
    ...unfinishedNodes.map(({ node }): RunEventBody => ({ type: 'node-cancelled', node })),
    { type: 'run-cancelled' },
  ]
  return toEvents(events, bodies, now)
}

const toEvents = (events: readonly RunEvent[], bodies: readonly RunEventBody[], now: () => number): RunEvent[] =>
  bodies.map((body, index) => ({ seq: events.length + index, time: now(), ...body }))
