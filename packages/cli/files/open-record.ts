import { error, type Problem, type RunEvent, textOf } from '@aw-flow/schema'
import { existsSync } from 'node:fs'
import { wrongUse } from '../command-error.ts'
import { openFileJournal, type FileJournal } from './file-journal.ts'
import { fileProblem } from './read-text.ts'

type RunStarted = Extract<RunEvent, { type: 'run-started' }>

/**
 * Opens the journal at a path.
 *
 * @throws {CommandError} If it cannot be opened.
 */
export function openRecord(path: string, mode: 'new' | 'continue'): FileJournal {
  try {
    return openFileJournal(path, mode)
  } catch (cause) {
    throw wrongUse(fileProblem(path, cause))
  }
}

/**
 * Opens the record of a run to resume: its first event, all events, and problems such as a truncated end.
 *
 * @throws {CommandError} If the file is not a record.
 */
export async function openStartedRecord(
  path: string,
): Promise<{ journal: FileJournal; start: RunStarted; events: RunEvent[]; problems: Problem[] }> {
  if (!existsSync(path)) throw wrongUse(fileProblem(path, Object.assign(new Error(), { code: 'ENOENT' })))
  const journal = openRecord(path, 'continue')
  const { events, problems } = await journal.read().catch((cause: unknown) => {
    journal.close()
    throw wrongUse(fileProblem(path, cause))
  })
  const [start] = events
  const damaged = problems.find(({ severity }) => severity === 'error')
  if (start?.type === 'run-started' && !damaged) return { journal, start, events, problems }
  journal.close()
  throw wrongUse(error('resume.no-record', { path, reason: damaged ? textOf(damaged) : '' }, { where: { file: path } }))
}
