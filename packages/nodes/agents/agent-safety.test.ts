import {
  createCatalog,
  defineNode,
  describeWorkflow,
  sql,
  type ExternalServices,
  type HostFunctions,
} from '@aw-flow/engine'
import type { Config, Workflow } from '@aw-flow/schema'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Reply, RequestBody } from '../../agents/language-model/test-model-server.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import {
  createAgentConfig,
  createToolCallReply,
  closeTestTables,
  createTestCatalog,
  openTestServices,
  runWithServices,
  createSendTool,
} from './test-agents.ts'

afterAll(closeTestTables)

const context = { findPreview: () => undefined }

/** Creates a workflow in which an agent may read untrusted text, have private data, and cause an effect. */
function createTrifecta({
  isUntrusted,
  isPrivate,
  hasEffect,
  tool = {},
}: {
  isUntrusted: boolean
  isPrivate: boolean
  hasEffect: boolean
  tool?: Config
}) {
  const open = createSendTool({ approval: 'never', config: { to: '{{input.value.to}}' }, ...tool })
  return createWorkflow(
    {
      // A webhook is untrusted, a list of the host is private, and a `give` node is neither.
      source: [isUntrusted ? 'webhook' : 'give', {}],
      data: [isPrivate ? 'own_data' : 'give', {}],
      a: ['agent', createAgentConfig({ tools: hasEffect ? [open] : [] })],
    },
    [
      `source.${isUntrusted ? 'data' : 'out'}>a.value` as never,
      // A run begins at its trigger, so that the data follow it.
      ...(isPrivate ? ([`source.${isUntrusted ? 'data' : 'out'}>data.after`, 'data.table>a.input'] as never[]) : []),
    ],
  )
}

describe('the check of agents before a run', () => {
  it.each(
    [0, 1, 2, 3, 4, 5, 6, 7].map((bits): [boolean, boolean, boolean] => [
      Boolean(bits & 4),
      Boolean(bits & 2),
      Boolean(bits & 1),
    ]),
  )('[15] untrusted %s, private %s, effect %s', async (isUntrusted, isPrivate, hasEffect) => {
    const { catalog, close, requests, services, ...testServices } = await openTestServices(() => ({ says: 'ok' }))
    const withData = addOwnData(catalog)
    const workflow = createTrifecta({ isUntrusted, isPrivate, hasEffect })
    const codes = (document: typeof workflow) =>
      describeWorkflow(document, { catalog: withData, context }).nodes.a!.problems.map(({ code }) => code)
    const isRed = isUntrusted && isPrivate && hasEffect
    expect(codes(workflow)).toEqual(isRed ? ['agent.unapproved-effect'] : [])
    // The same holds in a run that was never described.
    const run = await runWithServices({ ...testServices, catalog: withData, close, requests, services }, workflow)
    expect(run.view.nodes.a?.error?.problem.code).toBe(isRed ? 'agent.unapproved-effect' : undefined)
    expect(requests).toHaveLength(isRed ? 0 : 1)
    // Approval of each call, or a fixed target, removes the problem.
    const legs = { isUntrusted, isPrivate, hasEffect }
    expect(codes(createTrifecta({ ...legs, tool: { approval: 'ask' } }))).toEqual([])
    expect(codes(createTrifecta({ ...legs, tool: { config: { to: 'team@example.com' } } }))).toEqual([])
    await close()
  })

  it('follows values through loops and sub-workflows', async () => {
    const { catalog, close } = await openTestServices([])
    const withData = addOwnData(catalog)
    const inner = createWorkflow({ t: ['transform', { expression: 'input' }] }, [], {
      ports: {
        inputs: [{ name: 'in', type: 'json', to: [{ node: 't', port: 'input' }] }],
        outputs: [{ name: 'out', type: 'json', from: { node: 't', port: 'value' } }],
      },
    })
    const workflow = createWorkflow(
      {
        hook: ['webhook', {}],
        s: ['sub_workflow', { document: inner as never }],
        each: ['for_each', {}],
        data: ['own_data', {}],
        a: [
          'agent',
          createAgentConfig({ tools: [createSendTool({ approval: 'never', config: { to: '{{input.value.to}}' } })] }),
        ],
      },
      ['hook.data>s.in', 's.out>each.items', 'each.item>a.value', 'data.table>a.input', 'a.answer>each.result'],
    )
    const { nodes } = describeWorkflow(workflow, { catalog: withData, context })
    expect(nodes.a!.problems.map(({ code }) => code)).toEqual(['agent.unapproved-effect'])
    await close()
  })
})

