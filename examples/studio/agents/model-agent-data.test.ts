import { expect, test } from 'vitest'
import { readAgentForm, type ModelAgent } from './model-agent-data.ts'

const createForm = (fields: Record<string, string>): FormData => {
  const data = new FormData()
  const defaults = { name: ' Support ', temperature: '0.5', max_tokens: '100', memory: 'none', memory_tokens: '8000' }
  for (const [name, value] of Object.entries({ ...defaults, ...fields })) data.set(name, value)
  return data
}

test('reads every field, and leaves empty limits out', () => {
  const data = createForm({
    system_prompt: 'Help.',
    tools: '[{"name": "a"}]',
    sub_agents: 'A, B,',
    fallback_models: 'small, large',
    steps: '3',
    approval_hours: '0.5',
    cost: '',
  })
  expect(readAgentForm(data, undefined).body).toMatchObject({
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
  const { body } = readAgentForm(createForm({}), edited as unknown as ModelAgent)
  expect(body).toMatchObject({ metadata: { a: 1 } })
  for (const field of ['id', 'version', 'kind', 'user_id', 'created_at', 'updated_at'])
    expect(body).not.toHaveProperty(field)
})

test.each([
  ['tools', '{"name": "a"}'],
  ['tools', '[{'],
  ['answer_schema', '[]'],
  ['answer_schema', '7'],
])('names the field %s if it contains %s', (field, text) => {
  expect(readAgentForm(createForm({ [field]: text }), undefined)).toEqual({ invalidField: field })
})
