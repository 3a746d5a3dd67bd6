/**
 * Returns the URL and type of a worker's script as a bundler has written them into `start`, without starting it.
 * Bundlers recognize only `new Worker(new URL(…, import.meta.url))`, but a page with Trusted Types starts workers with
 * a URL that its policy has checked.
 */
export function findWorker(start) {
  const { Worker } = globalThis
  const script = { url: '', type: 'module' }
  globalThis.Worker = function RecordedWorker(url, { type } = {}) {
    script.url = String(url)
    script.type = type ?? 'classic'
  }
  try {
    start()
  } finally {
    globalThis.Worker = Worker
  }
  return script
}
