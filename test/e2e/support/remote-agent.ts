import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Starts an agent that responds to each step with whether it received the expected authorization. */
export async function startAgent(): Promise<{ url: string; stop(): Promise<unknown> }> {
  const agent = createServer((request, response) => {
    request.resume()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ received: request.headers.authorization === 'Bearer secret of the agent' }))
  })
  await new Promise<void>((done) => agent.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(agent.address() as AddressInfo).port}/score`,
    stop: () => new Promise((done) => agent.close(done)),
  }
}
