import { getRequestListener } from '@hono/node-server'
import { createHash, randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { respondToClientError } from '../http/respond-to-client-error.ts'
import { openTestApp } from '../testing/test-app.ts'

const tus = { 'tus-resumable': '1.0.0' }
const { server, folder } = openTestApp({ uploadLimits: { fileBytes: 2_000_000, totalBytes: 3_000_000 } })

const create = (size: number | string, name = 'a.csv'): Promise<Response> =>
  server.ask('/api/v1/uploads', {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': String(size),
      'upload-metadata': `filetype dGV4dA==,filename ${Buffer.from(name).toString('base64')}`,
    },
  })
const start = async (size: number, name?: string): Promise<string> => {
  const answer = await create(size, name)
  expect(answer.status).toBe(201)
  return answer.headers.get('location')!
}
const append = (location: string, offset: number, body: BodyInit, headers: object = {}): Promise<Response> =>
  server.ask(location, {
    method: 'PATCH',
    headers: {
      ...tus,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': String(offset),
      ...headers,
    },
    body,
    duplex: 'half',
  } as RequestInit)
const head = (location: string): Promise<Response> => server.ask(location, { method: 'HEAD', headers: tus })
const codeOf = async (answer: Response): Promise<unknown> => {
  const { error } = (await answer.json()) as { error: { code: string; message: string; correlation_id: string } }
  expect(error).toMatchObject({ message: expect.any(String), correlation_id: expect.any(String) })
  return error.code
}
async function* toChunks(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}
const remove = (location: string): Promise<Response> => server.ask(location, { method: 'DELETE', headers: tus })

