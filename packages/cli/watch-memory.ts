import { totalmem } from 'node:os'
import { Worker } from 'node:worker_threads'

/** DuckDB uses up to 0.8 of the memory by default; the other part is that of JavaScript and of values. */
const memoryShare = 0.85
/** A process that exceeds its limit by this share of the memory, at most by 2 GB, is ended at once. */
const marginShare = 0.1
const maxMarginBytes = 2 * 2 ** 30
/** The time that a command has to end itself above its limit, in ms. */
const defaultGraceMs = 6_000
const intervalMs = 100

/** Maximum memory of this process, in bytes. */
export interface MemoryLimit {
  bytes: number
  /** Whether `AW_RUN_MEMORY` sets it. */
  isConfigured: boolean
}

/**
 * Returns the maximum memory of a command: `AW_RUN_MEMORY`, in MB, or a share of the memory of the computer or container.
 *
 * @param constrainedBytes The memory of the container; 0 if it has no limit.
 */
export function getMemoryLimit(
  setting: string | undefined,
  totalBytes = totalmem(),
  constrainedBytes = process.constrainedMemory(),
): MemoryLimit {
  const megabytes = Number(setting ?? '')
  if (megabytes > 0) return { bytes: megabytes * 2 ** 20, isConfigured: true }
  const bytes = constrainedBytes > 0 ? Math.min(totalBytes, constrainedBytes) : totalBytes
  return { bytes: Math.floor(bytes * memoryShare), isConfigured: false }
}

/**
 * Watches the memory of this process from a thread of its own, so that neither a statement of DuckDB nor a blocked main
 * thread prevents it. Single values, such as a list that becomes one text, do not count toward the memory limit of DuckDB.
 *
 * @returns A signal that is aborted above the limit, so that the command reports it. If the process has not ended itself
 *   some seconds later, or needs much more, the thread ends it.
 */
export function watchMemory(maxBytes: number, graceMs = defaultGraceMs): AbortSignal {
  const controller = new AbortController()
  const hardBytes = maxBytes + Math.min(totalmem() * marginShare, maxMarginBytes)
  const workerData = { maxBytes, hardBytes, graceMs, intervalMs }
  const worker = new Worker(watchScript, { eval: true, workerData, execArgv: [], env: {} })
  worker.on('message', () => {
    const megabytes = Math.floor(maxBytes / 2 ** 20)
    // The prefix of DuckDB, whose message tells the user what to do.
    controller.abort(new Error(`Out of Memory Error: the command needs more than ${megabytes} MB`))
  })
  // Without a thread, the limits of DuckDB still apply.
  worker.on('error', () => undefined)
  worker.unref()
  return controller.signal
}

const watchScript = `
const { parentPort, workerData } = require('node:worker_threads')
const { maxBytes, hardBytes, graceMs, intervalMs } = workerData
let exceededAt
setInterval(() => {
  const bytes = process.memoryUsage.rss()
  if (bytes <= maxBytes) return
  if (exceededAt === undefined) parentPort.postMessage('exceeded')
  exceededAt ??= performance.now()
  if (bytes <= hardBytes && performance.now() - exceededAt < graceMs) return
  require('node:fs').writeSync(2, 'The command was ended, because it needs more than ' + Math.floor(maxBytes / 2 ** 20) + ' MB of memory.\\n')
  process.kill(process.pid, 'SIGKILL')
}, intervalMs)`
