import { error, type Problem, type RunEvent, getProblemText } from '@aw-flow/schema'
import { existsSync } from 'node:fs'
import { createUsageError } from '../command-error.ts'
import { openFileJournal, type FileJournal } from './file-journal.ts'
import { createFileProblem } from './read-text.ts'

type RunStarted = Extract<RunEvent, { type: 'run-started' }>

/**
 * Opens the run record at a path for writing.
 *
 * @throws {CommandError} If it cannot be opened.
 */
export function openRecord(path: string, mode: 'new' | 'continue'): FileJournal {
  try {
    return openFileJournal(path, mode)
  } catch (cause) {
    throw createUsageError(createFileProblem(path, cause))
  }
}

/**
 * Opens the record of a run to resume. Returns its first event, all events, and any problems, such as a truncated last
 * event.
 *
 * @throws {CommandError} If the file is not a run record.
 */
export async function openRecordForResume(
  path: string,
): Promise<{ journal: FileJournal; start: RunStarted; events: RunEvent[]; problems: Problem[] }> {
  if (!existsSync(path)) throw createUsageError(createFileProblem(path, Object.assign(new Error(), { code: 'ENOENT' })))
  const journal = openRecord(path, 'continue')
  const { events, problems } = await journal.read().catch((cause: unknown) => {
    journal.close()
    throw createUsageError(createFileProblem(path, cause))
  })
  const [startEvent] = events
  const recordError = problems.find(({ severity }) => severity === 'error')
  if (startEvent?.type === 'run-started' && !recordError) return { journal, start: startEvent, events, problems }
  journal.close()
  throw createUsageError(
    error(
      'resume.no-record',
      { path, reason: recordError ? getProblemText(recordError) : '' },
      { where: { file: path } },
    ),
  )
}
