import { englishFormatter } from '@aw-flow/messages/catalogs'
import { quoteIdentifier, NodeError, sql, tableName, type Egress } from '@aw-flow/engine'
import type { TableRef, TableSchema } from '@aw-flow/schema'
import { preparationReportSchema, type PreparationProposal, type PreparationTarget } from '@aw-flow/schema/internal'
import { afterEach, describe, expect, it } from 'vitest'
import { prepareTable, type PreparedTable } from '../../preparing/prepare-table.ts'
import { makeTable } from '../../preparing/test-table.ts'
import { createOpenAiModel } from '../openai-model.ts'
import { createModelBasedProposer, type ModelProposerOptions } from './propose-by-model.ts'
import { createErrorBody, openModelServer, type Dialect, type ModelServer, type Reply } from '../test-model-server.ts'
import { openTestTables } from '../../../../test/open-tables.ts'

let server: ModelServer | undefined
const tables = await openTestTables()
afterEach(async () => {
  await server?.close()
  server = undefined
})

const people = (): Promise<TableRef> =>
  makeTable(
    tables,
    'people',
    ['name VARCHAR', 'height DOUBLE', 'weight DOUBLE'],
    [
      [' Ann ', 1.7, 60.5],
      ['Bo', 1.8, 80.25],
      ['Cy', 1.6, 55.125],
    ],
  )

const roles = { id: 'id', index: 'index' }
const finish: PreparationProposal['operations'] = [
  { op: 'generate-id', to: 'id', prefix: 'p-', reason: 'No column tells the rows apart for sure.' },
  { op: 'number-rows', to: 'index', reason: 'Cosmograph asks for it.' },
]
const trimming: PreparationProposal = {
  operations: [{ op: 'trim', column: 'name', reason: 'White space at the ends of ` Ann `.' }, ...finish],
  roles,
  remarks: 'Heights and weights are measures.',
}
const good = JSON.stringify(trimming)
const unknownColumn = JSON.stringify({
  operations: [{ op: 'trim', column: 'nane', reason: 'A slip.' }, ...finish],
  roles,
})
const notUnique = JSON.stringify({
  operations: [{ op: 'cast', column: 'name', type: 'VARCHAR', reason: 'It is text.' }, finish[1]],
  roles: { id: 'name', index: 'weight' },
})

async function prepare(
  dialect: Dialect,
  script: readonly Reply[],
  {
    maxRetries = 3,
    idleTimeoutMs = 1_000,
    egress,
    ...options
  }: ModelProposerOptions & { maxRetries?: number; idleTimeoutMs?: number; egress?: Egress } = {},
): Promise<PreparedTable> {
  server = await openModelServer(dialect, script)
  const model = createOpenAiModel(
    { address: server.address, model: 'small-one', idleTimeoutMs, maxRetries: 1 },
    egress ?? server.egress,
  )
  const { propose, getUsage: used } = createModelBasedProposer(tables, model, options)
  const table = await people()
  return prepareTable({ tables, table, target: 'cosmo-ready', id: 'prepared', propose, getModelUse: used, maxRetries })
}

const names = async (): Promise<unknown[]> =>
  (await tables.rows(sql`SELECT name FROM ${quoteIdentifier(tableName('prepared'))} ORDER BY rowid`)).map(
    (row) => row['name'],
  )
const steps = ({ report }: PreparedTable): [boolean, string][] =>
  report.attempts.map(({ success, reason }) => [success, englishFormatter.format(reason)])
/** Checks that the rules made the plan; they do not change names. */
const byRules = (prepared: PreparedTable): void => {
  expect(prepared.report.validation.valid).toBe(true)
  expect(prepared.report.plan.notes.map(({ code }) => code)).not.toContain('prepare.by-model')
}

const dialects = ['first', 'second', 'third'] as const

