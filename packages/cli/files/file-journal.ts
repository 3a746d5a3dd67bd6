import { parseRecord, serializeRecord, type Journal } from '@aw-flow/engine'
import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { CommandError } from '../command-error.ts'
import { createFileProblem } from './read-text.ts'

/** @internal */
export interface FileJournal extends Journal {
  close(): void
}

/**
 * Opens a run record as a JSON Lines file with one event per line. An append returns only after the events are on disk,
 * so that no effect starts before its event is stored. Pipes and terminals are not flushed.
 *
 * @param mode `new` overwrites the file. `continue` truncates an incomplete last event at the first append.
 * @throws The file system's error.
 * @internal
 */
export function openFileJournal(path: string, mode: 'new' | 'continue'): FileJournal {
  const file = openSync(path, mode === 'new' ? 'w' : 'a')
  let isLastEventComplete = mode === 'new'
  let canFlush = true
  let isOpen = true

  const truncateIncompleteEvent = (): void => {
    isLastEventComplete = true
    const text = readFileSync(path)
    const { bytes } = parseRecord(text.toString('utf8'), `"${path}"`)
    if (bytes < text.byteLength) ftruncateSync(file, bytes)
  }

  return {
    append(events) {
      if (events.length === 0) return
      try {
        if (!isLastEventComplete) truncateIncompleteEvent()
        const lines = Buffer.from(serializeRecord(events))
        for (let offset = 0; offset < lines.byteLength;) offset += writeSync(file, lines, offset)
        if (canFlush) canFlush = flush(file)
      } catch (cause) {
        throw new CommandError(1, createFileProblem(path, cause))
      }
    },
    async read() {
      const { events, problems } = parseRecord(readFileSync(path, 'utf8'), `"${path}"`)
      return { events, problems }
    },
    close() {
      if (isOpen) closeSync(file)
      isOpen = false
    },
  }
}

/** Flushes a file to disk. Returns false if the file is not on a disk. */
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
