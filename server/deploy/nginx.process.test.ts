import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findFreePort } from '../testing/free-port.ts'
import { openSocket } from '../testing/open-socket.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { createTestFolder } from '../testing/test-resources.ts'

const timeoutMs = 60_000

/** Debian: `nginx-light`. */
const hasNginx = spawnSync('nginx', ['-v']).error === undefined

describe.skipIf(!hasNginx)('the example for nginx', () => {
  const folder = createTestFolder()
  let server: ServerProcess
  let nginx: ChildProcess
  let url: string

  beforeAll(async () => {
    const port = await findFreePort()
    url = `http://localhost:${port}/tools/aw`
    server = createServerProcess('server', {
      AW_DATA: join(folder, 'data'),
      AW_BASE_PATH: '/tools/aw/',
      AW_HOSTS: `localhost:${port}`,
    })
    await server.start()
    const example = await readFile(join(import.meta.dirname, 'nginx/base-path.conf'), 'utf8')
    const temporaryPaths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${folder}/${name};`)
      .join(' ')
    await writeFile(join(folder, 'base-path.conf'), example.replace('127.0.0.1:3000', new URL(server.url).host))
    await writeFile(
      join(folder, 'nginx.conf'),
      `daemon off; ${process.getuid?.() === 0 ? 'user root;' : ''} pid ${folder}/pid; error_log stderr crit; events {}
      http { access_log off; ${temporaryPaths} server { listen ${port}; include ${folder}/base-path.conf; } }`,
    )
    nginx = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'inherit' })
    await vi.waitUntil(async () => (await fetch(`${url}/health`).catch(() => undefined))?.ok, { timeout: timeoutMs })
  })
  afterAll(async () => {
    nginx.kill('SIGQUIT')
    await new Promise((resolve) => nginx.once('exit', resolve))
    await server.kill('SIGTERM')
  })

  const send = (method: string, path: string, body: object): Promise<Response> =>
    fetch(`${url}${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  it('publishes the API, runs by webhook and live events under a path, and no metrics', async () => {
    const nodes = [{ id: 'hook', type: 'webhook', data: { label: 'Hook', config: {} } }]
    const created = await send('POST', '/api/v1/workflows', { name: 'Behind', nodes, edges: [] })
    expect(created.headers.get('location')).toMatch(/^\/tools\/aw\/api\/v1\/workflows\//)
    const { id } = (await created.json()) as { id: string }
    await send('PATCH', `/api/v1/workflows/${id}/status`, { status: 'published' })
    const webhooks = await (await fetch(`${url}/api/v1/webhooks?workflow_id=${id}`)).json()
    const [webhook] = (webhooks as { items: { id: string }[] }).items
    const opened = await send('PATCH', `/api/v1/webhooks/${webhook!.id}`, { enabled: true })
    const { token } = (await opened.json()) as { token: string }
    const accepted = await send('POST', `/hooks/${token}`, { order: 1 })
    expect(accepted.status).toBe(202)
    const { run_id: run, status_url: statusUrl } = (await accepted.json()) as Record<string, string>
    expect(new URL(statusUrl!, url).pathname).toBe(`/tools/aw/api/v1/runs/${run}`)

    const socket = openSocket(`${url.replace('http', 'ws')}/api/v1/ws/executions/${run}`)
    const messages: string[] = []
    socket.on('message', (data) => messages.push(String(data)))
    await expect.poll(() => messages.join('\n'), { timeout: timeoutMs }).toContain('run-completed')
    socket.close()

    expect((await fetch(`${url}/metrics`)).status).toBe(404)
    const outside = await fetch(new URL('/api/v1/workflows', url))
    expect(outside.status).toBe(404)
    expect(await outside.text()).toContain('nginx')
  })
})
