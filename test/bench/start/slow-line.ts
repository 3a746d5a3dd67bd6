import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface NetworkLimits {
  /** Bits per second in each direction, shared by all connections. */
  bitsPerSecond: number
  /** Round-trip time in ms. Opening a connection takes one round trip. */
  roundTripMs: number
}

export interface SlowLine {
  readonly url: URL
  close(): Promise<void>
}

/** Maximum bytes in flight per connection, after which its source is paused. */
const maxQueuedBytes = 256 * 1024
const chunkSize = 16 * 1024

/**
 * A proxy to a server with limited bandwidth and latency. It is outside the browser, since DevTools does not throttle
 * workers, which fetch DuckDB.
 */
export async function startSlowLine(target: URL, { bitsPerSecond, roundTripMs }: NetworkLimits): Promise<SlowLine> {
  const sockets = new Set<Socket>()
  const down = createLane(bitsPerSecond, roundTripMs / 2)
  const up = createLane(bitsPerSecond, roundTripMs / 2)
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
    }
    forward(client, upstream, up, roundTripMs)
    forward(upstream, client, down, 0)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: new URL(`http://localhost:${port}`),
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** One direction of the connection: returns the ms until a number of bytes has arrived. */
type Lane = (bytes: number) => number

function createLane(bitsPerSecond: number, delayMs: number): Lane {
  let freeAt = 0
  return (bytes) => {
    const now = performance.now()
    freeAt = Math.max(freeAt, now) + (bytes * 8_000) / bitsPerSecond
    return freeAt - now + delayMs
  }
}

/** Forwards data from one socket to the other in order, once the connection is open. */
function forward(from: Socket, to: Socket, lane: Lane, openingMs: number): void {
  const openTime = performance.now() + openingMs
  const inFlight: { at: number; arrive: () => void }[] = []
  let queued = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const arrive = (): void => {
    timer = undefined
    while (inFlight[0] && inFlight[0].at <= performance.now()) inFlight.shift()?.arrive()
    const [next] = inFlight
    if (next) timer = setTimeout(arrive, Math.max(1, next.at - performance.now()))
  }
  const send = (bytes: number, action: () => void): void => {
    const now = performance.now()
    const at = Math.max(inFlight.at(-1)?.at ?? 0, now + lane(bytes), openTime + lane(0))
    inFlight.push({ at, arrive: action })
    timer ??= setTimeout(arrive, Math.max(1, at - now))
  }
  from.on('data', (chunk: Buffer) => {
    for (let offset = 0; offset < chunk.length; offset += chunkSize) {
      const part = chunk.subarray(offset, offset + chunkSize)
      queued += part.length
      send(part.length, () => {
        queued -= part.length
        if (!to.destroyed) to.write(part)
        if (queued < maxQueuedBytes) from.resume()
      })
    }
    if (queued >= maxQueuedBytes) from.pause()
  })
  from.on('end', () => send(0, () => to.end()))
  from.on('close', (hadError) => hadError && to.destroy())
}
