import { spawn } from 'node:child_process'
import { tmpdir, totalmem } from 'node:os'
import { Worker } from 'node:worker_threads'
import { isSupervised } from './supervise-command.ts'

/**
 * If memory use exceeds the limit by this fraction of total memory, or by 2 GB, whichever is less, the process is
 * killed immediately.
 */
const marginFraction = 0.1
const maxMarginBytes = 2 * 2 ** 30
/** Time for a command that exceeds its limit to exit, in ms. */
const defaultGraceMs = 6_000

/**
 * Watches this process's memory use from a separate process. This works even while this process runs a long DuckDB
 * statement, blocks its main thread, or has no memory or file descriptors left. DuckDB's own limit is not sufficient,
 * because it does not count large single values, such as a list that is joined into one string. The watcher exits
 * together with this process.
 *
 * @returns A signal that is aborted when the limit is exceeded, so that the command can report this. If the process is
 *   still running a few seconds later, or uses much more memory, the watcher kills it.
 */
export function watchMemory(maxBytes: number, graceMs = defaultGraceMs): AbortSignal {
  const controller = new AbortController()
  const killBytes = maxBytes + Math.min(totalmem() * marginFraction, maxMarginBytes)
  const megabytes = Math.floor(maxBytes / 2 ** 20)
  // A supervisor prints the next step after the end of each process that was killed.
  const nextStep = isSupervised() ? '' : 'Process fewer rows or columns at a time, or raise AW_RUN_MEMORY.\n'
  const message = `The command was stopped because it used more than ${megabytes} MB of memory.\n${nextStep}`
  const start = process.platform === 'win32' ? startThread : startProcess
  start({ pid: process.pid, maxBytes, killBytes, graceMs, message }, () => {
    // Uses the prefix of DuckDB's own error, so that the same problem and hint are shown.
    controller.abort(new Error(`Out of Memory Error: the command needs more than ${megabytes} MB`))
  })
  return controller.signal
}

interface WatchSettings {
  /** The id of the process to watch. */
  pid: number
  /** The limit. If it is exceeded, the command may exit on its own within `graceMs`. */
  maxBytes: number
  /** The memory use at which the process is killed immediately. */
  killBytes: number
  graceMs: number
  /** Printed when the process is killed. */
  message: string
}

function startProcess(settings: WatchSettings, onExceeded: () => void): void {
  // Detached, because an interrupt from the terminal terminates the entire process group.
  const child = spawn(process.execPath, ['-e', processScript, JSON.stringify(settings)], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: tmpdir(),
    env: {},
  })
  // If the watcher cannot be started, DuckDB's own limits still apply.
  child.on('error', () => undefined)
  // If no file descriptor is available, the child process was not started and has no streams.
  if (child.pid === undefined) return
  child.stdin.on('error', () => undefined)
  child.stdout.once('data', onExceeded)
  child.unref()
  for (const stream of [child.stdin, child.stdout])
    if ('unref' in stream && typeof stream.unref === 'function') stream.unref()
}

/**
 * Watches from a thread instead of a process, because Windows has no fast command for reading a process's memory use.
 */
function startThread(settings: WatchSettings, onExceeded: () => void): void {
  const worker = new Worker(threadScript, { eval: true, workerData: settings, execArgv: [], env: {} })
  worker.once('message', onExceeded)
  worker.on('error', () => undefined)
  worker.unref()
}

/** Code shared by both watchers. Requires the variables `settings`, `readBytes`, `reportExceeded` and `intervalMs`. */
const watchScript = `
const { pid, maxBytes, killBytes, graceMs, message } = settings
let exceededAt
const timer = setInterval(() => {
  const bytes = readBytes()
  if (bytes <= maxBytes) return
  if (exceededAt === undefined) reportExceeded()
  exceededAt ??= performance.now()
  if (bytes <= killBytes && performance.now() - exceededAt < graceMs) return
  // A killed process keeps its memory for a while.
  clearInterval(timer)
  try {
    require('node:fs').writeSync(2, message)
  } catch {
    // The output may be closed.
  }
  process.kill(pid, 'SIGKILL')
}, intervalMs)`

/** Script of the watcher process. Its standard input is closed when the watched process exits. */
const processScript = `
const { execFileSync } = require('node:child_process')
const { existsSync, readFileSync, writeSync } = require('node:fs')
const settings = JSON.parse(process.argv[1])
process.stdin.on('close', () => process.exit()).resume()
const status = '/proc/' + settings.pid + '/status'
const hasStatus = existsSync(status)
const intervalMs = hasStatus ? 100 : 1000
const reportExceeded = () => writeSync(1, 'exceeded')
const readBytes = () => {
  // The watched process has exited, and its process id may have been reused.
  if (process.ppid !== settings.pid) process.exit()
  try {
    const text = hasStatus
      ? /VmRSS:\\s+(\\d+)/.exec(readFileSync(status, 'latin1'))[1]
      : execFileSync('/bin/ps', ['-o', 'rss=', '-p', String(settings.pid)], { encoding: 'latin1' })
    return Number(text) * 1024
  } catch {
    process.exit()
  }
}
${watchScript}`

const threadScript = `
const { parentPort, workerData: settings } = require('node:worker_threads')
const intervalMs = 100
const readBytes = () => process.memoryUsage.rss()
const reportExceeded = () => parentPort.postMessage('exceeded')
${watchScript}`
