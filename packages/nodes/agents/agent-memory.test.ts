import { describeWorkflow, type AgentMemory, type MemoryKey } from '@aw-flow/engine'
import type { Config, Json } from '@aw-flow/schema'
import { afterAll, describe, expect, it } from 'vitest'
import type { Reply, RequestBody } from '../../agents/language-model/test-model-server.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import {
  createAgentConfig,
  createToolCallReply,
  closeTestTables,
  openTestServices,
  readOutput,
  runWithServices,
  createSendTool,
  type TestServices,
} from './test-agents.ts'

afterAll(closeTestTables)

/** Creates a memory of a host, by workflow. */
function createHostMemory() {
  const stored = new Map<string, { id: string; turn: Json }[]>()
  const forWorkflow = (workflow: string): AgentMemory => {
    const toName = ({ agent, conversation }: MemoryKey): string => [workflow, agent, conversation].join('|')
    return {
      read: async (key) => (stored.get(toName(key)) ?? []).map(({ turn }) => turn),
      async append(key, id, turn) {
        const turns = stored.get(toName(key)) ?? []
        if (!turns.some((other) => other.id === id)) stored.set(toName(key), [...turns, { id, turn }])
      },
    }
  }
  return { stored, forWorkflow }
}

const withMemory = (testServices: TestServices, memory: AgentMemory): TestServices => ({
  ...testServices,
  services: { ...testServices.services, models: { ...testServices.services.models!, memory } },
})

const agent = (config: Config): [string, Config] => [
  'agent',
  createAgentConfig({ tools: [createSendTool({ approval: 'never' })], ...config }),
]
const alone = (config: Config) => createWorkflow({ a: agent(config) }, [])

/** Sends once for each task, then answers with the task. */
const sending = ({ messages }: RequestBody): Reply => {
  const task = messages.findLast(({ role }) => role === 'user')!.content
  return messages.at(-1)!.role === 'tool' ? { says: `Did ${task}` } : createToolCallReply(['send', { text: task }])
}
const summarizeMessages = ({ requests }: TestServices, index: number) =>
  requests[index]!.messages.map(({ role, content, tool_calls: list }) =>
    role === 'tool' ? `result ${content}` : list ? `calls ${list[0]!.function.arguments}` : `${role} ${content}`,
  )

