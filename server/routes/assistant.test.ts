import { expect, test } from 'vitest'
import { openTestApp } from '../testing/test-app.ts'
import { readBody } from '../testing/test-requests.ts'

const { server } = openTestApp()

const suggest = (body: object): Promise<Response> => server.send('POST', '/api/v1/ai/suggest-next', body)
const listTypes = async (body: object): Promise<string[]> => {
  const answer = await suggest(body)
  expect(answer.status).toBe(200)
  const { items } = (await answer.json()) as { items: { type: string; label: string; description: string }[] }
  for (const { label, description } of items) expect(label && description).not.toBe('')
  return items.map(({ type }) => type)
}

test('suggests node types that fit after the last node', async () => {
  const types = await listTypes({ current_nodes: [{ type: 'read' }], context: '', limit: 2 })
  expect(types).toHaveLength(2)
  const { items } = (await server.json('/api/v1/nodes?limit=200')) as {
    items: { type: string; inputs: { type: string }[] }[]
  }
  const accepting = items.filter(({ inputs }) => inputs.some(({ type }) => type === 'table')).map(({ type }) => type)
  expect(types.every((type) => accepting.includes(type))).toBe(true)
})

test('puts node types first whose titles contain words of the context', async () => {
  const current_nodes = [{ id: 'a', type: 'read' }]
  const { items } = (await server.json('/api/v1/nodes?limit=200')) as { items: { type: string; title: string }[] }
  const last = (await listTypes({ current_nodes, limit: 100 })).at(-1)
  const title = items.find(({ type }) => type === last)?.title ?? ''
  expect(title).not.toBe('')
  expect(await listTypes({ current_nodes, context: `Then use: ${title}.`, limit: 1 })).toEqual([last])
})

test('rejects documents that are not workflows and names the location', async () => {
  for (const [body, code] of [
    [{}, 'body.invalid'],
    [{ current_nodes: [] }, 'body.invalid'],
    [{ current_nodes: [{ id: 7, type: 'read' }] }, 'workflow.invalid'],
    [{ current_nodes: [{ type: 'read' }], edges: [{ source: 'a' }] }, 'workflow.invalid'],
    [{ current_nodes: [{ type: 'read' }], prompt: 'x' }, 'body.invalid'],
  ] as const) {
    const answer = await suggest(body)
    expect([answer.status, (await readBody(answer)).error.code]).toEqual([422, code])
  }
})

test('generates a manual start if the words name no node type of the server', async () => {
  const answer = await server.send('POST', '/api/v1/ai/generate-workflow', { prompt: 'Sing a song' })
  expect(answer.status).toBe(200)
  const body = await readBody(answer)
  expect(body).toMatchObject({
    name: 'Sing a song',
    nodes: [{ id: 'start', type: 'trigger', position: { x: 100, y: 100 } }],
    edges: [],
    ignored: ['Sing a song'],
  })
})

test('rejects a prompt that is empty and a dataset that does not exist', async () => {
  const send = (body: object): Promise<Response> => server.send('POST', '/api/v1/ai/generate-workflow', body)
  expect((await send({ prompt: '' })).status).toBe(422)
  const missing = await send({ prompt: 'Load the file', data_id: 'a'.repeat(64) })
  expect([missing.status, (await readBody(missing)).error.code]).toEqual([404, 'dataset.not-found'])
})
