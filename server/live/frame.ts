import { englishFormatter } from '@aw-flow/messages/catalogs'
import { defined, type RunEvent, type RunProgress, type RunState } from '@aw-flow/schema'
import type { RunNarrator } from '@aw-flow/schema/internal'
import { renderResponse, renderAs, type MessageFormat } from '../wire/render-response.ts'

/** A run's event or progress update, serialized once for all clients that follow the run. */
export interface Frame {
  /** Number of the event. Absent for progress updates, which are not recorded. */
  seq?: number
  /** The WebSocket message as UTF-8 text. */
  message: Buffer
  /** The event or progress update as JSON for event streams, in each message format. */
  data: Readonly<Record<MessageFormat, string>>
}

/** WebSocket message about a run or one of its nodes. */
export interface LiveMessage {
  type: 'status_change' | 'node_status' | 'node_progress' | 'event'
  execution_id: string
  node_id?: string
  status?: string
  timestamp: string
  /** Percentage of the run's nodes that have ended. */
  percentage?: number
  /** Lines that the event adds to the run's log. */
  logs?: string[]
  data: { progress?: number; message?: string }
  /**
   * Number of the event within the run, starting at 0 without gaps. When a client reconnects, it sends the last number
   * that it received.
   */
  seq?: number
  event?: RunEvent
}

/**
 * @param narrator Follows the run: events must be passed in order. Without it, the message does not state how far the
 *   run is.
 */
export function createEventFrame(runId: string, event: RunEvent, narrator?: RunNarrator): Frame {
  const text = narrator?.describe(event)
  const description = text === undefined ? undefined : englishFormatter.format(text)
  const data = toLiveData(event, description)
  const runStatus = runStatuses[event.type]
  const nodeStatus = nodeStatuses[event.type]
  const renderedEvent = renderResponse(event)
  const message: LiveMessage = {
    type: runStatus ? 'status_change' : nodeStatus ? 'node_status' : 'event',
    execution_id: runId,
    ...('node' in event ? { node_id: event.node } : {}),
    ...((runStatus ?? nodeStatus) ? { status: runStatus ?? nodeStatus! } : {}),
    timestamp: new Date(event.time).toISOString(),
    ...(narrator ? { percentage: narrator.getPercentage() } : {}),
    ...(data.message === undefined ? {} : { logs: [data.message] }),
    data,
    seq: event.seq,
    event: renderedEvent,
  }
  return { seq: event.seq, message: Buffer.from(JSON.stringify(message)), data: serializeMessageFormats(event) }
}

export function createProgressFrame(runId: string, { node, done, total, unit, message }: RunProgress): Frame {
  const liveMessage: LiveMessage = {
    type: 'node_progress',
    execution_id: runId,
    node_id: node,
    status: 'running',
    timestamp: new Date().toISOString(),
    data: {
      ...(total === undefined || total <= 0 ? {} : { progress: Math.min(100, Math.round((done / total) * 100)) }),
      message:
        message === undefined
          ? `${done}${total === undefined ? '' : ` of ${total}`} ${unit}`
          : englishFormatter.format(message),
    },
  }
  const progress = defined({ run: runId, node, done, unit, total, message })
  return { message: Buffer.from(JSON.stringify(liveMessage)), data: serializeMessageFormats(progress) }
}

/** Serializes a value in both message formats. If it contains no messages, both results are the same string. */
function serializeMessageFormats(value: object): Frame['data'] {
  const english = renderResponse(value)
  const text = JSON.stringify(english)
  return { english: text, messages: english === value ? text : JSON.stringify(renderAs(value, 'messages')) }
}

const runStatuses: Partial<Record<RunEvent['type'], RunState>> = {
  'run-started': 'running',
  'run-resumed': 'running',
  'run-completed': 'completed',
  'run-failed': 'failed',
  'run-cancelled': 'cancelled',
}

const nodeStatuses: Partial<Record<RunEvent['type'], string>> = {
  'node-started': 'running',
  'node-cached': 'cached',
  'node-completed': 'completed',
  'node-failed': 'failed',
  'node-retrying': 'retrying',
  'node-skipped': 'skipped',
  'node-cancelled': 'cancelled',
  'node-waiting': 'waiting',
}

function toLiveData(event: RunEvent, description: string | undefined): LiveMessage['data'] {
  switch (event.type) {
    case 'node-started':
      return defined({ progress: 0, message: description })
    case 'node-completed':
    case 'node-cached':
      return defined({ progress: 100, message: description })
    case 'node-failed':
    case 'node-retrying':
      return { message: englishFormatter.renderProblem(event.error.problem).message }
    case 'node-skipped':
      return { message: englishFormatter.format(event.reason) }
    case 'node-logged':
      return { message: englishFormatter.format(event.message) }
    case 'run-failed':
      return event.problem
        ? { message: englishFormatter.renderProblem(event.problem).message }
        : defined({ message: description })
    default:
      return defined({ message: description })
  }
}
