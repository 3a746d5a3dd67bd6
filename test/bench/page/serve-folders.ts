import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
}

export interface FolderServer {
  /** The server's origin, such as `http://127.0.0.1:8080`. */
  origin: string
  close(): Promise<void>
}

/** Serves each file from the first folder that contains it, on loopback and a free port. */
export async function serveFolders(folders: readonly string[]): Promise<FolderServer> {
  const server = createServer((request, response) => {
    void (async () => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
      const file = await find(folders, path)
      if (!file) return void response.writeHead(404).end()
      // Like a static server, does not send files again that the browser has cached and already compiled.
      const tag = `"${file.size}-${file.modifiedMs}"`
      if (request.headers['if-none-match'] === tag) return void response.writeHead(304, { etag: tag }).end()
      response.writeHead(200, {
        etag: tag,
        'content-type': types[extname(file.path)] ?? 'application/octet-stream',
        'content-length': file.size,
        'cache-control': path.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
      })
      createReadStream(file.path).pipe(response)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function find(
  folders: readonly string[],
  path: string,
): Promise<{ path: string; size: number; modifiedMs: number } | undefined> {
  const relativePath = normalize(path)
  if (relativePath.split(sep).includes('..')) return undefined
  for (const folder of folders) {
    const candidate = join(folder, relativePath)
    const stats = await stat(candidate).catch(() => undefined)
    if (stats?.isFile()) return { path: candidate, size: stats.size, modifiedMs: stats.mtimeMs }
  }
  return undefined
}
