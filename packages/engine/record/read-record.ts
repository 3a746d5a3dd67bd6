import { formatProblem } from '@aw-flow/messages/catalogs'
import {
  error,
  parseJson,
  runEventSchema,
  runEventVersion,
  warning,
  type Problem,
  type RunEvent,
} from '@aw-flow/schema'
import type { StoredRecord } from '../journal.ts'

/** A record as JSON lines, one event a line, each line ended. */
export const recordLines = (events: readonly RunEvent[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('')

/**
 * Reads a record from JSON lines. A last line that a crash has torn (cut off, or without its end) is told as
 * `record.torn` and left out; what stands behind a damaged line or a gap is told as `record.damaged` and left out too. A
 * record of a newer format is told as `record.newer`, and nothing of it is read.
 * `bytes` is how much of the text holds, in UTF-8: a file is cut to it before anything is added.
 */
export function readRecord(text: string, name = 'the record'): StoredRecord & { bytes: number } {
  const lines = text.split('\n')
  const tail = lines.pop() ?? ''
  const events: RunEvent[] = []
  const problems: Problem[] = []
  let length = 0
  for (const [index, line] of lines.entries()) {
    const event = readEvent(line, events.length)
    if (typeof event === 'string') {
      const version = index === 0 ? versionOf(line) : undefined
      if (version !== undefined && version > runEventVersion) {
        return { events, problems: [newer(name, version, lines.length)], bytes: 0 }
      }
      const isLast = index === lines.length - 1 && tail === ''
      problems.push(isLast ? torn(name, events.length) : damaged(name, index + 1, event, lines.length - index))
      return { events, problems, bytes: byteLength(text.slice(0, length)) }
    }
    events.push(event)
    length += line.length + 1
  }
  if (tail !== '') problems.push(torn(name, events.length))
  return { events, problems, bytes: byteLength(text.slice(0, length)) }
}

/** The event in a line, or why there is none. */
function readEvent(line: string, seq: number): RunEvent | string {
  const { json, problem } = parseJson(line)
  if (problem) return formatProblem(problem)
  const parsed = runEventSchema.safeParse(json)
  if (!parsed.success) return parsed.error.issues[0]?.message ?? 'It is no event.'
  if (parsed.data.seq !== seq) return `It is number ${parsed.data.seq}, expected ${seq}.`
  return parsed.data
}

/** The version of the shapes of a record's events, as its first line says. */
function versionOf(line: string): number | undefined {
  const { json } = parseJson(line)
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined
  return typeof version === 'number' ? version : undefined
}

const newer = (name: string, version: number, lines: number): Problem =>
  error(
    'record.newer',
    `${name === 'the record' ? 'The record' : name} was written by a newer version of the program (format ${version}, here is ${runEventVersion}).`,
    { where: { line: 1 }, hint: `Update the program; the record's ${lines} lines stay as they are.` },
  )

const torn = (name: string, kept: number): Problem =>
  warning(
    'record.torn',
    `The last event of ${name} was torn by a crash and is left out; ${kept} before it are whole.`,
    {
      hint: 'Resume the run: what the event told is done again or found out.',
    },
  )

const damaged = (name: string, line: number, why: string, lost: number): Problem =>
  error(
    'record.damaged',
    `Line ${line} of ${name} cannot be read: ${why} It and what follows (${lost} lines) is left out.`,
    {
      where: { line },
      hint: 'The events before it can be read and gone on from.',
    },
  )

const byteLength = (text: string): number => new TextEncoder().encode(text).length
