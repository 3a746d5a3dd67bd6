import { message, type Message } from '@aw-flow/messages'
import type { SourceFile } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'

/**
 * Reports progress while a file is being read. `message` states the estimated number of rows and the remaining time.
 */
export type OnLoadProgress = (processed: number, total: number, unit: 'bytes' | 'rows', message?: Message) => void

/** Minimum elapsed time for estimating the remaining time. Before that, the rate is too imprecise. */
const minElapsedMs = 1000
const sampleBytes = 1 << 16

/**
 * Adds estimates to progress reports, such as "about 1,200,000 rows, 8 s left". The number of rows is estimated from
 * the mean line length at the start of the file, and the remaining time from the rate so far.
 *
 * @param now Returns the time of a monotonic clock in milliseconds.
 */
export async function addEstimates(
  onProgress: OnLoadProgress,
  file: SourceFile,
  plan: LoadPlan,
  now: () => number,
): Promise<OnLoadProgress> {
  const rowSize = await estimateRowBytes(file, plan)
  let startMs = now()
  let lastProcessed = 0
  return (processed, total, unit) => {
    // If the number of bytes or rows decreases, the file is being read again with a different plan.
    if (processed < lastProcessed) startMs = now()
    lastProcessed = processed
    const parts: Message[] = []
    const rowCount = unit === 'rows' ? processed : Math.round(processed / rowSize)
    if (rowCount > 0) parts.push(message('loading.about-rows', { rows: rowCount }))
    const elapsedMs = now() - startMs
    if (elapsedMs >= minElapsedMs && processed > 0 && processed < total)
      parts.push(describeRemainingTime((elapsedMs / processed) * (total - processed)))
    onProgress(processed, total, unit, parts.length === 0 ? undefined : message('loading.progress', { parts }))
  }
}

/** Estimates the mean size of a row in bytes. Returns `Infinity` for formats whose rows are not lines. */
async function estimateRowBytes(file: SourceFile, { format, unpack }: LoadPlan): Promise<number> {
  if ((format !== 'csv' && format !== 'jsonl') || unpack !== undefined) return Infinity
  const bytes = await file.read(0, sampleBytes)
  let lineCount = 0
  let end = 0
  for (let index = bytes.indexOf(10); index >= 0; index = bytes.indexOf(10, end)) {
    lineCount++
    end = index + 1
  }
  return lineCount === 0 ? Infinity : end / lineCount
}

/**
 * Describes the remaining time in seconds, or in minutes if it is 100 seconds or more, because such an estimate is not
 * precise enough for seconds.
 */
function describeRemainingTime(ms: number): Message {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 100
    ? message('loading.seconds-left', { seconds })
    : message('loading.minutes-left', { minutes: Math.round(seconds / 60) })
}
