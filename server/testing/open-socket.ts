import { WebSocket } from 'ws'

/** A WebSocket as a client outside a page opens it. */
export const openSocket = (address: string): WebSocket => new WebSocket(address, { perMessageDeflate: false })