describe('[23] the memory of an agent', () => {
  it('shows the tool calls with their results in the next run', async () => {
    const testServices = await openTestServices(sending)
    const { forWorkflow } = createHostMemory()
    const remembering = withMemory(testServices, forWorkflow('w'))
    await runWithServices(remembering, alone({ prompt: 'One.', system: 'Rules.', memory: 'conversation' }))
    await runWithServices(remembering, alone({ prompt: 'Two.', system: 'Rules.', memory: 'conversation' }))
    expect(summarizeMessages(testServices, 2)).toEqual([
      'system Rules.',
      'user One.',
      'calls {"text":"One."}',
      'result {"number":1}',
      'assistant Did One.',
      'user Two.',
    ])
    await testServices.close()
  })

  it('is empty without a setting, and in a different workflow, node or conversation', async () => {
    const testServices = await openTestServices(sending)
    const { forWorkflow, stored } = createHostMemory()
    const first = withMemory(testServices, forWorkflow('first'))
    const two = (config: Config) => createWorkflow({ a: agent(config), b: agent(config) }, ['a.answer>b.value'])
    const config = { prompt: 'One.', memory: 'conversation', conversation: 'Ada' }
    await runWithServices(first, two(config))
    const before = testServices.requests.length
    // The second agent of the same run has not seen the task of the first.
    const secondOfRun = testServices.requests.filter(({ messages }) => messages[0]!.content.includes('Input value'))
    expect(secondOfRun[0]!.messages).toHaveLength(1)
    await runWithServices(first, alone({ ...config, conversation: 'Grace' }))
    await runWithServices(first, alone({ ...config, memory: 'none' }))
    await runWithServices(withMemory(testServices, forWorkflow('second')), alone(config))
    for (const { messages } of testServices.requests.slice(before).filter((_, index) => index % 2 === 0))
      expect(messages).toHaveLength(1)
    await runWithServices(first, alone(config))
    expect(testServices.requests.at(-2)!.messages).toHaveLength(5)
    expect([...stored.keys()].toSorted()).toEqual(['first|a|Ada', 'first|a|Grace', 'first|b|Ada', 'second|a|Ada'])
    await testServices.close()
  })

  it('belongs to each sub-agent, whose tools have the same node', async () => {
    const helper = (name: string): Config => ({
      name,
      kind: 'node',
      use: 'agent',
      approval: 'never',
      config: createAgentConfig({ prompt: `${name}: {{input.value.task}}`, memory: 'conversation' }),
    })
    const testServices = await openTestServices(({ messages, tools = [] }) => {
      if (tools.length === 0) return { says: 'Helped.' }
      return messages.at(-1)!.role === 'tool'
        ? { says: 'Done.' }
        : createToolCallReply(['one', { task: 'x' }], ['two', { task: 'y' }])
    })
    const { forWorkflow, stored } = createHostMemory()
    const workflow = createWorkflow(
      { a: ['agent', createAgentConfig({ tools: [helper('one'), helper('two')] as never })] },
      [],
    )
    await runWithServices(withMemory(testServices, forWorkflow('w')), workflow)
    await runWithServices(withMemory(testServices, forWorkflow('w')), workflow)
    expect([...stored.keys()].toSorted()).toEqual(['w|a/one/tool|', 'w|a/two/tool|'])
    const asked = testServices.requests
      .filter(({ tools }) => !tools)
      .map(({ messages }) => messages.map(({ content }) => content.split('\n')[0]))
    expect(asked).toEqual([['one: x'], ['two: y'], ['one: x', 'Helped.', 'one: x'], ['two: y', 'Helped.', 'two: y']])
    await testServices.close()
  })

  it('of a run contains earlier iterations, and a resumed run continues with it', async () => {
    const workflow = createWorkflow(
      {
        items: ['give', { json: [1, 2, 3] }],
        each: ['for_each', {}],
        a: ['agent', createAgentConfig({ prompt: 'Item', memory: 'run', tools: [createSendTool()] })],
      },
      ['items.out>each.items', 'each.item>a.value', 'a.answer>each.result'],
    )
    const testServices = await openTestServices(sending)
    let run = await runWithServices(testServices, workflow)
    // Each approval is given in a process that only knows the record.
    for (let turn = 0; run.pendingApproval && turn < 5; turn++) {
      const { digest } = run.pendingApproval
      run = await runWithServices(testServices, workflow, {
        record: run.events,
        decide: (asked) => (asked.digest === digest ? { decision: 'approve' } : undefined),
      })
    }
    expect(run.view.state).toBe('completed')
    expect(testServices.requests.map(({ messages }) => messages.length)).toEqual([1, 3, 5, 7, 9, 11])
    expect(summarizeMessages(testServices, 4).slice(0, 5).join('\n')).toContain('result {"number":1}')
    await runWithServices(testServices, workflow)
    expect(testServices.requests.at(-1)!.messages.length).toBeLessThan(11)
    await testServices.close()
  })

  it('never separates a call from its result when it is cut', async () => {
    const testServices = await openTestServices(sending)
    const { forWorkflow } = createHostMemory()
    const remembering = withMemory(testServices, forWorkflow('w'))
    for (let task = 1; task <= 6; task++)
      await runWithServices(
        remembering,
        alone({ prompt: `Task ${task} ${'word '.repeat(task * 20)}`, memory: 'conversation' }),
      )
    for (const memoryTokens of [0, 150, 300, 500, 900, 1_500, 3_000]) {
      for (const memory of ['conversation', 'table']) {
        const first = testServices.requests.length
        await runWithServices(
          remembering,
          alone({ prompt: 'Task word', memory, memoryTokens, tools: [], conversation: '' }),
        )
        const { messages } = testServices.requests[first]!
        const pending = messages.flatMap(({ tool_calls: list = [] }) => list.map(({ id }) => id))
        const results = messages.flatMap(({ tool_call_id: id }) => id ?? [])
        expect(results).toEqual(pending)
        expect(messages[0]!.role).toBe('user')
        if (memoryTokens === 0) expect(messages).toHaveLength(1)
        if (memoryTokens === 3_000) expect(messages.length).toBeGreaterThan(10)
      }
    }
    await testServices.close()
  })

  it('of the kind table finds the tasks with the rarest words of the task, in their order', async () => {
    const testServices = await openTestServices(({ messages }) => ({ says: `About ${messages.at(-1)!.content}` }))
    const { forWorkflow } = createHostMemory()
    const remembering = withMemory(testServices, forWorkflow('w'))
    const tasks = ['the invoice of Zürich', 'the weather', 'the travel to Oslo', 'the invoice of Oslo', 'the cat']
    for (const prompt of tasks) await runWithServices(remembering, alone({ prompt, memory: 'table', tools: [] }))
    await runWithServices(
      remembering,
      alone({ prompt: 'Is the INVOICE for zürich paid?', memory: 'table', tools: [], memoryTokens: 110 }),
    )
    expect(testServices.requests.at(-1)!.messages.map(({ content }) => content)).toEqual([
      'the invoice of Zürich',
      'About the invoice of Zürich',
      'the invoice of Oslo',
      'About the invoice of Oslo',
      'Is the INVOICE for zürich paid?',
    ])
    await testServices.close()
  })

  it('is replayed from the record, and stores a turn once', async () => {
    const testServices = await openTestServices(sending)
    const { forWorkflow, stored } = createHostMemory()
    const remembering = withMemory(testServices, forWorkflow('w'))
    const workflow = alone({ prompt: 'One.', memory: 'conversation' })
    const { events, view } = await runWithServices(remembering, workflow)
    const requests = testServices.requests.length
    // The process died after the host had stored the turn, before that was recorded.
    const end = events.findLastIndex(({ type }) => type === 'effect-started')
    const resumed = await runWithServices(remembering, workflow, { record: events.slice(0, end + 1) })
    expect(readOutput(resumed.view, 'a', 'messages')).toEqual(readOutput(view, 'a', 'messages'))
    expect(testServices.requests).toHaveLength(requests)
    expect(stored.get('w|a|')).toHaveLength(1)
    await testServices.close()
  })

  it('needs a host that stores it', async () => {
    const testServices = await openTestServices(sending)
    const { view } = await runWithServices(testServices, alone({ memory: 'conversation' }))
    expect(view.nodes.a?.error?.problem.code).toBe('agent.no-memory')
    expect(testServices.requests).toEqual([])
    await testServices.close()
  })

  it('counts as untrusted and private before a run', async () => {
    const { catalog, close } = await openTestServices([])
    const codes = (memory: string) => {
      const tool = createSendTool({ approval: 'never', config: { to: '{{input.value.to}}' } })
      const workflow = createWorkflow({ a: ['agent', createAgentConfig({ memory, tools: [tool] })] }, [])
      const { nodes } = describeWorkflow(workflow, { catalog, context: { findPreview: () => undefined } })
      return nodes.a!.problems.map(({ code }) => code)
    }
    expect(codes('none')).toEqual([])
    expect(codes('conversation')).toEqual(['agent.unapproved-effect'])
    await close()
  })
})