describe('the check of what a tool contains', () => {
  const openSend = (to = '{{input.to}}') =>
    createWorkflow({ send: ['send', { to }] }, [], {
      name: 'Sender',
      ports: { inputs: [{ name: 'text', type: 'json', to: [{ node: 'send', port: 'value' }] }] },
    })
  /** Returns the problems of an agent that has untrusted and private inputs. */
  const findCodes = (tool: Config, workflows: Record<string, Workflow> = {}, testServices = { isPrivate: true }) => {
    const document = createTrifecta({ isUntrusted: true, hasEffect: true, ...testServices, tool })
    const catalog = addOwnData(createTestCatalog())
    return describeWorkflow(document, { catalog, context, workflows }).nodes.a!.problems.map(({ code }) => code)
  }

  it.each<[string, (to?: string) => Config]>([
    ['a workflow', (to) => ({ kind: 'workflow', config: openSend(to) as never })],
    ['a sub-workflow node', (to) => ({ use: 'sub_workflow', config: { document: openSend(to) as never } })],
    [
      'a sub-workflow in a sub-workflow',
      (to) => {
        const outer = createWorkflow({ s: ['sub_workflow', { document: openSend(to) as never }] }, [])
        return { use: 'sub_workflow', config: { document: outer as never } }
      },
    ],
    [
      'a sub-agent',
      (to = '{{input.to}}') => {
        const inner = createSendTool({ approval: 'never', config: { to } })
        return { use: 'agent', config: createAgentConfig({ tools: [inner] }) }
      },
    ],
  ])('[15] finds an open target in %s', (_name, createTool) => {
    expect(findCodes(createTool())).toEqual(['agent.unapproved-effect'])
    expect(findCodes(createTool('team@example.com'))).toEqual([])
    expect(findCodes({ ...createTool(), approval: 'ask' })).toEqual([])
  })

  it('[15] examines workflows that a tool names, also ones that run themselves', () => {
    const tool = { kind: 'workflow', use: 'Sender', config: {} }
    expect(findCodes(tool, { Sender: openSend() })).toEqual(['agent.unapproved-effect'])
    expect(findCodes(tool, { Sender: openSend('team@example.com') })).toEqual([])
    // Nothing is known about a workflow that is missing.
    expect(findCodes(tool)).toEqual(['agent.unapproved-effect'])
    const subAgents = Array.from({ length: 40 }, (_, index): [string, [string, Config]] => [
      `s${index}`,
      ['sub_workflow', { workflow: 'Sender' }],
    ])
    expect(findCodes(tool, { Sender: createWorkflow(Object.fromEntries(subAgents), []) })).toEqual([
      'agent.unapproved-effect',
    ])
  })

  it('[15] counts what a sub-agent and an earlier agent may have read', () => {
    const reading = { name: 'data', kind: 'node', use: 'own_data', config: {} }
    const open = createSendTool({ approval: 'never', config: { to: '{{input.value.to}}' } })
    const catalog = addOwnData(createTestCatalog())
    const find = (tools: Config[], innerTools: Config[]) => {
      const document = createWorkflow(
        {
          first: ['agent', createAgentConfig({ tools: tools as never })],
          a: ['agent', createAgentConfig({ tools: [open] })],
        },
        ['first.answer>a.value'],
      )
      const subAgent = { name: 'ask', use: 'agent', config: createAgentConfig({ tools: innerTools as never }) }
      const nested = createWorkflow({ a: ['agent', createAgentConfig({ tools: [subAgent, open] as never })] }, [])
      return [document, nested].map((workflow) =>
        describeWorkflow(workflow, { catalog, context }).nodes.a!.problems.map(({ code }) => code),
      )
    }
    expect(find([], [])).toEqual([[], []])
    expect(find([reading], [reading])).toEqual([['agent.unapproved-effect'], ['agent.unapproved-effect']])
  })

  it('[15] approves functions of the host whose settings fix the target, and hides it from the model', async () => {
    const received: unknown[] = []
    const functions: HostFunctions = {
      list: async () => [
        {
          name: 'mail',
          description: 'Sends mail.',
          parameters: {
            type: 'object',
            properties: { to: { type: 'string' }, text: { type: 'string' } },
            required: ['to', 'text'],
          },
          reads: [],
          effects: 'external',
          targets: ['to'],
        },
      ],
      async call(_name, args) {
        received.push(args)
        return 'sent'
      },
    }
    // The model tries a fixed argument, then one that is not declared.
    const attempts = [{ to: 'evil', text: 'Hi' }, { cc: 'evil', text: 'Hi' }, { text: 'Hi' }]
    const testServices = await openTestServices(
      ({ messages }) => {
        const values = attempts[messages.filter(({ role }) => role === 'tool').length]
        return values ? createToolCallReply(['mail', values]) : { says: 'ok' }
      },
      { functions },
    )
    const attacked = { ...testServices, catalog: addOwnData(testServices.catalog) }
    const run = (config: Config) => {
      const tool = { name: 'mail', kind: 'function', use: 'mail', config, parameters: null }
      return runWithServices(attacked, createTrifecta({ isUntrusted: true, isPrivate: true, hasEffect: true, tool }))
    }
    const open = await run({})
    expect(open.view.nodes.a?.error?.problem.code).toBe('agent.unapproved-effect')
    expect((await run({ to: '{{input.to}}' })).view.nodes.a?.error?.problem.code).toBe('agent.unapproved-effect')
    expect(testServices.requests).toEqual([])
    const fixed = await run({ to: 'team@example.com' })
    expect(fixed.view.state).toBe('completed')
    expect(received).toEqual([{ to: 'team@example.com', text: 'Hi' }])
    expect(testServices.requests[0]!.tools![0]!.function.parameters).toMatchObject({
      properties: { text: { type: 'string' } },
      required: ['text'],
    })
    await testServices.close()
  })

  it.each<[string, Config]>([
    ['its server', { targets: [] }],
    ['an argument', { targets: ['to'], arguments: { to: 'team@example.com' } }],
  ])('[15] approves an MCP tool of which a person has fixed the target: %s', async (_name, target) => {
    const properties = { to: { type: 'string' }, text: { type: 'string' } }
    const received: unknown[] = []
    const mcp: NonNullable<ExternalServices['mcp']> = {
      find: async (server, name) => ({
        server,
        name,
        description: 'Writes',
        parameters: { type: 'object', properties, required: ['to', 'text'] },
      }),
      async call(_server, _tool, args) {
        received.push(args)
        return { content: [{ type: 'text', text: 'sent' }], structured: null, isError: false }
      },
    }
    const fixed = Object.keys((target.arguments ?? {}) as object)
    /** The arguments that the model chooses: it tries a different target, then an undeclared one. */
    const attempts = [
      { ...(fixed.length > 0 ? { to: 'evil' } : {}), text: 'Hi', cc: 'evil' },
      { to: 'team@example.com', text: 'Hi' },
    ].map((values, index) =>
      index === 0 ? values : Object.fromEntries(Object.entries(values).filter(([name]) => !fixed.includes(name))),
    )
    const testServices = await openTestServices(({ messages }) => {
      const values = attempts[messages.filter(({ role }) => role === 'tool').length]
      return values ? createToolCallReply(['write', values]) : { says: 'ok' }
    })
    const attacked = {
      ...testServices,
      services: { ...testServices.services, mcp },
      catalog: addOwnData(testServices.catalog),
    }
    const run = (config: Config) => {
      const tool = {
        name: 'write',
        kind: 'mcp',
        use: 'Tickets',
        config: { tool: 'write', ...config },
        parameters: null,
      }
      return runWithServices(attacked, createTrifecta({ isUntrusted: true, isPrivate: true, hasEffect: true, tool }))
    }
    for (const open of [{}, { targets: ['to'] }, { targets: ['to'], arguments: { to: '{{input.to}}' } }])
      expect((await run(open)).view.nodes.a?.error?.problem.code).toBe('agent.unapproved-effect')
    const misspelled = await run({ ...target, arguments: { recipient: 'x' } })
    expect(misspelled.view.nodes.a?.error?.problem.code).toBe('agent.tool-argument')
    expect(testServices.requests).toEqual([])
    expect((await run(target)).view.state).toBe('completed')
    expect(received).toEqual([{ to: 'team@example.com', text: 'Hi' }])
    const { parameters } = testServices.requests[0]!.tools![0]!.function
    expect(Object.keys((parameters as { properties: object }).properties)).toEqual(
      Object.keys(properties).filter((name) => !fixed.includes(name)),
    )
    await testServices.close()
  })

  it('[15] finds an open target in a node that calls an MCP tool, unless its arguments are fixed', () => {
    const use = (config: Config) => ({ use: 'mcp_tool', config: { server: 'Tickets', tool: 'write', ...config } })
    expect(findCodes(use({}))).toEqual(['agent.unapproved-effect'])
    expect(findCodes(use({ arguments: { to: '{{input.value.to}}' } }))).toEqual(['agent.unapproved-effect'])
    expect(findCodes(use({ arguments: { to: 'team@example.com' } }))).toEqual([])
    expect(findCodes({ ...use({}), approval: 'ask' })).toEqual([])
  })
})

