import type { ModelUsage } from '@aw-flow/agents'
import { quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import type { Config, Json } from '@aw-flow/schema'
import type { PreparationProposal, PreparationReport } from '@aw-flow/schema/internal'
import { beforeAll, describe, expect, it } from 'vitest'
import { fetchEgress, openModelServer, type Reply } from '../../agents/language-model/test-model-server.ts'
import { makeTable } from '../../agents/preparing/test-table.ts'
import { runNode } from '../test-node.ts'
import { preparingNode } from './preparing.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

/** Prepares a table, with a model that follows a script. */
async function prepare(script: readonly Reply[], config: Config) {
  const server = await openModelServer('first', script)
  const table = await makeTable(
    tables,
    'people',
    ['name VARCHAR', 'height DOUBLE', 'weight DOUBLE'],
    [
      [' Ann ', 1.7, 60.5],
      ['Bo', 1.8, 80.25],
      ['Cy', 1.6, 55.125],
      ['Dee', 1.65, 58.5],
    ],
  )
  const models = [{ id: 'small', protocol: 'openai' as const, address: server.address, model: 'small' }]
  const {
    outputs,
    report,
    problems = [],
  } = await runNode(preparingNode, {
    tables,
    inputs: { table: { kind: 'table', table } },
    key: 'prepared',
    settings: config,
    services: { egress: fetchEgress, models: { read: async () => ({ models }) } },
  })
  await server.close()
  if (outputs.table?.kind !== 'table') throw new Error('It returned no table.')
  const { columns, id } = outputs.table.table
  return {
    columns,
    rows: await tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(id))} ORDER BY rowid`),
    report: report!.report as PreparationReport,
    problems,
    requests: server.requests,
  }
}

const reason = 'The model says so.'
const finish: PreparationProposal['operations'] = [
  { op: 'generate-id', to: 'id', prefix: 'p-', reason },
  { op: 'number-rows', to: 'index', reason },
]
const propose = (target: string, ...operations: PreparationProposal['operations']): Reply => ({
  says: JSON.stringify(
    target === 'generic'
      ? { operations }
      : { operations: [...operations, ...finish], roles: { id: 'id', index: 'index' } },
  ),
})

describe('Prepare with fallback models', () => {
  const prices = { input: 1, output: 2 }

  it.each<[string, typeof prices | undefined]>([
    ['the recorded cost of all models', { input: 10, output: 20 }],
    ['no cost if the price of one is unknown', undefined],
  ])('names the model that answered, and reports %s', async (_, fallbackPrices) => {
    const [refusing, answering] = [
      await openModelServer('first', [{ refuses: 'No.' }]),
      // This server counts no tokens, so they are estimated.
      await openModelServer('third', [propose('generic', { op: 'trim', column: 'name', reason })]),
    ]
    const table = await makeTable(tables, 'people', ['name VARCHAR'], [[' Ann '], ['Bo']])
    const models = [
      { id: 'one', protocol: 'openai' as const, address: refusing.address, model: 'one', prices },
      {
        id: 'two',
        protocol: 'openai' as const,
        address: answering.address,
        model: 'two',
        ...(fallbackPrices ? { prices: fallbackPrices } : {}),
      },
    ]
    const outcomes: Json[] = []
    const { report: nodeReport } = await runNode(preparingNode, {
      tables,
      inputs: { table: { kind: 'table', table } },
      key: 'prepared',
      settings: { target: 'generic', model: 'one', fallbackModels: ['two'] },
      services: { egress: fetchEgress, models: { read: async () => ({ models }) } },
      async effect(_kind, _request, perform) {
        const outcome = await perform({
          idempotencyKey: 'k',
          signal: new AbortController().signal,
          unknownOutcomeCount: 0,
        })
        outcomes.push(outcome)
        return outcome
      },
    })
    await Promise.all([refusing.close(), answering.close()])
    const { modelUse, plan } = nodeReport!.report as PreparationReport
    expect(plan.notes.find(({ code }) => code === 'prepare.by-model')?.params).toMatchObject({ model: 'two' })
    const [{ usage }] = outcomes as unknown as [{ usage: ModelUsage }]
    expect(usage.cost).toBeGreaterThan(0)
    expect(modelUse).toEqual({
      model: 'two',
      host: new URL(answering.address).host,
      requests: 1,
      inputTokens: usage.inputTokens,
      outputTokens: usage.outputTokens,
      uncounted: 1,
      ...(fallbackPrices ? { cost: usage.cost } : {}),
    })
  })
})

describe.each(['generic', 'cosmo-ready'])('Prepare with a model (%s)', (target) => {
  let byRules: Awaited<ReturnType<typeof prepare>>
  beforeAll(async () => {
    byRules = await prepare([], { target })
  })

  it.each<[string, PreparationProposal['operations'][number], string]>([
    ['a column that does not exist', { op: 'trim', column: 'nane', reason }, 'nane'],
    ['the name of another column', { op: 'rename', column: 'height', to: 'weight', reason }, 'weight'],
    ['another name for a column', { op: 'rename', column: 'height', to: 'age', reason }, '`height`'],
    ['to remove a column', { op: 'drop-column', column: 'name', reason }, '`name`'],
    ['to keep some columns', { op: 'select', columns: ['name', 'weight'], reason }, '`height`'],
    ['to drop rows', { op: 'filter', expression: 'height > 1.65', reason }, '2 of 4 rows were dropped'],
    ['a type that empties cells', { op: 'cast', column: 'name', type: 'DOUBLE', reason }, '4 cells of `name`'],
  ])('rejects the proposal of %s with the reason, and uses the rules', async (_, operation, stated) => {
    const { rows, columns, report, problems, requests } = await prepare([propose(target, operation)], {
      target,
      model: 'small',
      maxRetries: 0,
    })
    expect(requests).toHaveLength(1)
    expect(rows).toEqual(byRules.rows)
    expect(columns).toEqual(byRules.columns)
    expect(report.plan.operations).toEqual(byRules.report.plan.operations)
    expect(report.attempts).toMatchObject([{ success: false }, { success: true }])
    expect(JSON.stringify(report.attempts[0]!.reason)).toContain(stated)
    expect(problems.map(({ code }) => code)).not.toContain('prepare.by-model')
  })

  it('returns the loss to the model, and uses its next proposal', async () => {
    const good = propose(target, { op: 'trim', column: 'name', reason })
    const bad = propose(target, { op: 'drop-column', column: 'name', reason })
    const { rows, report, requests } = await prepare([bad, good], { target, model: 'small' })
    expect(requests[1]!.messages.at(-1)!.content).toContain('`name` was dropped')
    expect(report.attempts).toMatchObject([{ success: false }, { success: true }])
    expect(rows.map((row) => row['name'])).toEqual(['Ann', 'Bo', 'Cy', 'Dee'])
  })

  it('names the model, and each of its operations with its effect', async () => {
    const replace = { op: 'replace', column: 'name', find: 'Bo', with: 'Bob', reason } as const
    const { report, problems } = await prepare([propose(target, replace)], { target, model: 'small' })
    expect(problems.find(({ code }) => code === 'prepare.by-model')?.params).toMatchObject({ model: 'small' })
    expect(report.applied[0]).toMatchObject({
      operation: replace,
      cellsChanged: 1,
      examples: [{ row: 2, column: 'name', before: 'Bo', after: 'Bob' }],
    })
  })
})
