import { createOpenAiModel } from '@aw-flow/agents'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { readWorkflow, type WorkflowExplanation } from '@aw-flow/schema'
import { workflowExplanationSchema } from '@aw-flow/schema/internal'
import { afterAll, expect, it } from 'vitest'
import { openModelServer, type Reply } from '../../agents/language-model/test-model-server.ts'
import { explainWithModel } from './explain-by-model.ts'

/** Replies of the next requests; the last one is repeated. */
let script: Reply[] = []
const server = await openModelServer('first', () => (script.length > 1 ? script.shift()! : script[0]!))
afterAll(() => server.close())

const { workflow } = readWorkflow({
  version: 1,
  name: 'Orders',
  nodes: [{ id: 'top', type: 'sample', position: { x: 0, y: 0 }, data: { label: 'Top', config: { rows: 10 } } }],
  edges: [],
})
const says = (answer: object): Reply => ({ says: JSON.stringify(answer) })
const good = { name: ' First orders ', description: 'Shows the first ten orders.', remarks: 'Unsorted.' }

async function explain(replies: readonly Reply[]): Promise<WorkflowExplanation> {
  script = [...replies]
  server.requests.length = 0
  const explanation = await explainWithModel(
    { workflow: workflow!, facts: '1. Top: the first 10 rows', language: 'de' },
    {
      model: createOpenAiModel({ address: server.address, model: 'm', secret: '' }, server.egress),
      signal: new AbortController().signal,
    },
  )
  return workflowExplanationSchema.parse(explanation)
}

it('asks for a name and a description in the language of the page, and sends the steps', async () => {
  expect(await explain([says(good)])).toMatchObject({
    name: 'First orders',
    description: 'Shows the first ten orders.',
    remarks: 'Unsorted.',
    requests: 1,
    model: 'm',
  })
  const sent = server.requests[0]!.messages[1]!.content
  for (const part of ['de', '{"rows":10}', '1. Top: the first 10 rows']) expect(sent).toContain(part)
})

it('sends the errors of an answer to the model, at most three times, and then reports them', async () => {
  const wrong = says({ ...good, name: 'Two\nlines', description: '' })
  expect(await explain([wrong, { says: `Sure:\n${JSON.stringify(good)}` }])).toMatchObject({
    name: 'First orders',
    requests: 2,
  })
  const corrections = server.requests[1]!.messages.at(-1)!.content
  expect(corrections).toContain('"name" has several lines')
  expect(corrections).toContain('"description" is empty')
  for (const reply of [wrong, says({ ...good, name: 'x'.repeat(101) }), { says: 'It loads a file.' }]) {
    const { name, description, failure, requests } = await explain([reply])
    expect([name, description, requests]).toEqual([undefined, undefined, 4])
    expect(englishFormatter.format(failure!)).not.toBe('')
  }
  const refused = await explain([{ refuses: 'No.' }])
  expect(englishFormatter.format(refused.failure!)).toBe('The model refused to answer: No.')
})
