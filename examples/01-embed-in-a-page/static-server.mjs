import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'

const types = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}
const reportPath = '/__csp'

/**
 * Serves a folder on the loopback address with the same policy for every response, including workers. The policy is
 * also sent as report-only with a report URL, because listeners in a page miss violations of its workers.
 */
export async function serveFolder(folder, policy, { fallback } = {}) {
  const root = await realpath(folder)
  const reports = []
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    if (pathname === reportPath) {
      let body = ''
      for await (const chunk of request) body += chunk
      reports.push(body)
      response.writeHead(204).end()
      return
    }
    const path = await resolveFile(root, pathname, fallback)
    if (!path) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.')
      return
    }
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': policy,
      'content-security-policy-report-only': `${policy}; report-uri ${reportPath}`,
      'cache-control': 'no-cache',
    })
    // A read error or a closed connection ends only this response. `pipeline` destroys both streams.
    await pipeline(createReadStream(path), response).catch(() => undefined)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${server.address().port}`,
    reports,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}

async function resolveFile(root, pathname, fallback) {
  try {
    const path = await realpath(join(root, decodeURIComponent(pathname)))
    if (path !== root && !path.startsWith(root + sep)) return undefined
    if (!(await stat(path)).isDirectory()) return path
    const index = join(path, 'index.html')
    return (await stat(index)).isFile() ? index : undefined
  } catch {
    return fallback && !extname(pathname) ? join(root, fallback) : undefined
  }
}
