import { readRecord, recordLines, type Journal } from '@aw-flow/engine'
import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { CommandError } from '../command-error.ts'
import { fileProblem } from './read-text.ts'

export interface FileJournal extends Journal {
  close(): void
}

/**
 * A run's record as a file of JSON lines, one event a line. Every append is on the disk when it returns: what follows
 * from an event begins after that, and whoever reads the file sees the run as it goes on. Throws what the file system
 * says; a file that is not one (a pipe, a terminal) is written to and not flushed.
 *
 * @param mode `new`: what the file held is overwritten. `continue`: a torn last event is cut at the first append.
 */
export function openFileJournal(path: string, mode: 'new' | 'continue'): FileJournal {
  const file = openSync(path, mode === 'new' ? 'w' : 'a')
  let isWhole = mode === 'new'
  let flushes = true
  let isOpen = true

  const cutTornEnd = (): void => {
    isWhole = true
    const text = readFileSync(path)
    const { bytes } = readRecord(text.toString('utf8'), `"${path}"`)
    if (bytes < text.byteLength) ftruncateSync(file, bytes)
  }

  return {
    append(events) {
      if (events.length === 0) return
      try {
        if (!isWhole) cutTornEnd()
        const lines = Buffer.from(recordLines(events))
        for (let at = 0; at < lines.byteLength;) at += writeSync(file, lines, at)
        if (flushes) flushes = flush(file)
      } catch (cause) {
        throw new CommandError(1, fileProblem(path, cause))
      }
    },
    async read() {
      const { events, problems } = readRecord(readFileSync(path, 'utf8'), `"${path}"`)
      return { events, problems }
    },
    close() {
      if (isOpen) closeSync(file)
      isOpen = false
    },
  }
}

/** False for what has no disk behind it. */
function flush(file: number): boolean {
  try {
    fdatasyncSync(file)
    return true
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'EINVAL' || code === 'ENOTSUP' || code === 'EROFS') return false
    throw cause
  }
}
