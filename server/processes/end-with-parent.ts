import { Worker } from 'node:worker_threads'

/** Interval between checks that the parent is still running, in ms. */
const checkIntervalMs = 1_000

const script = `
const { parentPid, checkIntervalMs } = require('node:worker_threads').workerData
setInterval(() => {
  if (process.ppid !== parentPid) process.kill(process.pid, 'SIGKILL')
}, checkIntervalMs)`

/**
 * Ensures that this child process exits within seconds of its parent, while its main thread receives events. Call
 * `watchParent` before it executes native code. Interrupts from the terminal reach the entire process group; they are
 * ignored here, so that the parent decides when to terminate this process.
 */
export function exitWithParent(): void {
  process.on('disconnect', exitImmediately)
  // The parent may have been killed while this script was loading.
  if (!process.connected) exitImmediately()
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
}

let isWatched = false

/**
 * Kills this process once its parent has exited. The check runs in a separate thread, because the main thread does not
 * receive events while it executes native code. A process that waits for its first work does not need the thread, whose
 * start takes a tenth of its processor time.
 */
export function watchParent(): void {
  if (isWatched) return
  isWatched = true
  new Worker(script, {
    eval: true,
    workerData: { parentPid: process.ppid, checkIntervalMs },
    // The thread does not need the main thread's module loaders.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  }).unref()
}

/**
 * Kills this process after its `exit` listeners have run. A normal exit would stop the `watchParent` thread, and then
 * wait for native code in other threads, such as a query.
 */
function exitImmediately(): void {
  process.once('exit', () => process.kill(process.pid, 'SIGKILL'))
  process.exit(0)
}
