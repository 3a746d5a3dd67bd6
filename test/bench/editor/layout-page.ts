import type { Positions } from '../../../packages/client/worker/testing/test-layouts.ts'
import type { LayoutRequest } from './layout-worker.ts'

declare global {
  interface Window {
    /** Lays out a graph in a worker. Returns the positions, and the milliseconds from the request to the response. */
    layOut?: (request: LayoutRequest) => Promise<{ ms: number; places: Positions }>
  }
}

const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module' })

window.layOut = async (request) => {
  const { port1, port2 } = new MessageChannel()
  const start = performance.now()
  const response = new Promise<Positions>((resolve, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true })
    port1.addEventListener('message', ({ data }: MessageEvent<Positions>) => resolve(data), { once: true })
    port1.start()
  })
  worker.postMessage(request, [port2])
  const places = await response
  return { ms: performance.now() - start, places }
}
