import { builtInNodes } from '@aw-flow/nodes'
import { beforeAll, expect, test } from 'vitest'
import { openModelServer, type Reply } from '../../packages/agents/language-model/test-model-server.ts'
import { readBody } from '../testing/test-requests.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'

let replies: Reply[] = []
let config: object

const models = openForTests(() => openModelServer('first', () => replies.shift()!))
const { server } = openTestApp(() => ({
  nodes: builtInNodes,
  allowHosts: [new URL(models.address).host],
}))
beforeAll(async () => {
  config = { llm_models: [{ id: 'small', address: models.address }], default_llm: 'small' }
  await server.send('PUT', '/api/v1/config', config)
})

test('generates a workflow with a language model of the workspace, and corrects its answer', async () => {
  const empty = { needs: [], nodes: [], edges: [], settings: [], remove: [], questions: [], remarks: '' }
  const nodes = [
    { ref: 'start', type: 'trigger', label: 'Start', configJson: '{}' },
    { ref: 'say', type: 'variable', label: 'Say', configJson: '{"expression": "1"}' },
  ]
  const edges = [{ from: 'start', fromPort: '', to: 'say', toPort: '' }]
  replies = [
    { says: JSON.stringify({ ...empty, nodes: [{ ...nodes[0], type: 'begin' }, nodes[1]], edges }) },
    { says: JSON.stringify({ ...empty, nodes, edges, remarks: 'Says 1.' }) },
    { refuses: 'No.' },
  ]
  const generate = (body: object): Promise<Response> => server.send('POST', '/api/v1/ai/generate-workflow', body)
  const answer = await generate({ prompt: 'Say one', model: '' })
  expect(answer.status).toBe(200)
  const body = await readBody(answer)
  expect(body).toMatchObject({
    name: 'Say one',
    ignored: [],
    model: { requests: 2, remarks: 'Says 1.', problems: [] },
  })
  const created = await server.send('POST', '/api/v1/workflows', {
    name: body.name,
    nodes: body.nodes,
    edges: body.edges,
  })
  expect(created.status).toBe(201)
  const { nodes: stored } = (await created.json()) as { nodes: { id: string; type: string }[] }
  expect(stored.map(({ id, type }) => [id, type])).toEqual([
    ['start', 'trigger'],
    ['say', 'variable'],
  ])
  // The rules answer instead, and the reason is reported.
  const refused = await readBody(await generate({ prompt: 'Sing', model: 'small' }))
  expect(refused).toMatchObject({ nodes: [{ type: 'trigger' }], model: { failure: expect.stringContaining('No.') } })
  // Without a model in the request, none is asked.
  const count = models.requests.length
  expect((await readBody(await generate({ prompt: 'Sing' }))).model).toBeUndefined()
  expect(models.requests).toHaveLength(count)
  const unknown = await generate({ prompt: 'Sing', model: 'large' })
  expect([unknown.status, (await readBody(unknown)).error.code]).toEqual([422, 'model.not-granted'])
})

test('reports a reached limit of the month, without a request', async () => {
  replies = []
  await server.send('PUT', '/api/v1/config', { ...config, llm_month_limits: { requests: 1 } })
  const count = models.requests.length
  const answer = await server.send('POST', '/api/v1/ai/generate-workflow', { prompt: 'Sing', model: 'small' })
  const { model } = await readBody(answer)
  expect(model).toMatchObject({
    failure: expect.stringMatching(/the monthly limit for model requests has been reached/),
  })
  expect(models.requests).toHaveLength(count)
})
