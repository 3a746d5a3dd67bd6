/**
 * Returns the URL and type of a worker's script as a bundler has written them into `startWorker`, without starting it.
 * Bundlers recognize only `new Worker(new URL(…, import.meta.url))`, but a page with Trusted Types starts workers with
 * a URL that its policy has checked.
 */
export function findWorker(startWorker) {
  const { Worker } = globalThis
  const script = { url: '', type: 'module' }
  globalThis.Worker = function RecordedWorker(url, { type } = {}) {
    script.url = String(url)
    script.type = type ?? 'classic'
  }
  try {
    startWorker()
  } finally {
    globalThis.Worker = Worker
  }
  return script
}
