import { expect, test } from 'vitest'
import { readAgentTools } from './agent-tools-form.ts'
import { toModelAgentBody, type ModelAgentValues } from './model-agent-data.ts'
import type { ModelAgent } from './server-agents.ts'

const noTools = readAgentTools(undefined)

const values: ModelAgentValues = {
  name: 'Support',
  description: '',
  system_prompt: 'Help.',
  prompt: '',
  model: '',
  temperature: 0.5,
  max_tokens: 100,
  memory: 'none',
  memory_tokens: undefined,
  sub_agents: ['A', 'B'],
  fallback_models: ['small', 'large'],
  limits: { steps: 3, approval_hours: 0.5 },
}

test('returns the body of every field', () => {
  expect(toModelAgentBody(values, { ...noTools, tools: [{ name: 'a' }] }, undefined)).toEqual({
    name: 'Support',
    description: '',
    type: 'agent',
    system_prompt: 'Help.',
    prompt: '',
    model: '',
    temperature: 0.5,
    max_tokens: 100,
    memory_config: { type: 'none', max_tokens: 8_000 },
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
  const body = toModelAgentBody(values, noTools, edited as unknown as ModelAgent)
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
])('returns nothing for %o', (tools) => {
  expect(toModelAgentBody(values, { ...noTools, ...tools }, undefined)).toBeUndefined()
})

test('reads the tools and the answer schema of an agent, and writes them unchanged', () => {
  const agent = { tools: [{ name: 'a', kind: 'sql' }], answer_schema: { type: 'object' } } as unknown as ModelAgent
  expect(toModelAgentBody(values, readAgentTools(agent), agent)).toMatchObject({
    tools: agent.tools,
    answer_schema: agent.answer_schema,
  })
})
