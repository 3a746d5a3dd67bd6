import { Agent, request } from 'node:http'

export interface Load {
  port: number
  path(): string
  headers: Record<string, string>
}

/** Number of concurrent requests. */
const atOnce = 16

const ask = ({ port, path, headers }: Load, agent: Agent): Promise<void> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: path(), agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve()
        else reject(new Error(`The server answered ${answer.statusCode ?? 0}.`))
      })
    })
      .on('error', reject)
      .end()
  })

/** Sends requests as fast as they are answered for a duration. Returns milliseconds per request. */
export async function fullLoad(load: Load, ms: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  try {
    let count = 0
    const begin = performance.now()
    const until = begin + ms
    const each = async (): Promise<void> => {
      while (performance.now() < until) {
        await ask(load, agent)
        count++
      }
    }
    await Promise.all(Array.from({ length: atOnce }, each))
    return (performance.now() - begin) / count
  } finally {
    agent.destroy()
  }
}

/**
 * Sends requests at a constant rate, whether or not earlier ones are answered, so that a stall delays all requests that are
 * due during it. Returns the sorted times in ms from the scheduled time of each request.
 */
export async function steadyLoad(load: Load, perSecond: number, ms: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 })
  try {
    const times: number[] = []
    const under = new Set<Promise<void>>()
    const begin = performance.now()
    for (let asked = 0; ;) {
      const now = performance.now() - begin
      if (now >= ms) break
      for (; asked < (now / 1000) * perSecond; asked++) {
        const due = begin + (asked / perSecond) * 1000
        const one = ask(load, agent).then(() => void times.push(performance.now() - due))
        under.add(one)
        void one.finally(() => under.delete(one))
      }
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    await Promise.all(under)
    return times.sort((a, b) => a - b)
  } finally {
    agent.destroy()
  }
}
