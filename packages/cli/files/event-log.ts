import type { RunEvent } from '@aw-flow/schema'
import { closeSync, openSync, writeSync } from 'node:fs'
import { CommandError, wrongUse } from '../command-error.ts'
import { fileProblem } from './read-text.ts'

export interface EventLog {
  write(event: RunEvent): void
  close(): void
}

/** A file that gets each event as one line of JSON, at once, so that whoever reads it sees the run as it goes on. */
export function openEventLog(path: string | undefined): EventLog {
  if (path === undefined) return { write: () => undefined, close: () => undefined }
  let file: number
  try {
    file = openSync(path, 'w')
  } catch (cause) {
    throw wrongUse(fileProblem(path, cause))
  }
  return {
    write(event) {
      try {
        writeSync(file, `${JSON.stringify(event)}\n`)
      } catch (cause) {
        throw new CommandError(1, fileProblem(path, cause))
      }
    },
    close: () => closeSync(file),
  }
}
