import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { Sandbox } from '@aw-flow/engine'
import { createSandbox, type SandboxOptions } from '../thread/create-sandbox.ts'
import type { FromThread } from '../thread/messages.ts'

/** Of this process a thread sees nothing: neither its environment nor its input. */
const blind: WorkerOptions = { env: {}, stdin: false, name: 'aw-sandbox' }

/**
 * The sandbox in Node, in threads of this process. A thread that idles keeps no process alive. `script`: that of the
 * threads, where it is another than this package's own.
 */
export function openSandbox(options?: SandboxOptions, script?: URL): Sandbox {
  return createSandbox((onMessage, onDeath) => {
    const worker = script ? new Worker(script, blind) : startThread()
    worker.unref()
    worker.on('message', (message: FromThread) => onMessage(message))
    worker.on('error', (cause) => onDeath(cause instanceof Error ? cause.message : String(cause)))
    return { post: (message) => worker.postMessage(message, []), end: () => void worker.terminate() }
  }, options)
}

function startThread(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./thread.js', import.meta.url), blind)
  // Run from its source (tests, tools): a thread does not inherit what reads TypeScript here.
  const reader = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/esm/api/index.mjs')
  const script = new URL('./thread.ts', import.meta.url).href
  const start = `import(${JSON.stringify(reader)}).then(({ register }) => (register(), import(${JSON.stringify(script)})))`
  return new Worker(start, { ...blind, eval: true, execArgv: ['--conditions=aw-source'] })
}
