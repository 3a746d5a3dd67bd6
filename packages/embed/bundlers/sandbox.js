import { findWorker } from './find-worker.js'

globalThis[Symbol.for('aw.sandbox-worker')] = findWorker(
  () => new Worker(new URL('./aw-sandbox-worker.js', import.meta.url), { type: 'module' }),
)
