export { decodeContent, findContentDecoders, type ContentDecoder } from './decode-content.ts'
export { createEgress, type EgressOptions } from './create-egress.ts'
export { openSocket, systemSockets, type Connect, type Resolve, type SocketPorts } from './open-socket.ts'
