import { WebSocket } from 'ws'

/** Opens a WebSocket like a client outside a page. */
export const openSocket = (address: string): WebSocket => new WebSocket(address, { perMessageDeflate: false })
