import { renderMessages } from '../../../test/render-messages.ts'
import {
  createRunBudget,
  describeWorkflow,
  quoteIdentifier,
  runWorkflow,
  sql,
  systemClock,
  tableName,
  type Models,
} from '@aw-flow/engine'
import { createEmptyWorkflow, foldRun, type Config } from '@aw-flow/schema'
import { preparationPlanSchema, type PreparationReport } from '@aw-flow/schema/internal'
import { describe, expect, it } from 'vitest'
import { openTestService } from '../actions/test-service.ts'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { describeNode, runNode, createTextFile } from '../test-node.ts'
import { preparingNode } from './preparing.ts'
import { openTestTables } from '../../../test/open-tables.ts'
import { createColumns } from '../../../test/columns.ts'
import { createNode } from '../../../test/create-node.ts'

const tables = await openTestTables()

const input = async (rows: number) => ({
  table: {
    kind: 'table' as const,
    table: await tables.create(
      sql`SELECT i + 1 AS id, i * 1.5::DOUBLE AS lon, i * 0.5::DOUBLE AS lat FROM range(${rows}) AS r(i)`,
      { id: 'in' },
    ),
  },
})

it('prepares the table and outputs the plan', async () => {
  const { outputs, report, problems } = await runNode(preparingNode, {
    tables,
    inputs: await input(4),
    key: 'out',
    settings: { target: 'cosmo-ready' },
  })
  const { table, plan } = outputs
  expect(table?.kind === 'table' && table.table).toMatchObject({ id: 'out', rows: 4 })
  expect(plan?.kind === 'json' && preparationPlanSchema.parse(plan.json).roles).toMatchObject({
    id: 'id',
    index: 'index',
    x: 'x',
    y: 'y',
  })
  expect(report).toMatchObject({ kind: 'prepare', report: { rowsIn: 4, rowsOut: 4 } })
  expect(problems?.every(({ where }) => where?.node === 'here')).toBe(true)
})

it('rejects a table without rows', async () => {
  await expect(runNode(preparingNode, { tables, inputs: await input(0) })).rejects.toMatchObject({
    kind: 'validation',
    problem: { code: 'prepare.no-rows', where: { node: 'here' } },
  })
})

it('reports a missing table', async () => {
  await expect(runNode(preparingNode, { tables })).rejects.toMatchObject({
    problem: { code: 'node.no-table', where: { port: 'table' } },
  })
})

it('describes the certain columns before a run', () => {
  const columns = createColumns('Name VARCHAR, ID BIGINT')
  const settings = { target: 'cosmo-ready' }
  const described = describeNode(preparingNode, { settings, inputs: { table: { type: 'table', columns } } })
  expect(described.outputs.table?.columns).toEqual(createColumns('ID VARCHAR, index BIGINT, Name VARCHAR'))
  const undescribed = describeNode(preparingNode, { settings, inputs: { table: { type: 'table' } } })
  expect(undescribed.outputs.table?.columns).toBeUndefined()
})

it.each([
  ['a new node', { typeVersion: 2 }, {}, 'generic'],
  ['a node of version 1', { typeVersion: 1 }, {}, 'cosmo-ready'],
  ['a node without a version', {}, {}, 'cosmo-ready'],
  ['a node of version 1 with a target', { typeVersion: 1 }, { target: 'ml-ready' }, 'ml-ready'],
])('prepares %s for its target', (_, version, config, target) => {
  const node = {
    id: 'prepare',
    type: 'preparing',
    ...version,
    position: { x: 0, y: 0 },
    data: { label: 'Prepare', config },
  }
  const workflow = { ...createEmptyWorkflow('versions'), nodes: [node] }
  const { nodes } = describeWorkflow(workflow, {
    catalog: createBuiltInCatalog(),
    context: { findPreview: () => undefined },
  })
  expect(nodes['prepare']?.summary).toMatchObject({ code: `prepare.summary-${target}` })
})

it('lets later nodes reference coordinates that depend on the values', () => {
  const node = (id: string, type: string, config = {}) => createNode(id, type, config)
  const edge = (source: string, target: string) => ({ id: `${source} ${target}`, source, target })
  const workflow = {
    ...createEmptyWorkflow(),
    nodes: [
      node('load', 'loading', { dataset: 'd' }),
      node('prepare', 'preparing'),
      node('sort', 'sort', { by: [{ column: 'x' }, { column: 'z' }] }),
      node('check', 'validation'),
      node('show', 'table'),
    ],
    edges: [edge('load', 'prepare'), edge('prepare', 'sort'), edge('prepare', 'check'), edge('check', 'show')],
  }
  const descriptionFor = (type: string) => {
    const columns = ['one', 'other'].map((name) => ({ name, type }))
    const preview = { dataset: 'd', columns, rows: 2 }
    return describeWorkflow(workflow, {
      catalog: createBuiltInCatalog(),
      context: { findPreview: () => preview as never, hasDataset: () => true },
    })
  }
  const open = descriptionFor('DOUBLE')
  expect(open.ready).toBe(true)
  expect(open.nodes.sort?.problems).toMatchObject([
    { code: 'table.missing-column', severity: 'info', where: { column: 'x' } },
    { code: 'table.missing-column', severity: 'warning', where: { column: 'z' } },
  ])
  expect(renderMessages(open.nodes.show?.summary)).toBe('Shows at least 4 columns')
  const closed = descriptionFor('VARCHAR')
  expect(closed.ready).toBe(false)
  expect(renderMessages(closed.nodes.show?.summary)).toBe('Shows 4 columns')
})

