import { Agent, request } from 'node:http'

export interface Load {
  port: number
  path(): string
  headers: Record<string, string>
  /** Sent by POST. Default: a GET request. */
  body?: string
  /** Expected status. Default: 200. */
  status?: number
}

/** Number of concurrent requests. */
const concurrency = 16

const sendRequest = ({ port, path, headers, body, status = 200 }: Load, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    request({ host: '127.0.0.1', port, path: path(), agent, headers, method }, (response) => {
      response.resume()
      response.on('end', () => {
        if (response.statusCode === status) resolve()
        else reject(new Error(`The server responded with ${response.statusCode ?? 0} instead of ${status}.`))
      })
    })
      .on('error', reject)
      .end(body)
  })

/** Sends requests for a duration, as fast as the server responds. Returns milliseconds per request. */
export async function fullLoad(load: Load, ms: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency })
  try {
    let count = 0
    const start = performance.now()
    const end = start + ms
    const sendUntilEnd = async (): Promise<void> => {
      while (performance.now() < end) {
        await sendRequest(load, agent)
        count++
      }
    }
    await Promise.all(Array.from({ length: concurrency }, sendUntilEnd))
    return (performance.now() - start) / count
  } finally {
    agent.destroy()
  }
}

/**
 * Sends requests at a constant rate, whether or not earlier ones have completed, so a stall delays all requests that
 * are due during it. Returns the sorted times in ms from the scheduled time of each request.
 */
export async function steadyLoad(load: Load, perSecond: number, ms: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  try {
    const times: number[] = []
    const pending = new Set<Promise<void>>()
    const start = performance.now()
    for (let sent = 0; ;) {
      const now = performance.now() - start
      if (now >= ms) break
      for (; sent < (now / 1000) * perSecond; sent++) {
        const due = start + (sent / perSecond) * 1000
        const sentRequest = sendRequest(load, agent).then(() => void times.push(performance.now() - due))
        pending.add(sentRequest)
        void sentRequest.finally(() => pending.delete(sentRequest))
      }
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await Promise.all(pending)
    return times.sort((a, b) => a - b)
  } finally {
    agent.destroy()
  }
}
