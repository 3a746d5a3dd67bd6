import { builtInNodes } from '@aw-flow/nodes'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  openModelServer,
  type Reply,
  type RequestBody,
} from '../../packages/agents/language-model/test-model-server.ts'
import { sizes } from '../../test/sizes.ts'
import { findMismatch } from '../../packages/nodes/evaluating/score-answer.ts'
import { openTestApp } from '../testing/test-app.ts'
import { openForTests } from '../testing/test-resources.ts'

let reply: (body: RequestBody) => Reply

const models = openForTests(() => openModelServer('first', (body) => reply(body)))
const { server } = openTestApp(() => ({
  nodes: builtInNodes,
  allowHosts: ['*', new URL(models.address).host],
}))
beforeAll(async () => {
  const model = { id: 'small', address: models.address, prices: { input: 1, output: 2 } }
  await server.send('PUT', '/api/v1/config', { llm_models: [model], default_llm: 'small' })
})
beforeEach(() => (models.requests.length = 0))

interface Body {
  id: string
  status: string
  error: { code: string }
  [name: string]: unknown
}
const post = async (path: string, body: object): Promise<{ status: number; body: Body }> => {
  const response = await server.send('POST', path, body)
  return { status: response.status, body: (await response.json()) as Body }
}
const start = async (body: object): Promise<string> => {
  const response = await post('/api/v1/evaluations', body)
  expect(response.status, JSON.stringify(response.body)).toBe(202)
  return response.body.id
}
const waitForEnd = async (id: string): Promise<Body> =>
  vi.waitFor(
    async () => {
      const evaluation = (await server.json(`/api/v1/evaluations/${id}`)) as Body
      expect(evaluation.status).toBe('completed')
      return evaluation
    },
    { timeout: 180_000, interval: 50 },
  )

const tests = [
  { name: 'One', input: 'What is 3 + 4?', expected: 7, compare: 'number', tolerance: 0.5 },
  { name: 'Two', input: 'Capital of France?', expected: 'paris', compare: 'contains' },
]

