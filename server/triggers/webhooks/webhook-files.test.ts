import { builtInNodes } from '@aw-flow/nodes'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { openTestApp } from '../../testing/test-app.ts'

const { server } = openTestApp(() => {
  const uploadLimits = { fileBytes: 4_000, totalBytes: 12_000 }
  return { nodes: builtInNodes, uploadLimits, bodyLimit: 50_000 }
})

type Body = Record<string, never> & { id: string; items: Body[]; error: { code: string }; run_id: string }

/** A workflow that loads two files; `Orders` is also the name of a form field. */
const createDocument = (loaders = ['Customers', 'Orders']) => ({
  name: 'Files',
  nodes: [
    { id: 'hook', type: 'webhook', data: { label: 'Files', config: {} } },
    ...loaders.map((label, index) => ({ id: `load-${index}`, type: 'loading', data: { label, config: {} } })),
  ],
  edges: [],
})

const send = async (method: string, path: string, body: unknown): Promise<Body> =>
  (await (await server.send(method, path, body)).json()) as Body

/** Publishes a workflow and turns its webhook on. */
async function openHook(document: object = createDocument()): Promise<{ id: string; address: string }> {
  const { id } = await send('POST', '/api/v1/workflows', { ...document, status: 'published' })
  const { items } = (await (await server.ask(`/api/v1/webhooks?workflow_id=${id}`)).json()) as Body
  const { token } = await send('PATCH', `/api/v1/webhooks/${items[0]!.id}`, { enabled: true })
  return { id: items[0]!.id, address: `/hooks/${String(token)}` }
}

const post = async (address: string, body: BodyInit, headers: Record<string, string> = {}) => {
  const answer = await server.ask(address, { method: 'POST', body, headers })
  return { status: answer.status, body: (await answer.json()) as Body }
}

