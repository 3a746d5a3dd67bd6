import type { SourceFile } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'

/** Told while a file is read: how much of it, and in words about how many rows that are and how long the rest takes. */
export type OnLoadProgress = (done: number, total: number, unit: 'bytes' | 'rows', message?: string) => void

/** Rates before this are chance, in milliseconds. */
const soonest = 1000
const looked = 1 << 16

/**
 * Adds to what a tables port tells about a load the words for people: "about 1,200,000 rows, 8 s left". Rows are worked
 * out from the lines at the file's beginning, the time from the rate so far.
 *
 * @param elapsed Milliseconds on a clock that never goes back.
 */
export async function withEstimates(
  onProgress: OnLoadProgress,
  file: SourceFile,
  plan: LoadPlan,
  elapsed: () => number,
): Promise<OnLoadProgress> {
  const rowSize = await sizeOfRow(file, plan)
  let began = elapsed()
  let before = 0
  return (done, total, unit) => {
    // Read once more, by another plan.
    if (done < before) began = elapsed()
    before = done
    const parts: string[] = []
    const rows = unit === 'rows' ? done : Math.round(done / rowSize)
    if (rows > 0) parts.push(`about ${rows.toLocaleString('en-US')} rows`)
    const spent = elapsed() - began
    if (spent >= soonest && done > 0 && done < total) parts.push(`${inWords((spent / done) * (total - done))} left`)
    onProgress(done, total, unit, parts.length === 0 ? undefined : parts.join(', '))
  }
}

/** Infinity where lines do not tell the rows. */
async function sizeOfRow(file: SourceFile, { format, unpack }: LoadPlan): Promise<number> {
  if ((format !== 'csv' && format !== 'jsonl') || unpack !== undefined) return Infinity
  const bytes = await file.read(0, looked)
  let lines = 0
  let end = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, end)) {
    lines++
    end = at + 1
  }
  return lines === 0 ? Infinity : end / lines
}

function inWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}
