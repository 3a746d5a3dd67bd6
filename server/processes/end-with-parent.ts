import { Worker } from 'node:worker_threads'

/** Interval in ms between checks for the parent. */
const checkIntervalMs = 1_000

const script = `
const { parentPid, checkIntervalMs } = require('node:worker_threads').workerData
setInterval(() => {
  if (process.ppid !== parentPid) process.kill(process.pid, 'SIGKILL')
}, checkIntervalMs)`

/**
 * Ends this child process within seconds after its parent has ended, even while it executes native code. Interrupts from
 * the terminal, which reach the entire process group, are ignored, so that only the parent ends it.
 */
export function endWithParent(): void {
  process.on('disconnect', exitImmediately)
  watchParent()
  // The parent may have been killed while the script of this process was loading.
  if (!process.connected) exitImmediately()
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => undefined)
}

/**
 * Kills this process as soon as its parent has ended. A thread checks for the parent, because the main thread receives
 * no events while it executes native code.
 */
function watchParent(): void {
  new Worker(script, {
    eval: true,
    workerData: { parentPid: process.ppid, checkIntervalMs },
    // The thread does not need the loaders of the main thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  }).unref()
}

/**
 * Kills this process after the listeners of `exit` have run. An exit would stop the thread of `watchParent` and wait for
 * native code in other threads, such as a query.
 */
function exitImmediately(): void {
  process.once('exit', () => process.kill(process.pid, 'SIGKILL'))
  process.exit(0)
}
