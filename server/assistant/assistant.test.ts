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
    [{ current_nodes: [{ id: 7, type: 'read' }] }, 'workflow.invalid'],
    [{ current_nodes: [{ type: 'read' }], edges: [{ source: 'a' }] }, 'workflow.invalid'],
    [{ current_nodes: [{ type: 'read' }], prompt: 'x' }, 'body.invalid'],
  ] as const) {
    const answer = await suggest(body)
    expect([answer.status, (await readBody(answer)).error.code]).toEqual([422, code])
  }
})

test('generates a manual start if the description does not name a node type of the server', async () => {
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

const explain = (body: object): Promise<Response> => server.send('POST', '/api/v1/ai/explain-error', body)

test('explains an error code with the entry of the error reference', async () => {
  const answer = await explain({ error: { code: 'union.no-common-columns' } })
  expect([answer.status, await answer.json()]).toEqual([
    200,
    {
      code: 'union.no-common-columns',
      meaning: expect.stringContaining('Union'),
      example: 'The tables have no column in common.',
      solution: expect.stringContaining('position'),
      fixes: [],
    },
  ])
})

test('proposes edits that remove the error of a workflow, without running them', async () => {
  const node = (id: string, type: string, config: object) => ({
    id,
    type,
    position: { x: 0, y: 0 },
    data: { label: id, config },
  })
  const workflow = {
    name: 'Orders',
    nodes: [node('big', 'filter', { conditions: [{ column: 'amuont', is: 'more', value: 5 }] })],
    edges: [],
  }
  const failure = {
    code: 'table.missing-column',
    message: 'Column `amuont` does not exist.',
    params: { column: 'amuont', table: 'table', columns: ['id', 'amount'], nearest: 'amount' },
    where: { node: 'big', setting: 'conditions', column: 'amuont' },
  }
  const answer = await explain({ error: failure, workflow })
  expect(answer.status).toBe(200)
  const { fixes } = (await answer.json()) as { fixes: object[] }
  expect(fixes).toEqual([
    {
      description: '`amuont` → `amount`',
      edit: {
        type: 'set-config',
        id: 'big',
        path: ['conditions'],
        value: [{ column: 'amount', is: 'more', value: 5 }],
      },
      verified: false,
    },
  ])
  const other = await explain({ error: { code: 'http.status', where: { node: 'big' } }, workflow })
  expect(await other.json()).toMatchObject({ code: 'http.status', fixes: [] })
})

test('rejects unknown codes, invalid bodies and documents that are not workflows', async () => {
  const workflow = { name: 'x', nodes: [{ id: 7 }], edges: [] }
  for (const [body, status, code] of [
    [{ error: { code: 'join.no-keyz' } }, 404, 'explain.unknown-code'],
    [{ error: {} }, 422, 'body.invalid'],
    [{ error: 'join.no-keys' }, 422, 'body.invalid'],
    [{ error: { code: 'join.no-keys' }, prompt: 'x' }, 422, 'body.invalid'],
    [{ error: { code: 'join.no-keys' }, workflow }, 422, 'workflow.invalid'],
  ] as const) {
    const answer = await explain(body)
    expect([answer.status, (await readBody(answer)).error.code]).toEqual([status, code])
  }
})
