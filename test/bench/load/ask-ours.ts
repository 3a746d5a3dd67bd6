import type { LoadOutcome } from './load-contender.ts'
import type { LoadAnswer, LoadRequest } from './ours-worker.ts'

const worker = new Worker(new URL('./ours-worker.ts', import.meta.url), { type: 'module' })

/** Sends requests to our worker, one at a time. */
export async function askOurs(request: LoadRequest): Promise<Omit<LoadOutcome, 'ms'>> {
  const channel = new MessageChannel()
  const answered = new Promise<LoadAnswer>((resolve, reject) => {
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true })
    channel.port1.addEventListener('message', ({ data }: MessageEvent<LoadAnswer>) => resolve(data), { once: true })
    channel.port1.start()
  })
  worker.postMessage(request, [channel.port2])
  const answer = await answered
  if (!answer.ok) throw new Error(answer.message)
  return answer.outcome
}
