import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, request as sendRequest } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { serveFolder } from '../../examples/01-embed-in-a-page/static-server.mjs'

const reportPath = '/__csp'
const hashPlaceholder = "'sha256-…'"

/** Returns the contents of the inline scripts or styles of a page that a policy must list. */
function inlineParts(html, tag) {
  const elements = html.matchAll(new RegExp(`<${tag}\\b([^>]*)>([\\s\\S]*?)</${tag}>`, 'g'))
  return [...elements]
    .filter(([, attributes, text]) => !/\bsrc=|type="?application\/(?:ld\+)?json/.test(attributes) && text !== '')
    .map(([, , text]) => text)
}

/** Replaces the hash placeholder in a policy with the hashes of a page's inline scripts and styles. */
export function fillInHashes(policy, html) {
  return policy
    .split('; ')
    .map((directive) => {
      const tag = directive.startsWith('style-src') ? 'style' : 'script'
      const hashes = inlineParts(html, tag).map(
        (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
      )
      return directive.replace(` ${hashPlaceholder}`, [...new Set(hashes)].map((hash) => ` ${hash}`).join(''))
    })
    .join('; ')
}

/** Serves the output of a build under a policy; reports of violations are collected in `reports`. */
export async function serveOutput(folder, policy) {
  const html = await readFile(join(folder, 'index.html'), 'utf8')
  const filled = fillInHashes(policy, html)
  return { ...(await serveFolder(folder, filled)), policies: new Set([policy]) }
}

/**
 * Starts the server of a framework behind a proxy, like the reverse proxy of a host. The proxy adds `policy` to every
 * response without a policy, and also sends each policy as report-only with a report URL.
 *
 * @param {string[]} command - The program and its arguments; `{port}` becomes the port to listen on.
 * @param {string} policy - For responses to which the framework has not added a policy.
 * @param {{ cwd: string, env: Record<string, string> }} options - The project's folder and the environment.
 */
export async function serveByCommand(command, policy, { cwd, env }) {
  const port = await freePort()
  const [program, ...args] = command.map((part) => part.replace('{port}', port))
  const child = spawn(program, args, {
    cwd,
    env: { ...env, PORT: String(port), HOST: '127.0.0.1', HOSTNAME: '127.0.0.1', NITRO_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', resolve)
      // Ends the process group: development servers start child processes.
      process.kill(-child.pid, 'SIGKILL')
    })
  try {
    await waitUntilReady(port, child)
  } catch (cause) {
    await stop()
    throw new Error(`${cause.message}\n${output.slice(-3_000)}`, { cause })
  }
  const proxy = await startProxy(port, policy)
  return {
    ...proxy,
    close: async () => {
      await proxy.close()
      await stop()
    },
  }
}

const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)))

async function freePort() {
  const server = createSocketServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function waitUntilReady(port, child) {
  const end = Date.now() + 120_000
  while (Date.now() < end) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}.`)
    // `localhost`: some development servers listen on IPv6 only.
    const response = await fetch(`http://localhost:${port}/`).catch(() => undefined)
    await response?.arrayBuffer()
    if (response?.ok) return
    await setTimeout(200)
  }
  throw new Error('The server did not respond within two minutes.')
}

async function startProxy(port, policy) {
  const reports = []
  const policies = new Set()
  const forward = ({ method, url, headers }) =>
    sendRequest({ host: 'localhost', port, method, path: url, headers: { ...headers, 'accept-encoding': 'identity' } })
  const server = createServer(async (request, response) => {
    if (request.url === reportPath) {
      let body = ''
      for await (const chunk of request) body += chunk
      reports.push(body)
      response.writeHead(204).end()
      return
    }
    const forwarded = forward(request)
    forwarded.on('error', () => response.writeHead(502).end())
    forwarded.on('response', async (upstream) => {
      const chunks = []
      for await (const chunk of upstream) chunks.push(chunk)
      const body = Buffer.concat(chunks)
      const isPage = upstream.headers['content-type']?.startsWith('text/html')
      const frameworkPolicy = upstream.headers['content-security-policy']
      const sentPolicy =
        frameworkPolicy ??
        (isPage ? fillInHashes(policy, body.toString()) : policy.replaceAll(` ${hashPlaceholder}`, ''))
      if (isPage) policies.add(frameworkPolicy?.replaceAll(/'(nonce|sha256)-[^']*'/g, "'$1-…'") ?? policy)
      const { 'transfer-encoding': _, ...headers } = upstream.headers
      response.writeHead(upstream.statusCode, {
        ...headers,
        ...(upstream.statusCode === 304 ? {} : { 'content-length': body.length }),
        'content-security-policy': sentPolicy,
        'content-security-policy-report-only': `${sentPolicy}; report-uri ${reportPath}`,
      })
      response.end(body)
    })
    request.pipe(forwarded)
  })
  // Development servers announce changes over a WebSocket.
  server.on('upgrade', (request, socket, head) => {
    const forwarded = forward(request)
    forwarded.on('error', () => socket.destroy())
    forwarded.on('upgrade', (response, peer, peerHead) => {
      const headers = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`)
      socket.write([`HTTP/1.1 101 Switching Protocols`, ...headers, '', ''].join('\r\n'))
      socket.write(peerHead)
      peer.write(head)
      for (const [from, to] of [
        [socket, peer],
        [peer, socket],
      ]) {
        from.on('error', () => to.destroy())
        from.pipe(to)
      }
    })
    forwarded.end()
  })
  const proxyPort = await listen(server)
  return {
    url: `http://localhost:${proxyPort}`,
    reports,
    policies,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  }
}
