import { message, type Text } from '@aw-flow/messages'
import { foldRun, type RunEvent } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { renderEnglish } from './render-response.ts'

export const logLineSchema = z
  .object({
    time: z.string(),
    node: z.string().nullable(),
    level: z.enum(['debug', 'info', 'warning', 'error']),
    message: z.string(),
  })
  .openapi('LogLine', {
    example: { time: '2026-11-20T10:00:00.010Z', node: 'load', level: 'info', message: 'Read 5 rows.' },
  })
export type LogLine = z.infer<typeof logLineSchema>

/** Follows a run from its first event, and describes how far it is. */
export type RunNarrator = ReturnType<typeof createRunNarrator>

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

/** Converts a run's record to its log: the messages of its nodes, and a line for each start and end. */
export function createRunLog(record: readonly RunEvent[]): LogLine[] {
  const narrator = createRunNarrator()
  const lines: LogLine[] = []
  let lineCount = 0
  foldRun(record, undefined, (event, { log }) => {
    const text = narrator.describe(event)
    const node = 'node' in event ? event.node : null
    const time = new Date(event.time).toISOString()
    const line = text && { time, node, level: 'info' as const, message: renderEnglish(text) }
    const isEnd = event.type !== 'run-started' && event.type !== 'node-started'
    if (line && !isEnd) lines.push(line)
    for (const entry of log.slice(lineCount)) {
      lines.push({ time, node: entry.node ?? null, level: entry.level, message: renderEnglish(entry.message) })
    }
    lineCount = log.length
    if (line && isEnd) lines.push(line)
  })
  return lines
}
