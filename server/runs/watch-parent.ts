import { Worker } from 'node:worker_threads'

/** Interval in ms between checks for the parent. */
const checkIntervalMs = 1_000

const script = `
const { parentPid, checkIntervalMs } = require('node:worker_threads').workerData
setInterval(() => {
  if (process.ppid !== parentPid) process.kill(process.pid, 'SIGKILL')
}, checkIntervalMs)`

/**
 * Kills this process as soon as its parent has ended. A thread checks for the parent, because the main thread receives
 * no events while it executes native code.
 */
export function watchParent(): void {
  new Worker(script, {
    eval: true,
    workerData: { parentPid: process.ppid, checkIntervalMs },
    // No loader of the main thread is needed.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 },
  }).unref()
}

/**
 * Ends this process after its parent has ended. The listeners of `exit` run; then the process is killed, because an exit
 * stops the thread of `watchParent` and would wait for native code, such as a query.
 */
export function exitAtOnce(): void {
  process.once('exit', () => process.kill(process.pid, 'SIGKILL'))
  process.exit(0)
}