describe('by a language model', () => {
  const proposal = {
    operations: [
      { op: 'cast', column: 'id', type: 'VARCHAR', reason: 'An id is a text.' },
      { op: 'number-rows', to: 'index', reason: 'It is asked for.' },
    ],
    roles: { id: 'id', index: 'index' },
  }
  const grant = (address: string): Models => ({
    read: async () => ({ models: [{ id: 'small', protocol: 'openai', address, model: 'small' }] }),
  })
  const completion = JSON.stringify({
    choices: [{ message: { role: 'assistant', content: JSON.stringify(proposal) }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 500, completion_tokens: 50 },
  })

  it('applies the proposal, records the answer, and sends the key through the egress port', async () => {
    const secret = { name: 'model-key', value: 'sk-planted', hosts: ['127.0.0.1'] }
    const service = await openTestService(
      (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(completion),
      [secret],
    )
    const recorded: unknown[] = []
    try {
      const { outputs, report } = await runNode(preparingNode, {
        tables,
        inputs: await input(4),
        settings: {
          model: 'small',
          modelAddress: `${service.url}/v1`,
          modelSecret: 'model-key',
          inputPrice: 1,
          outputPrice: 2,
        },
        services: { ...service.services, models: grant(`${service.url}/v1`) },
        async effect(kind, request, perform) {
          const outcome = await perform({
            idempotencyKey: 'k',
            signal: new AbortController().signal,
            unknownOutcomeCount: 0,
          })
          recorded.push({ kind, request, outcome })
          return outcome
        },
      })
      expect(outputs['plan']).toMatchObject({ json: { operations: proposal.operations } })
      const host = service.host
      const used = { model: 'small', host, requests: 1, inputTokens: 500, outputTokens: 50, uncounted: 0, cost: 0.0006 }
      expect(report).toMatchObject({ kind: 'prepare', report: { modelUse: used } })
      expect(service.receivedRequests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-planted'])
      expect(recorded).toMatchObject([{ kind: 'ask-model', request: { model: 'small', host } }])
      expect(JSON.stringify([recorded, report, outputs])).not.toContain('sk-planted')
    } finally {
      await service.close()
    }
  })

  it('asks the fallback if a model that is set up fails', async () => {
    const service = await openTestService(({ url }, response) =>
      url.startsWith('/v1/')
        ? response.writeHead(200, { 'content-type': 'application/json' }).end(completion)
        : response.writeHead(404).end(),
    )
    const models = ['v0', 'v1'].map((path) => ({
      id: path,
      protocol: 'openai' as const,
      address: `${service.url}/${path}`,
      model: 'small',
    }))
    const prepare = async (settings: Config) =>
      runNode(preparingNode, {
        tables,
        inputs: await input(4),
        settings,
        services: { ...service.services, models: { read: async () => ({ models }) } },
      })
    const { outputs } = await prepare({ model: 'v0', fallbackModels: ['v1'] })
    expect(outputs['plan']).toMatchObject({ json: { operations: proposal.operations } })
    expect(new Set(service.receivedRequests.map(({ url }) => url))).toEqual(
      new Set(['/v0/chat/completions', '/v1/chat/completions']),
    )
    const { report } = await prepare({ model: 'v0' })
    expect(report).toMatchObject({ report: { attempts: [{ success: false }, { success: true }] } })
    await service.close()
  })

  it('does not ask a model that has not been granted', async () => {
    const service = await openTestService((_, response) => response.end(completion), [])
    const { report } = await runNode(preparingNode, {
      tables,
      inputs: await input(4),
      settings: { model: 'small', modelAddress: `${service.url}/v1` },
      services: { ...service.services, models: grant('https://models.example.com/v1') },
    })
    expect(service.receivedRequests).toEqual([])
    const reason = expect.stringContaining('not configured') as string
    expect(report).toMatchObject({ report: { attempts: [{ success: false, reason }, { success: true }] } })
    await service.close()
  })

  it.each([
    ['of its run', { runLimits: { requests: 0 } }, 'the run has reached its limit for model requests (0 of 0)'],
    ['of the month', {}, 'the monthly limit for model requests has been reached (7 of 7)'],
  ])('uses rules at the limit %s if the user continues without the model, and reports it', async (_, limits, said) => {
    const service = await openTestService((_request, response) => response.end(completion), [])
    const { read } = grant(`${service.url}/v1`)
    const settled: unknown[] = []
    const budget = createRunBudget('r', () => 0)
    const { report } = await runNode(preparingNode, {
      tables,
      inputs: await input(4),
      settings: { model: 'small', modelAddress: `${service.url}/v1` },
      requestDecision: async () => ({ decision: 'done' }),
      services: {
        ...service.services,
        models: {
          read: async () => ({ ...(await read()), ...limits }),
          budget,
          ledger: {
            readLimits: async () => ({ requests: 7 }),
            reserve: async () => ({ scope: 'month', limit: 'requests', used: 7, needed: 1, max: 7 }),
            settle: async (...settlement) => void settled.push(settlement),
          },
        },
      },
    })
    expect([service.receivedRequests, settled]).toEqual([[], []])
    const reason = expect.stringContaining(said) as string
    expect(report).toMatchObject({ report: { attempts: [{ success: false, reason }, { success: true }] } })
    await service.close()
  })

  it('falls back to rules without an egress port, with a warning', async () => {
    const { report } = await runNode(preparingNode, {
      tables,
      inputs: await input(4),
      settings: { model: 'small', modelAddress: 'http://127.0.0.1:9/v1' },
      services: { models: grant('http://127.0.0.1:9/v1/') },
    })
    expect(report).toMatchObject({
      report: {
        attempts: [{ success: false, reason: expect.stringContaining('"small"') as string }, { success: true }],
      },
    })
  })

  it('asks a granted model by its name, with the secret and prices of the grant', async () => {
    const secret = { name: 'model-key', value: 'sk-planted', hosts: ['127.0.0.1'] }
    const service = await openTestService(
      (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(completion),
      [secret],
    )
    const granted = {
      id: 'Our model',
      protocol: 'openai' as const,
      address: `${service.url}/v1`,
      model: 'small',
      secret: 'model-key',
      prices: { input: 1, output: 2 },
    }
    const prepare = async (settings: Config, models = [granted]) =>
      (await runNode(preparingNode, {
        tables,
        inputs: await input(4),
        settings,
        services: { ...service.services, models: { read: async () => ({ models }) } },
      })) as { report: { report: PreparationReport } }
    try {
      expect(describeNode(preparingNode, { settings: { model: 'Our model' } }).problems ?? []).toEqual([])
      const { report } = await prepare({ model: 'Our model' })
      expect(report.report.plan.operations).toEqual(proposal.operations)
      expect(report.report.modelUse).toMatchObject({ model: 'small', requests: 1, cost: 0.0006 })
      expect(service.receivedRequests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-planted'])
      for (const models of [[granted], []]) {
        const { report: byRules } = await prepare({ model: 'other' }, models)
        expect(byRules.report.attempts).toMatchObject([
          { success: false, reason: expect.stringContaining('"other"') as string },
          { success: true },
        ])
        expect(byRules.report).not.toHaveProperty('modelUse')
      }
      expect(service.receivedRequests).toHaveLength(1)
    } finally {
      await service.close()
    }
  })
})

it('reverses its changes with the plan of the inverse port', async () => {
  const file = createTextFile(
    'people.csv',
    'kind,height,born\nred,1.75,2001-02-03\nblue,1.8,1999-12-31\nred,1.65,2010-05-06\n',
  )
  const node = (id: string, type: string, config = {}) => createNode(id, type, config)
  const workflow = {
    ...createEmptyWorkflow(),
    nodes: [
      node('load', 'loading', { dataset: file.dataset }),
      node('there', 'preparing', { target: 'ml-ready' }),
      node('back', 'preparing', { target: 'generic' }),
    ],
    edges: [
      { id: 'a', source: 'load', target: 'there' },
      { id: 'b', source: 'there', sourceHandle: 'table', target: 'back', targetHandle: 'table' },
      { id: 'c', source: 'there', sourceHandle: 'inverse', target: 'back', targetHandle: 'plan' },
    ],
  }
  const events = await runWorkflow({
    workflow,
    run: 'r',
    inputs: {},
    seed: 1,
    catalog: createBuiltInCatalog(),
    tables,
    files: { open: () => Promise.resolve(file) },
    clock: systemClock,
    signal: new AbortController().signal,
  })
  const { state, nodes } = foldRun(events)
  expect(state).toBe('completed')
  const rowsOf = async (id: string): Promise<unknown> => {
    const tableValue = nodes[id]?.outputs.table
    if (tableValue?.kind !== 'table') throw new Error(`${id} has made no table.`)
    return tables.rows(
      sql`SELECT kind, round(height, 9) AS height, CAST(born AS VARCHAR) AS born FROM ${quoteIdentifier(tableName(tableValue.table.id))} ORDER BY rowid`,
    )
  }
  expect(nodes.there?.outputs.table).toMatchObject({ table: { rows: 3 } })
  expect(await rowsOf('back')).toEqual(await rowsOf('load'))
})