const toForm = (...entries: readonly (readonly [field: string, content: string, fileName?: string])[]): FormData => {
  const form = new FormData()
  for (const [field, content, fileName] of entries) {
    if (fileName === undefined) form.append(field, content)
    else form.append(field, new File([content], fileName, { type: 'text/csv' }))
  }
  return form
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
const readRequest = (run: string) => server.backend.store.forWorkspace('default').runs.readRequest(run)
const findDataset = (id: string) => server.backend.store.forWorkspace('default').datasets.find(id)

describe('files in webhook requests', () => {
  it('are stored as datasets that the run reads, and its input names them', async () => {
    const { address } = await openHook()
    const [customers, orders] = ['id\n1\n2\n', 'order,total\n7,3\n']
    const form = toForm(['note', 'night'], ['attachment', customers, 'customers.csv'], ['Orders', orders, 'orders.csv'])
    const { status, body } = await post(address, form)
    expect(status).toBe(202)
    // The datasets exist before the response.
    expect(await findDataset(hash(customers))).toMatchObject({ name: 'customers.csv', size: customers.length })
    const { inputs } = await readRequest(body.run_id)
    expect(inputs).toMatchObject({
      'load-0': { file: { kind: 'file', dataset: hash(customers), name: 'customers.csv' } },
      'load-1': { file: { kind: 'file', dataset: hash(orders), name: 'orders.csv' } },
    })
    const { data } = inputs['hook'] as unknown as { data: { json: unknown } }
    expect(data.json).toEqual({
      note: 'night',
      attachment: { dataset_id: hash(customers), name: 'customers.csv', size: 7, content_type: 'text/csv' },
      Orders: { dataset_id: hash(orders), name: 'orders.csv', size: orders.length, content_type: 'text/csv' },
    })
    expect(await server.waitForEnd(body.run_id)).toMatchObject({ status: 'completed' })
  })

  it.each([
    ['application/octet-stream', undefined, 'upload'],
    ['application/vnd.apache.parquet', undefined, 'upload.parquet'],
    ['text/csv', 'attachment; filename="day 1.csv"', 'day 1.csv'],
    ['application/json', 'attachment; filename=../../rows.json', 'rows.json'],
    ['text/csv', 'attachment; filename="x"; filename*=UTF-8\'\'gr%C3%BC%C3%9Fe.csv', 'grüße.csv'],
  ])('can be the whole body: %s, %s', async (type, disposition, name) => {
    const { address } = await openHook()
    const text = `[{"name": ${JSON.stringify(name)}}]`
    const headers = { 'content-type': type, ...(disposition ? { 'content-disposition': disposition } : {}) }
    const { status, body } = await post(address, Buffer.from(text), headers)
    expect(status).toBe(202)
    const { inputs } = await readRequest(body.run_id)
    expect(inputs['load-0']).toEqual({ file: { kind: 'file', dataset: hash(text), name } })
    expect(inputs['hook']).toMatchObject({ data: { json: { dataset_id: hash(text), name, content_type: type } } })
  })

  it('have the names of other alphabets that libraries send', async () => {
    const { address } = await openHook()
    const part = `--x\r\nContent-Disposition: form-data; name="f"; filename*=utf-8''gr%C3%BC%C3%9Fe.csv\r\n\r\nid\r\n--x--\r\n`
    const { status, body } = await post(address, part, { 'content-type': 'multipart/form-data; boundary=x' })
    expect(status).toBe(202)
    const { inputs } = await readRequest(body.run_id)
    expect(inputs['hook']).toMatchObject({ data: { json: { f: { dataset_id: hash('id'), name: 'grüße.csv' } } } })
  })

  it('start a workflow that reads no file', async () => {
    const { address } = await openHook(createDocument([]))
    expect((await post(address, toForm(['f', 'unused', 'a.csv']))).status).toBe(202)
    expect(await findDataset(hash('unused'))).toBeDefined()
  })

  it('are needed by a workflow that reads a file', async () => {
    const { address } = await openHook()
    const { status, body } = await post(address, '{}', { 'content-type': 'application/json' })
    expect([status, body.error.code]).toEqual([409, 'hook.cannot-run'])
  })

  it('have the limits of uploads, before any of them is stored', async () => {
    const { id, address } = await openHook()
    const tooLarge = await post(address, toForm(['a', 'first of two', 'a.csv'], ['b', 'x'.repeat(4_001), 'b.csv']))
    expect([tooLarge.status, tooLarge.body.error.code]).toEqual([413, 'upload.too-large'])
    expect(await findDataset(hash('first of two'))).toBeUndefined()
    const parts = ['p', 'q', 'r', 's'].map((text) => [text, text.repeat(3_900), 'a.csv'] as const)
    const overQuota = await post(address, toForm(...parts))
    expect([overQuota.status, overQuota.body.error.code]).toEqual([413, 'upload.quota'])
    expect(await findDataset(hash(parts[0]![1]))).toBeUndefined()
    const beyondBody = await post(address, Buffer.alloc(50_001), { 'content-type': 'application/octet-stream' })
    expect([beyondBody.status, beyondBody.body.error.code]).toEqual([413, 'body.too-large'])
    const deliveries = (await (await server.ask(`/api/v1/webhooks/${id}/deliveries`)).json()) as Body
    expect(deliveries.items.map(({ status }) => status)).toEqual([413, 413])
  })

  it('start one run with the same Idempotency-Key', async () => {
    const { address } = await openHook()
    const first = await post(address, toForm(['f', 'again', 'a.csv']), { 'idempotency-key': 'file-1' })
    const second = await post(address, toForm(['f', 'again', 'a.csv']), { 'idempotency-key': 'file-1' })
    expect([first.status, second.status]).toEqual([202, 200])
    expect(second.body.run_id).toBe(first.body.run_id)
  })

  it('are described but not stored by a test address', async () => {
    const { id } = await openHook()
    const test = await send('POST', `/api/v1/webhooks/${id}/test`, {})
    expect((await post(String(test.address), toForm(['f', 'only a test', 'a.csv']))).status).toBe(200)
    const received = (await (await server.ask(`/api/v1/webhooks/${id}/test`)).json()) as Body
    expect(received.request).toMatchObject({
      data: { f: { dataset_id: hash('only a test'), name: 'a.csv', size: 11 } },
    })
    expect(await findDataset(hash('only a test'))).toBeUndefined()
  })
})