describe('createModelBasedProposer', () => {
  for (const dialect of dialects) {
    it(`applies the plan of a model and names the model (${dialect} server)`, async () => {
      const prepared = await prepare(dialect, [{ says: good }], { prices: { input: 2, output: 10 } })
      expect(await names()).toEqual(['Ann', 'Bo', 'Cy'])
      expect(steps(prepared)).toEqual([[true, '3 rows are cosmo-ready.']])
      expect(prepared.report.plan.notes[0]).toMatchObject({
        code: 'prepare.by-model',
        params: { model: 'small-one', remarks: expect.stringContaining('Heights and weights are measures.') as string },
      })
      const counted = {
        first: { inputTokens: 200, outputTokens: 40, uncounted: 0, cost: 0.0008 },
        second: { inputTokens: 100, outputTokens: 30, uncounted: 0, cost: 0.0005 },
        // The service counts no tokens, so they are estimates.
        third: { inputTokens: 8837, outputTokens: 115, uncounted: 1, cost: (8837 * 2 + 115 * 10) / 1e6 },
      }[dialect]
      expect(prepared.report.modelUse).toEqual({
        model: 'small-one',
        host: new URL(server!.address).host,
        requests: 1,
        ...counted,
      })
      expect(preparationReportSchema.parse(JSON.parse(JSON.stringify(prepared.report)))).toEqual(prepared.report)
    })

    it(`reports errors to the model and uses its next answer (${dialect} server)`, async () => {
      const prepared = await prepare(dialect, [
        { says: 'Sure! {"operations": [' },
        { says: unknownColumn },
        { says: good },
      ])
      expect(steps(prepared).map(([success]) => success)).toEqual([false, false, true])
      expect(await names()).toEqual(['Ann', 'Bo', 'Cy'])
      const [, second, third] = server!.requests
      expect(second!.messages.at(-2)).toEqual({ role: 'assistant', content: 'Sure! {"operations": [' })
      expect(second!.messages.at(-1)!.content).toMatch(/interrupted|not JSON/)
      expect(third!.messages.at(-1)!.content).toContain('nane')
      expect(third!.messages).toHaveLength(4)
    })
  }

  it('sends columns, counts and at most the allowed number of rows', async () => {
    await prepare('first', [{ says: good }], { sampleRows: 1 })
    const expected = server!.requests[0]!.messages[1]!.content
    expect(JSON.parse(expected)).toMatchObject({
      target: 'cosmo-ready',
      rows: 3,
      columns: [{ name: 'name', type: 'VARCHAR', nulls: 0 }, { name: 'height' }, { name: 'weight' }],
      firstRows: [{ name: ' Ann ' }],
    })
    await server!.close()
    await prepare('first', [{ says: good }], { sampleRows: 0 })
    expect((JSON.parse(server!.requests[0]!.messages[1]!.content) as { firstRows: unknown[] }).firstRows).toEqual([])
  })

  it('sends validation findings, and continues with rules after the last attempt', async () => {
    const prepared = await prepare('first', [{ says: notUnique }, { says: notUnique }], { maxRetries: 1 })
    expect(server!.requests[1]!.messages.at(-1)!.content).toContain('`weight`')
    expect(steps(prepared).map(([success]) => success)).toEqual([false, false, true])
    byRules(prepared)
  })

  it('requests JSON without a schema if the service does not support schemas', async () => {
    await prepare('second', [{ says: `Here it is:\n\`\`\`json\n${good}\n\`\`\`` }])
    expect(server!.requests.map(({ response_format }) => response_format?.type)).toEqual(['json_object'])
    expect(await names()).toEqual(['Ann', 'Bo', 'Cy'])
  })

  it('rejects operations that set single cells, and unknown ones', async () => {
    const cells = { op: 'set-cells', column: 'name', cells: [{ row: 1, from: ' Ann ', to: 'Eve' }], reason: 'no' }
    const prepared = await prepare('first', [
      { says: JSON.stringify({ operations: [cells], roles }) },
      { says: JSON.stringify({ operations: [{ op: 'drop-database', reason: 'no' }], roles }) },
      { says: JSON.stringify({ operations: finish }) },
      { says: good },
    ])
    expect(steps(prepared).map(([success]) => success)).toEqual([false, false, false, true])
    expect(await names()).toEqual(['Ann', 'Bo', 'Cy'])
  })

  const fails = (status: number, message: string, times = 1): ((dialect: Dialect) => Reply[]) => {
    const headers = { 'retry-after-ms': '1' }
    return (dialect) =>
      Array.from({ length: times }, () => ({ status, body: createErrorBody(dialect, message), headers }))
  }
  const failing: [string, (dialect: Dialect) => Reply[], RegExp][] = [
    ['a refusal', () => [{ refuses: 'I cannot help with that.' }], /refused to answer: I cannot help with that/],
    ['a wrong key', fails(401, 'Incorrect API key'), /401.*Incorrect API key/],
    ['an unknown model', fails(404, 'no such model'), /404.*no such model/],
    ['repeated rate limits', fails(429, 'Rate limit reached', 2), /429.*Rate limit reached/],
    ['a failing service', fails(503, 'overloaded', 2), /503.*overloaded/],
    ['an error inside an answer', fails(200, 'out of memory'), /out of memory/],
    ['silence', () => [{ silent: true }, { silent: true }], /did not respond/],
  ]
  for (const [what, script, reason] of failing)
    for (const dialect of dialects)
      it(`reports ${what} and continues with rules (${dialect} server)`, async () => {
        const prepared = await prepare(dialect, script(dialect), what === 'silence' ? { idleTimeoutMs: 100 } : {})
        expect(steps(prepared)).toEqual([
          [false, expect.stringMatching(reason) as string],
          [true, '3 rows are cosmo-ready.'],
        ])
        byRules(prepared)
      })

  it('retries after the time that a service requests', async () => {
    for (const dialect of dialects) {
      const prepared = await prepare(dialect, [...fails(429, 'slow down')(dialect), { says: good }])
      expect(steps(prepared)).toEqual([[true, '3 rows are cosmo-ready.']])
      await server!.close()
    }
  })

  for (const dialect of dialects)
    it(`requests another answer after an interrupted or stalled one (${dialect} server)`, async () => {
      for (const broken of [{ cutAfter: good.slice(0, 40) }, { stallsAfter: good.slice(0, 40) }]) {
        const prepared = await prepare(dialect, [broken, { says: good }])
        expect(steps(prepared)).toEqual([
          [false, expect.stringMatching(/interrupted/) as string],
          [true, '3 rows are cosmo-ready.'],
        ])
        await server!.close()
      }
    })

  it('sends no request if the broker denies the URL, and reports the reason', async () => {
    const problem = {
      code: 'egress.not-allowed',
      severity: 'error',
      message: 'host.example is not on the list.',
    } as const
    const egress: Egress = { fetch: () => Promise.reject(new NodeError('permanent', problem)) }
    const prepared = await prepare('first', [], { egress })
    expect(steps(prepared)).toEqual([
      [false, 'host.example is not on the list.'],
      [true, '3 rows are cosmo-ready.'],
    ])
    expect(server!.requests).toEqual([])
  })

  it('rejects when its signal is aborted', async () => {
    server = await openModelServer('first', [{ silent: true }])
    const stop = new AbortController()
    const model = createOpenAiModel({ address: server.address, model: 'small-one' }, server.egress)
    const answer = model.ask({
      messages: [{ role: 'user', content: 'Hello' }],
      answer: { name: 'any', schema: {} },
      signal: stop.signal,
    })
    setTimeout(() => stop.abort(new Error('enough')), 20)
    await expect(answer).rejects.toThrow('enough')
  })
})

