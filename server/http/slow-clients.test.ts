import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createRunSocket } from '../live/run-socket.ts'
import { handleInTurn } from './handle-in-turn.ts'
import { endStalledResponses } from './end-stalled-responses.ts'
import { respondToClientError } from './respond-to-client-error.ts'

const timeoutMs = 300
const large = 64 * 1024 * 1024

let server: Server
let port: number
/** Responses that are still produced in the current test. */
let producing = new Set<number>()
/** Responses that the current test has started. */
let started = 0
const sockets: Socket[] = []

beforeEach(async () => {
  const current = new Set<number>()
  started = 0
  producing = current
  const app = new Hono()
  app.get('/file', (context) => {
    const id = started++
    current.add(id)
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        if (sent <= large) return controller.enqueue(new Uint8Array(65_536))
        current.delete(id)
        controller.close()
      },
      cancel: () => void current.delete(id),
    })
    return context.body(body)
  })
  app.get('/late', async (context) => {
    await sleep(timeoutMs * 4)
    return context.text('late')
  })
  app.get('/ready', (context) => context.text('ready'))
  app.post('/body', async (context) => {
    const body = await context.req.arrayBuffer().catch(() => undefined)
    return context.text(String(body?.byteLength))
  })
  const limits = { headersTimeout: 500, requestTimeout: 1_000, connectionsCheckingInterval: 100 }
  server = createServer(limits, handleInTurn(getRequestListener(app.fetch)))
  server.on('clientError', respondToClientError)
  endStalledResponses(server, timeoutMs)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Opens a connection and sends text, without reading. */
async function open(text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.pause()
  socket.write(text)
  return socket
}
const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`
const readText = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${port}${path}`)).text()
const readAll = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let text = ''
    socket.on('data', (data: Buffer) => (text += data.toString('latin1')))
    socket.once('close', () => resolve(text))
    socket.resume()
  })

describe('a client', () => {
  test.each([
    ['that never reads a download', get('/file')],
    ['that never reads a download whose connection stays open', get('/file', 'Connection: keep-alive\r\n')],
    ['that never reads, and sends further bytes', get('/file', 'X: y\r\n')],
  ])('%s is disconnected, and its download is no longer produced', async (_what, text) => {
    for (let count = 0; count < 5; count++) await open(text)
    // A response can end before the last one starts.
    await expect.poll(() => started).toBe(5)
    expect(await readText('/ready')).toBe('ready')
    await expect.poll(() => producing.size).toBe(0)
  })

  test('that sends many requests at once, and never reads, has one download at a time', async () => {
    await Promise.all([open(get('/file').repeat(16)), open(get('/file').repeat(16))])
    await expect.poll(() => started).toBe(2)
    await expect.poll(() => producing.size).toBe(0)
    expect(started).toBe(2)
  })

  test('that sends many requests at once receives the responses in order, or is disconnected', async () => {
    const requests = [
      ...Array.from({ length: 10 }, () => get('/ready')),
      get('/late'),
      get('/ready', 'Connection: close\r\n'),
    ]
    const text = await readAll(await open(requests.join('')))
    expect(text.match(/ready|late(?=HTTP)/g)).toEqual([...Array.from({ length: 10 }, () => 'ready'), 'late', 'ready'])
    expect(await readAll(await open(get('/late').repeat(18)))).toBe('')
    expect(await readText('/ready')).toBe('ready')
  })

  test('that reads slowly, but steadily, receives its download', async () => {
    const socket = await open(get('/file', 'Connection: close\r\n'))
    let bytes = 0
    let turns = 0
    const done = new Promise((resolve) => socket.once('close', resolve))
    socket.on('data', (data: Buffer) => {
      bytes += data.length
      if (++turns % 100 !== 0 || turns > 1_000) return
      socket.pause()
      setTimeout(() => socket.resume(), timeoutMs / 3)
    })
    socket.resume()
    await done
    expect(bytes).toBeGreaterThan(large)
  })

  test('that waits for a late response receives it', async () => {
    expect(await readText('/late')).toBe('late')
  })

  test.each([
    ['its first byte', ''],
    ['its headers', 'GET /ready HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
    ['its request line', 'GET /rea'],
  ])('that does not send %s is disconnected', async (_what, text) => {
    const response = await readAll(await open(text))
    expect(response).toMatch(/^(?:HTTP\/1\.1 408 |$)/)
  })

  test.each([
    ['its body', 'Content-Length: 100000'],
    ['its chunks', 'Transfer-Encoding: chunked'],
  ])('that does not send %s is disconnected', async (_what, header) => {
    const response = await readAll(await open(`POST /body HTTP/1.1\r\nHost: localhost\r\n${header}\r\n\r\n1\r\nx`))
    expect(response).toMatch(/^(?:HTTP\/1\.1 4\d\d |$)/)
  })

  test('is served while 1,000 others are connected and idle', async () => {
    await Promise.all(Array.from({ length: 1_000 }, () => open('')))
    expect(await readText('/ready')).toBe('ready')
  })
})

describe('a socket', () => {
  async function openPair() {
    const http = createServer()
    const webSockets = new WebSocketServer({ server: http })
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    const accepted = new Promise<WebSocket>((resolve) => webSockets.once('connection', resolve))
    const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
    await new Promise((resolve) => client.once('open', resolve))
    const socket = await accepted
    const runSocket = createRunSocket(socket, new PassThrough(), () => undefined)
    const close = async (): Promise<void> => {
      client.terminate()
      socket.terminate()
      await new Promise((resolve) => http.close(resolve))
    }
    return { client, socket, runSocket, close }
  }

  test('whose other end is gone is ended at the second check', async () => {
    const { client, socket, runSocket, close } = await openPair()
    client.pause()
    runSocket.checkHealth(0)
    expect(socket.readyState).toBe(WebSocket.OPEN)
    runSocket.checkHealth(30_000)
    await expect.poll(() => socket.readyState).toBe(WebSocket.CLOSED)
    await close()
  })

  test('that does not read messages that must not be lost is closed, with a limited number of them in memory', async () => {
    const { client, socket, runSocket, close } = await openPair()
    client.pause()
    const message = 'x'.repeat(1_000_000)
    for (let count = 0; count < 100; count++) runSocket.sendOrClose(message)
    expect(socket.bufferedAmount).toBeLessThan(20_000_000)
    expect(socket.readyState).toBe(WebSocket.CLOSING)
    await close()
  })

  test('that does not read other messages loses them', async () => {
    const { client, socket, runSocket, close } = await openPair()
    client.pause()
    for (let count = 0; count < 1_000; count++) runSocket.send({ text: 'x'.repeat(10_000) })
    expect(socket.bufferedAmount).toBeLessThan(400_000)
    expect(socket.readyState).toBe(WebSocket.OPEN)
    await close()
  })
})
