import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** A read-only WebSocket. */
export interface LightSocket {
  close(): void
}

/**
 * Opens a WebSocket to a server on this machine and calls back with the bytes of each string (RFC 6455, without extensions
 * and fragments). With thousands of sockets, a client library takes more CPU time than the measured
 * server.
 */
export function openLightSocket(port: number, path: string, onText: (bytes: Buffer) => void): Promise<LightSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let rest: Buffer | undefined
    let isOpen = false
    socket.setNoDelay(true)
    socket.once('error', reject)
    socket.once('connect', () => {
      const headers = [
        `GET ${path} HTTP/1.1`,
        `Host: localhost:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ]
      socket.write(`${headers.join('\r\n')}\r\n\r\n`)
    })
    socket.on('data', (chunk) => {
      let bytes: Buffer = rest ? Buffer.concat([rest, chunk]) : chunk
      if (!isOpen) {
        const end = bytes.indexOf('\r\n\r\n')
        if (end >= 0) {
          if (!bytes.subarray(0, end).toString('latin1').startsWith('HTTP/1.1 101'))
            return reject(new Error(bytes.toString('latin1')))
          isOpen = true
          bytes = bytes.subarray(end + 4)
          resolve({ close: () => socket.destroy() })
        }
      }
      if (isOpen) bytes = readFrames(bytes, socket, onText)
      rest = bytes.length > 0 ? bytes : undefined
    })
  })
}

/** Handles the complete frames and returns the bytes of an incomplete last one. */
function readFrames(bytes: Buffer, socket: Socket, onText: (bytes: Buffer) => void): Buffer {
  let offset = 0
  while (bytes.length - offset >= 2) {
    const shortLength = bytes[offset + 1]! & 0x7f
    const headerSize = shortLength < 126 ? 2 : shortLength === 126 ? 4 : 10
    if (bytes.length - offset < headerSize) break
    const length =
      shortLength < 126
        ? shortLength
        : shortLength === 126
          ? bytes.readUInt16BE(offset + 2)
          : Number(bytes.readBigUInt64BE(offset + 2))
    if (bytes.length - offset < headerSize + length) break
    const opcode = bytes[offset]! & 0x0f
    if (opcode === 1) onText(bytes.subarray(offset + headerSize, offset + headerSize + length))
    // An empty pong; clients must mask their frames.
    else if (opcode === 9) socket.write(Buffer.from([0x8a, 0x80, 0, 0, 0, 0]))
    offset += headerSize + length
  }
  return bytes.subarray(offset)
}
