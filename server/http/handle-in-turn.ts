import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Number of requests of a connection that wait for the response to an earlier one. */
const maxWaitingRequests = 16

interface Turn {
  lastResponse: ServerResponse
  waitingCount: number
}

/**
 * Handles the requests of a connection one after another. A client may send requests without waiting for responses
 * (pipelining). Node would handle all of them at once, hold their responses, and never end those that wait when the
 * connection ends, so that their files stay open. A client that sends too many is disconnected.
 */
export function handleInTurn(
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
): (request: IncomingMessage, response: ServerResponse) => void {
  const turns = new WeakMap<Socket, Turn>()
  return (request, response) => {
    const { socket } = request
    const turn = turns.get(socket) ?? { lastResponse: response, waitingCount: 0 }
    const previous = turn.lastResponse
    turn.lastResponse = response
    turns.set(socket, turn)
    if (previous === response || previous.closed) {
      handle(request, response)
      return
    }
    if (++turn.waitingCount > maxWaitingRequests) {
      socket.destroy()
      return
    }
    previous.once('close', () => {
      turn.waitingCount--
      if (!socket.destroyed) handle(request, response)
    })
  }
}
