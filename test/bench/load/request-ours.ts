import type { LoadOutcome } from './load-contender.ts'
import type { LoadResponse, LoadRequest } from './ours-worker.ts'

const worker = new Worker(new URL('./ours-worker.ts', import.meta.url), { type: 'module' })

/** Sends a request to our worker and returns its response. Send only one request at a time. */
export async function requestOurs(request: LoadRequest): Promise<Omit<LoadOutcome, 'ms'>> {
  const channel = new MessageChannel()
  const response = new Promise<LoadResponse>((resolve, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true })
    channel.port1.addEventListener('message', ({ data }: MessageEvent<LoadResponse>) => resolve(data), { once: true })
    channel.port1.start()
  })
  worker.postMessage(request, [channel.port2])
  const result = await response
  if (!result.ok) throw new Error(result.message)
  return result.outcome
}
