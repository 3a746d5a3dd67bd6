import { expect, test } from 'vitest'
import { readAgentTools } from './agent-tools-form.ts'
import { readAgentForm, type ModelAgent } from './model-agent-data.ts'

const noTools = readAgentTools(undefined)

const createForm = (fields: Record<string, string>): FormData => {
  const data = new FormData()
  const defaults = { name: ' Support ', temperature: '0.5', max_tokens: '100', memory: 'none', memory_tokens: '8000' }
  for (const [name, value] of Object.entries({ ...defaults, ...fields })) data.set(name, value)
  return data
}

test('reads every field, and omits empty limits', () => {
  const data = createForm({
    system_prompt: 'Help.',
    sub_agents: 'A, B,',
    fallback_models: 'small, large',
    steps: '3',
    approval_hours: '0.5',
    cost: '',
  })
  expect(readAgentForm(data, { ...noTools, tools: [{ name: 'a' }] }, undefined)).toMatchObject({
    name: 'Support',
    type: 'agent',
    system_prompt: 'Help.',
    temperature: 0.5,
    max_tokens: 100,
    tools: [{ name: 'a' }],
    sub_agents: ['A', 'B'],
    fallback_models: ['small', 'large'],
    answer_schema: null,
    limits: { steps: 3, approval_hours: 0.5 },
  })
})

test('keeps properties without a field, and sends none that the server sets', () => {
  const edited = {
    id: 'i',
    version: 4,
    kind: 'model',
    user_id: 'u',
    created_at: 't',
    updated_at: 't',
    metadata: { a: 1 },
  }
  const body = readAgentForm(createForm({}), noTools, edited as unknown as ModelAgent)
  expect(body).toMatchObject({ metadata: { a: 1 } })
  for (const field of ['id', 'version', 'kind', 'user_id', 'created_at', 'updated_at'])
    expect(body).not.toHaveProperty(field)
})

test.each([
  { tools: '[{' },
  { tools: { name: 'a' } },
  { answerSchema: '[]' },
  { answerSchema: '7' },
  { answerSchema: '{' },
])('returns nothing for %o', (values) => {
  expect(readAgentForm(createForm({}), { ...noTools, ...values }, undefined)).toBeUndefined()
})

test('reads the tools and the answer schema of an agent, and writes them unchanged', () => {
  const agent = { tools: [{ name: 'a', kind: 'sql' }], answer_schema: { type: 'object' } } as unknown as ModelAgent
  expect(readAgentForm(createForm({}), readAgentTools(agent), agent)).toMatchObject({
    tools: agent.tools,
    answer_schema: agent.answer_schema,
  })
})
