import type { Server } from 'node:http'

/** Time without progress after which a response that its client does not read is ended, in ms. */
const stalledResponseMs = 120_000

/**
 * Ends connections whose client has stopped reading a response: each would hold a file or a stream open forever. A
 * response that is read slowly, and a request that waits for its response, continue.
 */
export function endStalledResponses(server: Server, timeoutMs = stalledResponseMs): void {
  server.setTimeout(timeoutMs, (socket) => {
    if (socket.writableLength > 0) socket.destroy()
  })
}
