export { createEgress, type EgressOptions } from './egress/create-egress.ts'
export { openSocket, systemSockets, type Connect, type Resolve, type SocketPorts } from './egress/open-socket.ts'
