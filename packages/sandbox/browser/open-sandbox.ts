import type { Sandbox } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { createSandbox, type SandboxOptions } from '../thread/create-sandbox.ts'
import type { MessageFromThread } from '../thread/messages.ts'

/**
 * Opens the sandbox in the browser.
 *
 * @param startWorker Starts a worker that runs `@aw-flow/sandbox/browser/worker`, from a URL that the page's content
 * security policy allows.
 * @internal
 */
export function openSandbox(startWorker: () => Worker, options?: SandboxOptions): Sandbox {
  return createSandbox((onMessage, onExit) => {
    const worker = startWorker()
    worker.addEventListener('message', ({ data }: MessageEvent<MessageFromThread>) => onMessage(data))
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      onExit(event.message || message('code.detail.script-not-loaded', {}))
    })
    return { post: (request) => worker.postMessage(request, []), terminate: () => worker.terminate() }
  }, options)
}
