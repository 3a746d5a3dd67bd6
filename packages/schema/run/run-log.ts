import { message, type Text } from '@aw-flow/messages'
import { createEmptyRunView, foldRun } from './fold-run.ts'
import type { RunEvent } from './run-event.ts'

/** A line of the log of a run. @internal */
export interface RunLogEntry {
  /** Unix time in ms. */
  time: number
  node: string | null
  level: 'debug' | 'info' | 'warning' | 'error'
  message: Text
}

/** Follows a run from its first event, and describes how far it is. @internal */
export type RunNarrator = ReturnType<typeof createRunNarrator>

/** @internal */
export function createRunNarrator() {
  const labels = new Map<string, string>()
  const endedNodes = new Set<string>()
  let isComplete = false
  return {
    /** Describes the start or end of the run or of a node. Nodes inside a loop or sub-workflow are not described. */
    describe(event: RunEvent): Text | undefined {
      switch (event.type) {
        case 'run-started':
          for (const { id, data } of event.workflow.nodes) labels.set(id, data.label || id)
          return message('run-log.run', { state: 'started' })
        case 'run-completed':
        case 'run-failed':
        case 'run-cancelled':
          isComplete = event.type === 'run-completed'
          return message('run-log.run', { state: event.type.slice('run-'.length) })
        case 'node-started':
        case 'node-completed':
        case 'node-cached':
        case 'node-failed':
        case 'node-skipped':
        case 'node-cancelled':
        case 'node-waiting': {
          if (event.scope) return undefined
          if (event.type === 'node-started' || event.type === 'node-waiting') endedNodes.delete(event.node)
          else endedNodes.add(event.node)
          const params = { node: labels.get(event.node) ?? event.node }
          const rows = 'rows' in event ? event.rows : undefined
          return event.type === 'node-completed' && rows !== undefined
            ? message('run-log.rows', { ...params, rows })
            : message('run-log.node', { ...params, state: event.type.slice('node-'.length) })
        }
        default:
          return undefined
      }
    },
    /** Percentage of the nodes that have ended. */
    getPercentage: (): number =>
      isComplete ? 100 : labels.size === 0 ? 0 : Math.floor((endedNodes.size / labels.size) * 100),
  }
}

/**
 * Creates a function that converts a run's events, in batches, to lines of its log: the messages of its nodes, and a line
 * for each start and end.
 *
 * @internal
 */
export function createRunLogger(): (events: readonly RunEvent[]) => RunLogEntry[] {
  const narrator = createRunNarrator()
  let view = createEmptyRunView()
  return (events) => {
    const lines: RunLogEntry[] = []
    let lineCount = 0
    view = foldRun(events, { ...view, log: [] }, (event, { log }) => {
      const text = narrator.describe(event)
      const node = 'node' in event ? event.node : null
      const line = text && { time: event.time, node, level: 'info' as const, message: text }
      const isEnd = event.type !== 'run-started' && event.type !== 'node-started'
      if (line && !isEnd) lines.push(line)
      for (const entry of log.slice(lineCount)) lines.push({ ...entry, time: event.time, node: entry.node ?? null })
      lineCount = log.length
      if (line && isEnd) lines.push(line)
    })
    return lines
  }
}
