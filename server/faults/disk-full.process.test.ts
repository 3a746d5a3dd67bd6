import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyReadyDatabase } from '../testing/copy-fresh-database.ts'
import { createServerProcess, type ServerProcess } from '../testing/test-server-process.ts'
import { createTestFolder } from '../testing/test-resources.ts'

/** A small disk for the process of the server; requires root on Linux. */
const canMount = spawnSync('unshare', ['-m', 'true']).status === 0
if (!canMount) console.warn('No small disk can be mounted here (root on Linux), so a full one is not tried.')

/** Size of the disk, which has a database already. */
const diskMegabytes = 160

describe.runIf(canMount)('a full disk', () => {
  const folder = createTestFolder()
  let data: string
  let server: ServerProcess
  const createServer = (prepare: string): ServerProcess => {
    // As in a database that the server has created, the log has its space already.
    const copy = `cp -a --sparse=never "${join(folder, 'ready')}" "$0/database"`
    const mount = `mount -t tmpfs -o size=${diskMegabytes}m tmpfs "$0"`
    const shell = `exec unshare -m /bin/sh -c '${mount} && ${copy} && ${prepare} exec "$@"' "${data}"`
    return createServerProcess('server', { AW_DATA: data, AW_BODY_LIMIT: '0' }, { shell })
  }
  /** Path of a file on the disk of the server, as seen from here. */
  const pathOnDisk = (name: string): string => join('/proc', String(server.pid), 'root', data, name)
  const fill = async (name: string, maxMegabytes = Infinity): Promise<void> => {
    const file = await open(pathOnDisk(name), 'w')
    const piece = Buffer.alloc(2 ** 20)
    try {
      for (let at = 0; at < maxMegabytes; at++) await file.write(piece)
    } catch (cause) {
      expect(cause).toMatchObject({ code: 'ENOSPC' })
    } finally {
      await file.close()
    }
  }
  const findFreeMegabytes = async (): Promise<number> => {
    const { bavail, bsize } = await statfs(pathOnDisk('.'))
    return Math.floor((bavail * bsize) / 2 ** 20)
  }
  beforeAll(async () => {
    data = join(folder, 'data')
    await mkdir(data)
    await copyReadyDatabase(join(folder, 'ready'))
    server = createServer('')
    await server.start()
  })
  afterAll(() => server.kill())

  const ask = (path: string, init?: RequestInit) => fetch(`${server.url}/api/v1${path}`, init)
  const upload = (bytes: Uint8Array) => {
    const form = new FormData()
    form.set('file', new File([bytes as BlobPart], 'file.csv'))
    return ask('/data/upload', { method: 'POST', body: form })
  }
  const keep = (name: string, body: string) =>
    ask('/workflows', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name,
        nodes: [{ id: 'n', type: 'http_request', data: { label: 'n', config: { body } } }],
        edges: [],
      }),
    })

  test('is reported, keeps acknowledged data, and continues when there is space again', async () => {
    const pid = server.pid
    const first = (await (await upload(Buffer.from('id\n1\n'))).json()) as { id: string }
    const kept: string[] = []
    await fill('filler')
    const refused = await upload(randomBytes(4 * 2 ** 20))
    expect(refused.status).toBe(503)
    expect(await refused.json()).toMatchObject({ error: { code: 'storage.full' } })
    // The database has some reserved space first.
    for (let at = 0; ; at++) {
      const answer = await keep(`Kept ${at}`, randomBytes(100_000).toString('base64'))
      const body = (await answer.json()) as { id?: string; error?: { code: string } }
      if (answer.ok) kept.push(String(body.id))
      else {
        expect([answer.status, body.error?.code]).toEqual([503, 'storage.full'])
        break
      }
    }
    expect((await ask(`/data/${first.id}/download`)).status).toBe(200)

    await rm(pathOnDisk('filler'))
    await expect.poll(async () => (await keep('After', '')).status, { timeout: 180_000 }).toBe(201)
    expect((await upload(randomBytes(4 * 2 ** 20))).status).toBe(201)
    for (const id of kept) expect((await ask(`/workflows/${id}`)).status).toBe(200)
    expect(await (await ask(`/data/${first.id}/download`)).text()).toBe('id\n1\n')
    expect(server.pid).toBe(pid)
  })

  test('that ends the database is reported, and the database is opened again when there is space', async () => {
    const pid = server.pid
    // Too little for the next file of the log of the database, which is 16 MB, and enough for the rows until then.
    await fill('filler', (await findFreeMegabytes()) - 12)
    const kept: string[] = []
    for (let at = 0; ; at++) {
      const answer = await keep(`Logged ${at}`, randomBytes(100_000).toString('base64'))
      const body = (await answer.json()) as { id?: string; error?: { code: string } }
      if (answer.ok) kept.push(String(body.id))
      else {
        expect([answer.status, body.error?.code]).toEqual([503, 'storage.full'])
        break
      }
    }
    // No request waits for a database that has ended.
    const unavailable = await ask('/workflows')
    expect([unavailable.status, (await unavailable.json()).error.code]).toEqual([503, 'storage.full'])
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503)

    await rm(pathOnDisk('filler'))
    await expect.poll(async () => (await keep('After', '')).status, { timeout: 180_000 }).toBe(201)
    for (const id of kept) expect((await ask(`/workflows/${id}`)).status).toBe(200)
    expect(server.pid).toBe(pid)
  })

  test('at the start of a server is named', async () => {
    const starting = createServer(`{ cat /dev/zero > "$0/filler" 2>/dev/null || true; } &&`)
    await expect(starting.start()).rejects.toThrow(`The disk that contains the data folder ${data} is full`)
  })
})