/** Adds a node type with private rows that no other node reads. */
function addOwnData(catalog: Parameters<typeof describeWorkflow>[1]['catalog']) {
  const ownData = defineNode({
    type: 'own_data',
    version: 1,
    family: 'tables',
    title: 'Own data',
    description: 'Private rows.',
    icon: 'table',
    reads: ['private'],
    inputs: [{ name: 'after', type: 'any' }],
    outputs: [{ name: 'table', type: 'table' }],
    settings: z.strictObject({}),
    describe: () => ({ outputs: { table: { type: 'table' } }, summary: 'Private rows' }),
    async run({ tables, key, signal }) {
      const select = sql`SELECT i AS id, 'private-' || i AS secret FROM range(50) t(i)`
      return { outputs: { table: { kind: 'table', table: await tables.create(select, { id: key, signal }) } } }
    },
  })
  const known = catalog.list().map(({ type }) => catalog.get(type)!)
  return createCatalog([...known, ownData])
}

/** Replies as a model that queries everything and repeats what it has read. */
function curious({ messages, tools = [] }: RequestBody): Reply {
  const hasResult = messages.some(({ role }) => role === 'tool')
  return hasResult || tools.length === 0
    ? { says: JSON.stringify(messages).slice(0, 500) }
    : createToolCallReply(['read_sql', { statement: 'SELECT * FROM input' }])
}

describe('the requests of an agent', () => {
  it('[14, 17] sends no more private cells to its model than the limits allow, and no secret', async () => {
    const testServices = await openTestServices(curious)
    const catalog = addOwnData(testServices.catalog)
    const workflow = createWorkflow(
      {
        data: ['own_data', {}],
        a: ['agent', createAgentConfig({ sampleRows: 3, maxRows: 7, tools: [{ name: 'read_sql', kind: 'sql' }] })],
      },
      ['data.table>a.input'],
    )
    const { view } = await runWithServices({ ...testServices, catalog }, workflow)
    expect(view.state).toBe('completed')
    const cells = new Set(JSON.stringify(testServices.requests).match(/private-\d+/g))
    expect(cells.size).toBe(7)
    await testServices.close()
  })
})
