import { message, type Text } from '@aw-flow/messages'
import {
  error,
  parseJson,
  runEventSchema,
  warning,
  type Problem,
  type RunEvent,
  getProblemText,
  getValue,
} from '@aw-flow/schema'
import { toIssueMessage, runEventVersion } from '@aw-flow/schema/internal'
import type { StoredRecord } from '../journal.ts'

/** Serializes a record as JSON Lines, one event per line. @internal */
export const serializeRecord = (events: readonly RunEvent[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('')

/**
 * Parses a record from JSON Lines. An incomplete last line is dropped and reported as `record.torn`. Everything from
 * the first damaged line or gap onward is dropped and reported as `record.damaged`. A record in a newer format is not
 * read and is reported as `record.newer`.
 *
 * @returns The events and problems, and the length of the valid part in UTF-8 bytes. Truncate the file to this length
 *   before appending events.
 * @internal
 */
export function parseRecord(text: string, name = ''): StoredRecord & { bytes: number } {
  const lines = text.split('\n')
  const lastLine = lines.pop() ?? ''
  const events: RunEvent[] = []
  const problems: Problem[] = []
  let length = 0
  for (const [index, line] of lines.entries()) {
    const event = parseEvent(line, events.length)
    if (!('type' in event)) {
      const version = index === 0 ? readVersion(line) : undefined
      if (version !== undefined && version > runEventVersion) {
        return { events, problems: [createNewerFormatProblem(name, version, lines.length)], bytes: 0 }
      }
      const isLast = index === lines.length - 1 && lastLine === ''
      problems.push(
        isLast
          ? createTornProblem(name, events.length)
          : createDamagedProblem(name, index + 1, event.reason, lines.length - index),
      )
      return { events, problems, bytes: countBytes(text.slice(0, length)) }
    }
    events.push(event)
    length += line.length + 1
  }
  if (lastLine !== '') problems.push(createTornProblem(name, events.length))
  return { events, problems, bytes: countBytes(text.slice(0, length)) }
}

/** Parses an event from a line, or returns the reason that the line is invalid. */
function parseEvent(line: string, seq: number): RunEvent | { reason: Text } {
  const parsedJson = parseJson(line)
  if (!parsedJson.ok) return { reason: getProblemText(parsedJson.problem) }
  const { value: json } = parsedJson
  const parseResult = runEventSchema.safeParse(json)
  if (!parseResult.success) {
    const [issue] = parseResult.error.issues
    return {
      reason: issue
        ? message('record.invalid-event', { reason: toIssueMessage(issue, json) })
        : message('record.no-event', {}),
    }
  }
  const { seq: found } = parseResult.data
  return found === seq ? parseResult.data : { reason: message('record.wrong-number', { found, expected: seq }) }
}

/** Reads the format version from the first line of a record. */
function readVersion(line: string): number | undefined {
  const json = getValue(parseJson(line))
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined
  return typeof version === 'number' ? version : undefined
}

const createNewerFormatProblem = (name: string, version: number, lineCount: number): Problem =>
  error('record.newer', { name, format: version, supported: runEventVersion, lines: lineCount }, { where: { line: 1 } })

const createTornProblem = (name: string, keptCount: number): Problem =>
  warning('record.torn', { name, kept: keptCount })

const createDamagedProblem = (name: string, line: number, reason: Text, lostCount: number): Problem =>
  error('record.damaged', { name, line, reason, lost: lostCount }, { where: { line } })

const countBytes = (text: string): number => new TextEncoder().encode(text).length
