import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Time without progress after which a response that its client does not read is ended, in ms. */
const stalledResponseMs = 120_000

/**
 * Ends connections whose client has stopped reading a response: each would hold a file or a stream open forever. A
 * response that is read slowly, and a request that waits for its response, continue.
 */
export function endStalledResponses(server: Server, timeoutMs = stalledResponseMs): void {
  server.setTimeout(timeoutMs, (socket: Socket & { _httpMessage?: ServerResponse }) => {
    // A response that waits for its connection can have handed all of its bytes to the socket.
    if (socket.writableLength > 0 || socket._httpMessage?.writableNeedDrain) socket.destroy()
    // Node's timer runs once, and starts again only with the next byte. One that ran too early must not be the last.
    else socket.setTimeout(timeoutMs)
  })
}
