import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}

export interface OtherOrigin {
  readonly origin: string
  /** Paths that were requested, in order. */
  readonly requested: readonly string[]
  /** Serves a file with an added comment from now on, as a manipulated server would. */
  manipulate(path: string): void
  close(): Promise<void>
}

/** Serves a folder on the loopback address to pages of all origins, as a content delivery network does. */
export async function serveOtherOrigin(folder: string): Promise<OtherOrigin> {
  const requested: string[] = []
  const manipulated = new Set<string>()
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)
    requested.push(path)
    const body = await readFile(join(folder, path)).catch(() => undefined)
    response.writeHead(body ? 200 : 404, {
      'access-control-allow-origin': '*',
      'content-type': types[extname(path)] ?? 'application/octet-stream',
    })
    response.end(body && manipulated.has(path) ? Buffer.concat([body, Buffer.from('\n// changed')]) : body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requested,
    manipulate: (path) => void manipulated.add(path),
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
