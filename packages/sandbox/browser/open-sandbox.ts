import type { Sandbox } from '@aw-flow/engine'
import { createSandbox, type SandboxOptions } from '../thread/create-sandbox.ts'
import type { FromThread } from '../thread/messages.ts'

/**
 * The sandbox in the page.
 *
 * @param startWorker Starts a worker of `@aw-flow/sandbox/browser/worker`, at an address that the page's policies take.
 */
export function openSandbox(startWorker: () => Worker, options?: SandboxOptions): Sandbox {
  return createSandbox((onMessage, onDeath) => {
    const worker = startWorker()
    worker.addEventListener('message', ({ data }: MessageEvent<FromThread>) => onMessage(data))
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      onDeath(event.message || 'its script could not be loaded')
    })
    return { post: (message) => worker.postMessage(message, []), end: () => worker.terminate() }
  }, options)
}