describe('an evaluation', () => {
  test('runs the tests of an agent, scores the answers, and is compared with one of another version', async () => {
    const agent = { name: 'Quiz', system_prompt: 'Guess.', tests }
    const { body: registered } = await post('/api/v1/agents', agent)
    reply = ({ messages }) => {
      const text = JSON.stringify(messages)
      if (text.includes('France')) return { says: text.includes('Think.') ? 'It is Paris.' : 'It is Lyon.' }
      return { says: ' 7 ' }
    }
    const first = await start({ agent_id: registered.id })
    const evaluation = await waitForEnd(first)
    expect(evaluation).toMatchObject({ version: 1, total: 2, passed: 1, failed: 1, score: 0.5, tokens: 480 })
    expect(evaluation.cost).toBeCloseTo(2 * 0.00028, 9)
    expect(evaluation.cases).toMatchObject([
      { name: 'One', passed: true, answer: ' 7 ', reason: null },
      {
        name: 'Two',
        passed: false,
        answer: 'It is Lyon.',
        reason: 'The answer does not contain "paris".',
        problem: { code: 'evaluation.answer-lacks-text', params: { expected: '"paris"' } },
      },
    ])
    await server.send('PUT', `/api/v1/agents/${registered.id}`, { ...agent, system_prompt: 'Think.' })
    const second = await start({ agent_id: registered.id })
    expect(await waitForEnd(second)).toMatchObject({ version: 2, passed: 2, score: 1 })
    expect(await server.json(`/api/v1/evaluations/${first}/compare/${second}`)).toMatchObject({
      before: { version: 1, score: 0.5 },
      after: { version: 2, score: 1 },
      improved: 1,
      regressed: 0,
      cases: [{ name: 'One' }, { name: 'Two', before: { passed: false }, after: { passed: true } }],
    })
    const third = await start({ agent_id: registered.id, version: 1 })
    expect(await waitForEnd(third)).toMatchObject({ version: 1, score: 0.5 })
    expect(await server.json(`/api/v1/evaluations?target=${registered.id}`)).toMatchObject({ total: 3 })
    // Results are stored: reading them again needs no runs.
    const requestCount = models.requests.length
    await server.json(`/api/v1/evaluations/${first}`)
    expect(models.requests).toHaveLength(requestCount)
  })

  test('runs the rows of a dataset through a workflow', async () => {
    const { body: workflow } = await post('/api/v1/workflows', {
      name: 'Double',
      nodes: [
        { id: 'go', type: 'trigger', data: { label: 'Go', config: {} } },
        { id: 'double', type: 'transform', data: { label: 'Double', config: { expression: 'input.id * 2' } } },
      ],
      edges: [{ id: 'e', source: 'go', sourceHandle: 'data', target: 'double', targetHandle: 'input' }],
    })
    // Datasets of this server have the columns `id` and `name`.
    const { id: dataset } = await server.upload('id,name\n1,2\n2,5\n', 'cases.csv')
    const id = await start({ workflow_id: workflow.id, data_id: dataset, expected_column: 'name' })
    const evaluation = await waitForEnd(id)
    expect(evaluation.cases, JSON.stringify(evaluation.cases)).toMatchObject([
      { name: 'Row 1', input: { id: 1 }, answer: 2, passed: true },
      { name: 'Row 2', input: { id: 2 }, answer: 4, passed: false },
    ])
    const wrong = await post('/api/v1/evaluations', {
      workflow_id: workflow.id,
      data_id: dataset,
      input_column: 'none',
    })
    expect([wrong.status, wrong.body.error.code]).toEqual([422, 'evaluation.no-column'])
    expect((await post('/api/v1/evaluations', { workflow_id: workflow.id, version: 99 })).status).toBe(404)
    expect((await post('/api/v1/evaluations', { workflow_id: workflow.id })).body.error.code).toBe(
      'evaluation.no-cases',
    )
    expect((await post('/api/v1/evaluations', {})).status).toBe(422)
    expect((await server.ask(`/api/v1/evaluations/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await server.ask(`/api/v1/evaluations/${id}`)).status).toBe(404)
  })

  test('runs every row of a dataset, or the first ones, and rejects more than it can run', async () => {
    const { body: workflow } = await post('/api/v1/workflows', {
      name: 'Pass on',
      nodes: [{ id: 'go', type: 'trigger', data: { label: 'Go', config: {} } }],
      edges: [],
    })
    const upload = async (rows: number): Promise<string> => {
      const lines = Array.from({ length: rows }, (_, index) => `${index},x`)
      return (await server.upload(`id,name\n${lines.join('\n')}\n`, `${rows}.csv`)).id
    }
    const id = await start({
      workflow_id: workflow.id,
      data_id: await upload(sizes.evaluationCases),
      expected_column: 'name',
    })
    const { cases, ...summary } = await waitForEnd(id)
    expect(summary).toMatchObject({ total: sizes.evaluationCases, passed: 0, failed: sizes.evaluationCases })
    const [first] = cases as Body[]
    expect(await server.json(`/api/v1/runs/${String(first!.run_id)}`)).toMatchObject({ queue: 'low' })
    const large = { workflow_id: workflow.id, data_id: await upload(2_001) }
    const rejected = await post('/api/v1/evaluations', large)
    expect([rejected.status, rejected.body.error.code]).toEqual([422, 'evaluation.too-many-rows'])
    const limited = await start({ ...large, max_cases: 3 })
    expect(await waitForEnd(limited)).toMatchObject({ total: 3 })
    // Cases contain complete strings or none.
    const { id: long } = await server.upload(`id,name\n1,${'x'.repeat(100_001)}\n`, 'long.csv')
    const tooLong = await post('/api/v1/evaluations', { workflow_id: workflow.id, data_id: long })
    expect([tooLong.status, tooLong.body.error.code]).toEqual([422, 'evaluation.text-too-long'])
  })

  test('has no failed cases if it is listed while its runs are started', async () => {
    const { body: workflow } = await post('/api/v1/workflows', {
      name: 'One',
      nodes: [
        { id: 'go', type: 'trigger', data: { label: 'Go', config: {} } },
        { id: 'one', type: 'variable', data: { label: 'One', config: { expression: '1' } } },
      ],
      edges: [{ id: 'e', source: 'go', sourceHandle: 'data', target: 'one' }],
    })
    const cases = Array.from({ length: 20 }, (_, index) => ({ name: `Case ${index}`, input: index }))
    const progress = { isStarting: true }
    const readWhileStarting = async (): Promise<void> => {
      while (progress.isStarting) await server.json(`/api/v1/evaluations?target=${workflow.id}`)
    }
    const [id] = await Promise.all([
      start({ workflow_id: workflow.id, cases }).finally(() => (progress.isStarting = false)),
      readWhileStarting(),
    ])
    expect(await waitForEnd(id)).toMatchObject({ total: 20, failed: 0 })
  })

  test('fails the cases whose validation fails, even if the workflow continues', async () => {
    const evaluate = async (expression: string, onInvalid: string): Promise<Body> => {
      const node = (id: string, type: string, config: object) => ({ id, type, data: { label: `A ${id}`, config } })
      const { body: workflow } = await post('/api/v1/workflows', {
        name: 'Names',
        nodes: [
          node('go', 'trigger', {}),
          node('rows', 'transform', { expression: 'input', result: 'table' }),
          node('check', 'validation', { schema: '', expression, onInvalid }),
        ],
        edges: [
          { id: 'e', source: 'go', sourceHandle: 'data', target: 'rows', targetHandle: 'input' },
          { id: 'f', source: 'rows', sourceHandle: 'table', target: 'check', targetHandle: 'table' },
        ],
      })
      const cases = [{ name: 'One', input: [{ id: 1 }, { id: 2 }] }]
      const evaluation = await waitForEnd(await start({ workflow_id: workflow.id, cases }))
      return (evaluation.cases as Body[])[0]!
    }
    expect(await evaluate('id < 3', 'fail')).toMatchObject({ status: 'completed', passed: true, reason: null })
    const reason = 'Failed validations: A check'
    expect(await evaluate('id < 2', 'report')).toMatchObject({ status: 'completed', passed: false, reason })
    expect(await evaluate('id < 2', 'fail')).toMatchObject({ status: 'failed', passed: false, reason })
  })

  test('counts requests without a known price instead of a cost', async () => {
    await server.send('PUT', '/api/v1/config', { llm_models: [{ id: 'free', address: models.address }] })
    const { body: agent } = await post('/api/v1/agents', {
      name: 'Free',
      type: 'agent',
      model: 'free',
      tests: [tests[0]],
    })
    reply = () => ({ says: '7' })
    const evaluation = await waitForEnd(await start({ agent_id: agent.id }))
    expect(evaluation).toMatchObject({ passed: 1, cost: null, unpriced_calls: 1, cases: [{ unpriced_calls: 1 }] })
    await server.send('PUT', '/api/v1/config', {
      llm_models: [{ id: 'small', address: models.address, prices: { input: 1, output: 2 } }],
      default_llm: 'small',
    })
  })

  test('counts a failed run as a failed case', async () => {
    const { body: agent } = await post('/api/v1/agents', { name: 'Failing', type: 'agent', tests: [tests[0]] })
    reply = () => ({ status: 400, body: { error: { message: 'no' } } })
    const evaluation = await waitForEnd(await start({ agent_id: agent.id }))
    expect(evaluation).toMatchObject({ failed: 1, cases: [{ status: 'failed', passed: false, answer: null }] })
  })
})

describe('a comparison of answers', () => {
  const compare = (answer: unknown, expected: unknown, kind: 'equal' | 'contains' | 'number', tolerance = 0) =>
    findMismatch(answer as never, { expected: expected as never, compare: kind, tolerance }, null) === null

  test.each([
    ['a', ' a ', 'equal', true],
    [7, '7', 'equal', true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, 'equal', true],
    ['a', 'b', 'equal', false],
    [null, '', 'equal', false],
    ['It is Paris.', 'paris', 'contains', true],
    ['It is Rome.', 'paris', 'contains', false],
    ['10.4', 10, 'number', true],
    ['10.6', 10, 'number', false],
    ['about 10', 10, 'number', false],
    ['', 0, 'number', false],
  ] as const)('%j and %j are %s: %s', (answer, expected, kind, isEqual) => {
    expect(compare(answer, expected, kind, 0.5)).toBe(isEqual)
  })

  test('names a tolerance only if there is one', () => {
    const findCode = (tolerance: number) => findMismatch('7', { expected: 8, compare: 'number', tolerance }, null)?.code
    expect([findCode(0), findCode(0.5)]).toEqual(['evaluation.answer-not-equal', 'evaluation.answer-outside-tolerance'])
  })

  test('without an expected answer, only the schema decides', () => {
    const schema = { type: 'object', required: ['score'] }
    const check = { compare: 'equal', tolerance: 0 } as const
    expect(findMismatch({ score: 1 }, check, schema)).toBeNull()
    expect(findMismatch({}, check, schema)?.params).toMatchObject({ issue: expect.stringContaining('score') as string })
    expect(findMismatch('anything', check, null)).toBeNull()
  })
})