describe('other targets', () => {
  const reason = 'required by a test'
  const answer = (...operations: PreparationProposal['operations']): Reply => ({ says: JSON.stringify({ operations }) })
  const town = { name: 'town', type: 'text' as const, nullable: false }
  const cases: {
    target: PreparationTarget
    schema?: TableSchema
    turns: Reply[]
    expected: RegExp
    columns: string[]
  }[] = [
    {
      target: 'ml-ready',
      turns: [
        answer({ op: 'drop-column', column: 'name', reason }),
        answer(
          { op: 'encode', column: 'name', how: 'ordinal', values: [' Ann ', 'Bo', 'Cy'], to: 'name number', reason },
          { op: 'drop-column', column: 'name', reason },
          { op: 'fill', column: 'height', how: 'median', reason },
        ),
      ],
      expected: /height/,
      columns: ['height', 'weight', 'name number'],
    },
    {
      target: 'own',
      schema: { columns: [town], strict: true },
      turns: [
        answer({ op: 'rename', column: 'name', to: 'town', reason }),
        answer({ op: 'rename', column: 'name', to: 'town', reason }, { op: 'select', columns: ['town'], reason }),
      ],
      expected: /weight|height/,
      columns: ['town'],
    },
    {
      target: 'generic',
      turns: [answer({ op: 'trim', column: 'nane', reason }), answer({ op: 'trim', column: 'name', reason })],
      expected: /nane/,
      columns: ['name', 'height', 'weight'],
    },
  ]
  for (const { target, schema, turns, expected, columns } of cases)
    it(`${target}: reports failures and applies the next plan; continues with rules after a refusal`, async () => {
      const table = await makeTable(
        tables,
        'gaps',
        ['name VARCHAR', 'height DOUBLE', 'weight DOUBLE'],
        [
          [' Ann ', 1.7, 60.5],
          ['Bo', null, 80.25],
          ['Cy', 1.6, 55.125],
        ],
      )
      server = await openModelServer('first', [...turns, { refuses: 'No.' }])
      const once = (): Promise<PreparedTable> => {
        const model = createOpenAiModel({ address: server!.address, model: 'small-one', maxRetries: 0 }, server!.egress)
        const { propose, getUsage: used } = createModelBasedProposer(tables, model)
        return prepareTable({
          tables,
          table,
          target,
          id: 'prepared',
          propose,
          getModelUse: used,
          ...(schema ? { schema } : {}),
        })
      }
      const prepared = await once()
      expect(steps(prepared).map(([success]) => success)).toEqual([false, true])
      expect(server.requests[1]!.messages.at(-1)!.content).toMatch(expected)
      expect(prepared.table.columns.map((column) => column.name)).toEqual(columns)
      expect(prepared.report.modelUse).toMatchObject({ requests: 2 })
      const refused = await once()
      expect(refused.report.attempts[0]).toMatchObject({
        success: false,
        reason: { code: 'model.refused', params: { said: 'No.' } },
      })
      expect(refused.report.plan.notes.map(({ code }) => code)).not.toContain('prepare.by-model')
      expect(refused.report.attempts).toHaveLength(2)
    })
})
