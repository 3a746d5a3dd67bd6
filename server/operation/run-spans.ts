import { instanceKey, type NodeInstance } from '@aw-flow/engine'
import type { RunEvent } from '@aw-flow/schema'
import { createHash } from 'node:crypto'
import type { SpanLink, Tracing } from './tracing.ts'

/** Receives the stored events of a run, each once, in order. */
export type RunWatch = (events: readonly RunEvent[]) => void

/** Exports runs and their nodes as spans. */
export interface RunSpans {
  /** Watches a run. The events of `record` were exported before. */
  watch(run: { id: string; workflowId: string }, record: readonly RunEvent[]): RunWatch
}

const idOf = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length)

/**
 * The span of a run, in its own trace: a run outlives the request that started it, which links to it. Its ids are derived
 * from the run id, so that every process that works on the run knows them.
 */
export const runSpan = (run: string): SpanLink => ({ traceId: idOf(`${run} trace`, 32), spanId: idOf(run, 16) })

/**
 * Creates one span per run, from start to end over all workers, with a child span per node instance over all its attempts.
 * Instances in a loop or sub-workflow are children of its node. Spans contain no values: errors are given by code.
 */
export function createRunSpans(tracing: Tracing): RunSpans {
  return {
    watch({ id, workflowId }, record) {
      const ofRun = runSpan(id)
      const about = { 'aw.run_id': id, 'aw.workflow_id': workflowId }
      const types = new Map<string, string>()
      const started = new Map<string, { time: number; attempt: number }>()
      let startedAt: number | undefined

      const spanOf = (instance: NodeInstance): string => idOf(`${id}/${instanceKey(instance)}`, 16)
      const parentOf = ({ scope = [] }: NodeInstance): string => {
        const [node = ''] = scope.at(-1)?.split('#') ?? []
        return node === '' ? ofRun.spanId : spanOf({ node, scope: scope.slice(0, -1) })
      }
      const endNode = (event: NodeInstance & { time: number }, failed: string | undefined): void => {
        const key = instanceKey(event)
        const start = started.get(key)
        started.delete(key)
        if (!start) return
        const type = (event.scope ?? []).length === 0 ? types.get(event.node) : undefined
        tracing.end({
          traceId: ofRun.traceId,
          spanId: spanOf(event),
          parentId: parentOf(event),
          sampled: true,
          kind: 'internal',
          name: `node ${type ?? 'within'}`,
          start: start.time,
          end: event.time,
          isError: failed !== undefined,
          attributes: {
            ...about,
            'aw.node_id': key,
            'aw.node_attempts': start.attempt,
            ...(failed === undefined ? {} : { 'error.type': failed }),
          },
        })
      }
      const endRun = (time: number, state: string, failed: string | undefined): void => {
        tracing.end({
          ...ofRun,
          sampled: true,
          kind: 'internal',
          name: 'run',
          start: startedAt ?? time,
          end: time,
          isError: state === 'failed',
          attributes: { ...about, 'aw.run_state': state, ...(failed === undefined ? {} : { 'error.type': failed }) },
        })
      }
      const follow = (event: RunEvent): void => {
        switch (event.type) {
          case 'run-started':
            startedAt = event.time
            for (const { id: node, type } of event.workflow.nodes) types.set(node, type)
            return
          case 'node-started': {
            const key = instanceKey(event)
            started.set(key, { time: started.get(key)?.time ?? event.time, attempt: event.attempt })
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
      record.forEach(follow)
      return (events) => {
        for (const event of events) {
          follow(event)
          endSpans(event)
        }
      }
    },
  }
}
