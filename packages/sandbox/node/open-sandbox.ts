import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Worker, type WorkerOptions } from 'node:worker_threads'
import type { Sandbox } from '@aw-flow/engine'
import { createSandbox, type SandboxOptions } from '../thread/create-sandbox.ts'
import type { MessageFromThread } from '../thread/messages.ts'

/** Threads cannot access the environment or the standard input of this process. */
const workerOptions: WorkerOptions = { env: {}, stdin: false, name: 'aw-sandbox' }

/**
 * Opens the sandbox in Node.js, using worker threads of this process. Idle threads do not keep the process alive.
 *
 * @param script The worker thread script. Default: the script in this package.
 * @internal
 */
export function openSandbox(options?: SandboxOptions, script?: URL): Sandbox {
  return createSandbox((onMessage, onExit) => {
    const worker = script ? new Worker(script, workerOptions) : startThread()
    worker.unref()
    worker.on('message', (message: MessageFromThread) => onMessage(message))
    worker.on('error', (cause) => onExit(cause instanceof Error ? cause.message : String(cause)))
    return { post: (request) => worker.postMessage(request, []), terminate: () => void worker.terminate() }
  }, options)
}

function startThread(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./thread.js', import.meta.url), workerOptions)
  // `npm test` has built the script, which loads several times faster than the sources.
  const builtFolder = process.env.AW_TEST_BUILT
  if (builtFolder !== undefined)
    return new Worker(join(builtFolder, 'server/dist/sandbox/node/thread.js'), { ...workerOptions, execArgv: [] })
  // When running from source, as tests and tools do, a thread does not inherit the TypeScript loader.
  const loader = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/esm/api/index.mjs')
  const script = new URL('./thread.ts', import.meta.url).href
  const bootstrap = `import(${JSON.stringify(loader)}).then(({ register }) => (register(), import(${JSON.stringify(script)})))`
  return new Worker(bootstrap, { ...workerOptions, eval: true, execArgv: ['--conditions=aw-source'] })
}
