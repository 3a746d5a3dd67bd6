import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileJournal } from '@aw-flow/cli'
import { countNodes, type PrepareEngine } from './engine-task.ts'
import type { OpenJournal } from './ours.ts'

/** Stores each journal in a file that is flushed after every append, like `aw run --events`. */
export const openFileJournals: OpenJournal = async (run) => {
  const folder = mkdtempSync(join(tmpdir(), 'aw-bench-journal-'))
  const journal = openFileJournal(join(folder, `${run}.jsonl`), 'new')
  return {
    append: journal.append,
    read: journal.read,
    async remove() {
      journal.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Measures the disk alone: writes and flushes one line per node of a task. */
export const prepareBareDisk: PrepareEngine = (task) => async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aw-bench-disk-'))
  const file = openSync(join(folder, 'lines'), 'w')
  const line = `${'x'.repeat(400)}\n`
  const start = performance.now()
  for (let node = 0; node < countNodes(task); node++) {
    writeSync(file, line)
    fdatasyncSync(file)
  }
  const ms = performance.now() - start
  closeSync(file)
  rmSync(folder, { recursive: true })
  return { ms, runMs: [ms] }
}
