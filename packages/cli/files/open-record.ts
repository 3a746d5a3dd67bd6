import { error, type Problem, type RunEvent, textOf } from '@aw-flow/schema'
import { existsSync } from 'node:fs'
import { wrongUse } from '../command-error.ts'
import { openFileJournal, type FileJournal } from './file-journal.ts'
import { fileProblem } from './read-text.ts'

type RunStarted = Extract<RunEvent, { type: 'run-started' }>

/** A journal at a path, or none where no path is given. Throws a `CommandError` where it cannot be opened. */
export function openRecord(path: string, mode: 'new' | 'continue'): FileJournal {
  try {
    return openFileJournal(path, mode)
  } catch (cause) {
    throw wrongUse(fileProblem(path, cause))
  }
}

/**
 * Opens the record of a run to resume: its first event, all events, and problems such as a truncated end. Throws a
 * `CommandError` when the file is not a record.
 */
export async function openBegunRecord(
  path: string,
): Promise<{ journal: FileJournal; begin: RunStarted; events: RunEvent[]; problems: Problem[] }> {
  if (!existsSync(path)) throw wrongUse(fileProblem(path, Object.assign(new Error(), { code: 'ENOENT' })))
  const journal = openRecord(path, 'continue')
  const { events, problems } = await journal.read().catch((cause: unknown) => {
    journal.close()
    throw wrongUse(fileProblem(path, cause))
  })
  const [begin] = events
  const damaged = problems.find(({ severity }) => severity === 'error')
  if (begin?.type === 'run-started' && !damaged) return { journal, begin, events, problems }
  journal.close()
  throw wrongUse(error('resume.no-record', { path, reason: damaged ? textOf(damaged) : '' }, { where: { file: path } }))
}
