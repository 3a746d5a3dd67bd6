import { createInstanceKey, type NodeInstance } from '@aw-flow/engine'
import { defined, type RunEvent } from '@aw-flow/schema'
import { createHash } from 'node:crypto'
import type { SpanLink, Tracing } from './tracing.ts'

/** Called with a run's stored events. Each event is passed once, in order. */
export type RunEventListener = (events: readonly RunEvent[]) => void

/** Exports runs and their nodes as spans. */
export type RunSpans = ReturnType<typeof createRunSpans>

const deriveId = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length)

/**
 * Returns the span of a run. A run has its own trace, because it outlives the request that started it; the request's
 * span links to it. The IDs are derived from the run ID, so that every process working on the run can compute them.
 */
export const toRunSpan = (runId: string): SpanLink => ({
  traceId: deriveId(`${runId} trace`, 32),
  spanId: deriveId(runId, 16),
})

/**
 * Creates the exporter of run spans. A run has one span, from start to end across all workers, with a child span per
 * node instance across all its attempts. Instances within a loop or sub-workflow are children of its node. Spans do not
 * contain values; errors are represented only by their codes.
 */
export function createRunSpans(tracing: Tracing) {
  return {
    /** Creates the listener that exports a run. Events in `record` have already been exported. */
    createListener(
      { id, workflowId }: { id: string; workflowId: string },
      record: readonly RunEvent[],
    ): RunEventListener {
      const runLink = toRunSpan(id)
      const runAttributes = { 'aw.run_id': id, 'aw.workflow_id': workflowId }
      const nodeTypes = new Map<string, string>()
      const startedNodes = new Map<string, { time: number; attempt: number }>()
      let startedAt: number | undefined

      const toSpanId = (instance: NodeInstance): string => deriveId(`${id}/${createInstanceKey(instance)}`, 16)
      const findParentId = ({ scope = [] }: NodeInstance): string => {
        const [node = ''] = scope.at(-1)?.split('#') ?? []
        return node === '' ? runLink.spanId : toSpanId({ node, scope: scope.slice(0, -1) })
      }
      const endNode = (event: NodeInstance & { time: number }, errorCode: string | undefined): void => {
        const key = createInstanceKey(event)
        const start = startedNodes.get(key)
        startedNodes.delete(key)
        if (!start) return
        const type = (event.scope ?? []).length === 0 ? nodeTypes.get(event.node) : undefined
        tracing.exportSpan({
          traceId: runLink.traceId,
          spanId: toSpanId(event),
          parentId: findParentId(event),
          sampled: true,
          kind: 'internal',
          name: `node ${type ?? 'nested'}`,
          start: start.time,
          end: event.time,
          isError: errorCode !== undefined,
          attributes: {
            ...runAttributes,
            'aw.node_id': key,
            'aw.node_attempts': start.attempt,
            ...defined({ 'error.type': errorCode }),
          },
        })
      }
      const endRun = (time: number, state: string, errorCode: string | undefined): void => {
        tracing.exportSpan({
          ...runLink,
          sampled: true,
          kind: 'internal',
          name: 'run',
          start: startedAt ?? time,
          end: time,
          isError: state === 'failed',
          attributes: { ...runAttributes, 'aw.run_state': state, ...defined({ 'error.type': errorCode }) },
        })
      }
      const trackStart = (event: RunEvent): void => {
        switch (event.type) {
          case 'run-started':
            startedAt = event.time
            for (const { id: nodeId, type } of event.workflow.nodes) nodeTypes.set(nodeId, type)
            return
          case 'node-started': {
            const key = createInstanceKey(event)
            startedNodes.set(key, { time: startedNodes.get(key)?.time ?? event.time, attempt: event.attempt })
          }
        }
      }
      const endSpans = (event: RunEvent): void => {
        switch (event.type) {
          case 'node-completed':
          case 'node-cancelled':
            return endNode(event, undefined)
          case 'node-failed':
            return endNode(event, event.error.problem.code)
          case 'run-completed':
          case 'run-cancelled':
            return endRun(event.time, event.type.slice('run-'.length), undefined)
          case 'run-failed':
            return endRun(event.time, 'failed', event.problem?.code)
        }
      }
      record.forEach(trackStart)
      return (events) => {
        for (const event of events) {
          trackStart(event)
          endSpans(event)
        }
      }
    },
  }
}
