import { parseRetryAfter } from '@aw-flow/engine'
import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { getCurrentTrace } from './current-trace.ts'
import type { ErrorProject } from './error-project.ts'
import { maskPersonalData } from './mask-personal-data.ts'

export interface ErrorTrackingOptions {
  project: ErrorProject
  /** Server version. */
  release: string
  /** Called if an error could not be sent. The error is dropped. */
  onError(cause: unknown): void
  now?(): number
}

/** Maximum number of errors waiting to be sent. Further errors are dropped. */
const maxQueuedErrors = 100
const timeoutMs = 10_000
const maxTextLength = 2_000
const maxStackFrames = 50

/**
 * Sends internal errors, one at a time, to a service that accepts Sentry envelopes. If the service responds that the
 * rate limit is exceeded, errors are dropped for the requested time.
 */
export function openErrorTracking({ project, release, onError, now = Date.now }: ErrorTrackingOptions) {
  let queuedCount = 0
  let pausedUntil = 0
  let pendingSends: Promise<void> = Promise.resolve()
  const send = async (envelope: string): Promise<void> => {
    if (now() < pausedUntil) return
    try {
      const response = await fetch(project.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-sentry-envelope',
          'x-sentry-auth': `Sentry sentry_version=7, sentry_client=aw/${release}, sentry_key=${project.key}`,
        },
        body: envelope,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      })
      await response.body?.cancel()
      const delayMs = parseRetryAfter(Object.fromEntries(response.headers), { now: now() })
      if (response.status === 429) pausedUntil = now() + (delayMs || 60_000)
      else if (!response.ok) throw new Error(`The error tracking service returned status ${response.status}.`)
    } catch (cause) {
      onError(cause)
    }
  }
  return {
    /** Queues an error, which is then sent in the background with personal data masked. */
    report(cause: unknown, context: Readonly<Record<string, string>>): void {
      if (queuedCount >= maxQueuedErrors) return
      queuedCount++
      const envelope = createEnvelope(cause, { project, release, context, time: now() })
      pendingSends = pendingSends.then(() => send(envelope)).finally(() => queuedCount--)
    },
    /** Waits until all queued errors have been sent. */
    close: (): Promise<void> => pendingSends,
  }
}

interface EnvelopeFields extends Pick<ErrorTrackingOptions, 'project' | 'release'> {
  context: Readonly<Record<string, string>>
  time: number
}

/** Creates an envelope that contains a single event. */
function createEnvelope(cause: unknown, { project, release, context, time }: EnvelopeFields): string {
  const eventId = randomUUID().replaceAll('-', '')
  const trace = getCurrentTrace()
  const event = maskPersonalData(
    JSON.stringify({
      event_id: eventId,
      timestamp: time / 1000,
      platform: 'node',
      level: 'error',
      logger: 'server',
      release: `aw@${release}`,
      tags: context,
      exception: { values: listExceptions(cause) },
      ...(trace ? { contexts: { trace: { trace_id: trace.traceId, span_id: trace.spanId } } } : {}),
    }),
  )
  const header = { event_id: eventId, sent_at: new Date(time).toISOString(), dsn: project.dsn }
  const item = { type: 'event', content_type: 'application/json', length: Buffer.byteLength(event) }
  return `${JSON.stringify(header)}\n${JSON.stringify(item)}\n${event}\n`
}

/** Lists an error and its causes, innermost first. */
function listExceptions(cause: unknown): object[] {
  const exceptions: object[] = []
  let current: unknown = cause
  for (let depth = 0; depth < 5 && current !== undefined; depth++) {
    exceptions.unshift(describeException(current))
    current = current instanceof Error ? current.cause : undefined
  }
  return exceptions
}

const describeException = (cause: unknown): object =>
  cause instanceof Error
    ? {
        type: cause.name,
        value: cause.message.slice(0, maxTextLength),
        stacktrace: { frames: parseStackFrames(cause) },
      }
    : { type: typeof cause, value: String(cause).slice(0, maxTextLength) }

/**
 * Extracts the frames from a stack trace, innermost last. The beginning of the stack is the error message, whose lines
 * must not be mistaken for frames. File paths are reduced to file names, to avoid revealing the folder structure.
 */
function parseStackFrames({ stack = '', message }: Error): object[] {
  const messageStart = stack.indexOf(message)
  return stack
    .slice(messageStart < 0 ? 0 : messageStart + message.length)
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, maxStackFrames)
    .map((line) => {
      const text = line.slice('    at '.length).replace(/\)$/, '')
      const start = text.lastIndexOf(' (')
      const [location, position] = splitPosition(start < 0 ? text : text.slice(start + 2))
      return {
        function: start < 0 ? '?' : text.slice(0, start),
        filename: basename(location),
        lineno: position[0],
        colno: position[1],
        in_app: !/node_modules|^node:/.test(location),
      }
    })
    .reverse()
}

/** Splits a location such as `file.js:10:5` into the file name and its line and column. */
function splitPosition(location: string): [location: string, position: number[]] {
  const parts = location.split(':')
  const position = parts.slice(-2).map(Number)
  return position.every(Number.isInteger) ? [parts.slice(0, -2).join(':'), position] : [location, []]
}