describe('/api/v1/uploads', () => {
  test('receives a file in several requests, and continues after an interrupted one', async () => {
    const bytes = randomBytes(1_000_000)
    const location = await start(bytes.length, '../grö\u202eße.csv')
    expect((await append(location, 0, bytes.subarray(0, 300_000))).status).toBe(204)
    const interrupted = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.subarray(300_000, 500_000))
      },
      pull: (controller) => controller.error(new Error('connection lost')),
    })
    expect(await codeOf(await append(location, 300_000, interrupted))).toBe('request.malformed')
    const state = await head(location)
    expect([state.status, state.headers.get('upload-offset'), state.headers.get('upload-length')]).toEqual([
      200,
      '500000',
      '1000000',
    ])
    expect(state.headers.get('cache-control')).toBe('no-store')
    const last = await append(location, 500_000, bytes.subarray(500_000))
    expect([last.status, last.headers.get('tus-resumable')]).toEqual([201, '1.0.0'])
    const id = createHash('sha256').update(bytes).digest('hex')
    expect(await last.json()).toMatchObject({ id, name: 'größe.csv', size: 1_000_000, duplicate: false })
    const download = await server.ask(`/api/v1/data/${id}/download`)
    expect(Buffer.from(await download.arrayBuffer()).equals(bytes)).toBe(true)
    // A client that lost the last response continues at the end and receives it again.
    expect((await head(location)).headers.get('upload-offset')).toBe('1000000')
    expect(await (await append(location, 1_000_000, new Uint8Array())).json()).toMatchObject({ id })
    expect((await server.ask(`/api/v1/data/${id}`, { method: 'DELETE' })).status).toBe(204)
  })

  test('rejects files above the limit and the quota, even in a form', async () => {
    expect(await codeOf(await create(2_000_001))).toBe('upload.too-large')
    const form = new FormData()
    form.set('file', new Blob([randomBytes(2_000_001)]), 'a.csv')
    const inForm = await server.ask('/api/v1/data/upload', { method: 'POST', body: form })
    expect([inForm.status, await codeOf(inForm)]).toEqual([413, 'upload.too-large'])
    expect(await readdir(join(folder, 'data', 'datasets', 'arriving'))).toEqual([])
    // One megabyte of a deleted dataset, and one that was announced.
    const pending = await start(1_000_000)
    const refused = await create(1_500_000)
    expect([refused.status, await codeOf(refused)]).toEqual([413, 'upload.quota'])
    expect((await remove(pending)).status).toBe(204)
    expect((await remove(await start(1_500_000))).status).toBe(204)
    expect(await readdir(join(folder, 'data', 'datasets', 'uploads'))).toHaveLength(1)
  })

  test('counts the quota per workspace', async () => {
    const { uploads, datasets } = server.backend.store.forWorkspace('other')
    const upload = await uploads.create({ name: 'a.csv', size: 10_000_000, owner: 'token' })
    const receivedFile = await datasets.receive(toChunks(randomBytes(3_000_000)))
    const { dataset } = await datasets.add(receivedFile, 'large.csv')
    expect((await remove(await start(1_500_000))).status).toBe(204)
    await uploads.remove(upload!)
    await datasets.remove(dataset.id)
  })

  test('counts uploads at the same time toward the quota', async () => {
    const { datasets, uploads } = server.backend.store.forWorkspace('default')
    const usedBytes = (await datasets.countBytes()) + (await uploads.countPendingBytes())
    // Two of these fit, three do not.
    const size = Math.floor((3_000_000 - usedBytes) / 2.5)
    const announced = await Promise.all([create(size), create(size), create(size)])
    expect(announced.map(({ status }) => status).sort()).toEqual([201, 201, 413])
    for (const { headers } of announced.filter(({ status }) => status === 201)) await remove(headers.get('location')!)
    const inForms = await Promise.all(
      [1, 2, 3].map(() => {
        const form = new FormData()
        form.set('file', new Blob([randomBytes(size)]), 'a.csv')
        return server.ask('/api/v1/data/upload', { method: 'POST', body: form })
      }),
    )
    expect(inForms.map(({ status }) => status).sort()).toEqual([201, 201, 413])
    expect(await codeOf(inForms.find(({ status }) => status === 413)!)).toBe('upload.quota')
    expect(await readdir(join(folder, 'data', 'datasets', 'arriving'))).toEqual([])
    expect(await datasets.countBytes()).toBeLessThanOrEqual(3_000_000)
  })

  test('performs one request of an upload at a time, also while its file is stored', async () => {
    const bytes = randomBytes(200_000)
    const location = await start(bytes.length)
    let finish = (): void => undefined
    const slow = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.subarray(0, 100_000))
        finish = () => {
          controller.enqueue(bytes.subarray(100_000))
          controller.close()
        }
      },
    })
    const received = append(location, 0, slow)
    await vi.waitFor(async () => expect((await head(location)).headers.get('upload-offset')).toBe('100000'), 60_000)
    const others = [await append(location, 100_000, bytes.subarray(100_000)), await remove(location)]
    expect(await Promise.all(others.map(codeOf))).toEqual(['upload.busy', 'upload.busy'])
    finish()
    expect((await received).status).toBe(201)
    const id = createHash('sha256').update(bytes).digest('hex')
    expect((await server.ask(`/api/v1/data/${id}`, { method: 'DELETE' })).status).toBe(204)

    // A client that lost the last response repeats the request while the file is hashed and stored.
    const other = await start(bytes.length)
    const { uploads } = server.backend.store.forWorkspace('default')
    await uploads.append((await uploads.find(other.split('/').at(-1)!, 'local-owner'))!, toChunks(bytes))
    const answers = await Promise.all(Array.from({ length: 6 }, () => append(other, bytes.length, new Uint8Array())))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => ![200, 201, 409].includes(status))).toEqual([])
    expect(statuses.filter((status) => status !== 409).length).toBeGreaterThan(0)
    expect(await (await append(other, bytes.length, new Uint8Array())).json()).toMatchObject({ id })
    expect((await server.ask(`/api/v1/data/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(server.faults).toEqual([])
  })

  test('keeps the bytes of a request that is ended at the time limit of the server, and continues', async () => {
    const bytes = randomBytes(100_000)
    const location = await start(bytes.length)
    const listener = getRequestListener(({ method, url, headers, body }) => {
      headers.delete('host')
      const init = { method, headers: Object.fromEntries(headers), body, duplex: 'half' }
      return server.ask(new URL(url).pathname, init as RequestInit)
    })
    const slow = createServer({ requestTimeout: 300, connectionsCheckingInterval: 50 }, listener)
    slow.on('clientError', respondToClientError)
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
    try {
      const headers = { ...tus, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }
      const requestHead = [
        `PATCH ${location} HTTP/1.1`,
        ...Object.entries({ host: 'localhost', ...headers, 'content-length': bytes.length }).map((pair) =>
          pair.join(': '),
        ),
      ]
      // The rest of the body follows too late.
      const response = await new Promise<string>((resolve, reject) => {
        const socket = connect((slow.address() as AddressInfo).port, '127.0.0.1', () => {
          socket.write(`${requestHead.join('\r\n')}\r\n\r\n`)
          socket.write(bytes.subarray(0, 40_000))
        })
        socket.on('data', (chunk) => resolve(String(chunk)))
        socket.on('error', reject)
      })
      expect(response).toMatch(/^HTTP\/1\.1 408 [^]*"request\.timeout"/)
      await expect.poll(async () => (await append(location, 0, 'x')).status).toBe(409)
      expect((await head(location)).headers.get('upload-offset')).toBe('40000')
      const answer = await append(location, 40_000, bytes.subarray(40_000))
      const id = createHash('sha256').update(bytes).digest('hex')
      expect(await answer.json()).toMatchObject({ id })
      expect((await server.ask(`/api/v1/data/${id}`, { method: 'DELETE' })).status).toBe(204)
      expect(server.faults).toEqual([])
    } finally {
      await new Promise((resolve) => slow.close(resolve))
    }
  })

  test('rejects what is not part of the protocol, in the error format', async () => {
    const location = await start(10)
    const refusals = await Promise.all([
      create('many'),
      server.ask('/api/v1/uploads', { method: 'POST', headers: { 'upload-length': '10' } }),
      append(location, 5, 'hello'),
      append(location, 0, 'hello', { 'content-type': 'text/plain' }),
      append('/api/v1/uploads/3f1c1f9e-6b0f-4a53-8f6e-1d0a1ddc9c52', 0, 'hello'),
      append('/api/v1/uploads/..%2f..%2fsecret-key', 0, 'hello'),
    ])
    expect(await Promise.all(refusals.map(async (answer) => [answer.status, await codeOf(answer)]))).toEqual([
      [400, 'upload.header'],
      [412, 'upload.version'],
      [409, 'upload.offset'],
      [415, 'upload.type'],
      [404, 'upload.not-found'],
      [404, 'upload.not-found'],
    ])
    const tooLong = await append(location, 0, 'hello, world')
    expect([tooLong.status, await codeOf(tooLong)]).toEqual([413, 'upload.too-long'])
    expect((await remove(location)).status).toBe(204)
    expect((await head(location)).status).toBe(404)
  })
})
