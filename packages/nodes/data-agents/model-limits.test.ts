import { createAskModel, reviewFindings } from '@aw-flow/agents'
import { quoteIdentifier, sql, tableName, type Decision, type UsageLedger } from '@aw-flow/engine'
import type { Config } from '@aw-flow/schema'
import type { CheckReport } from '@aw-flow/schema/internal'
import { afterAll, describe, expect, it } from 'vitest'
import type { Reply, RequestBody } from '../../agents/language-model/test-model-server.ts'
import {
  createAgentConfig,
  closeTestTables,
  openTestTables,
  openTestServices,
  runWithServices,
  type TestRun,
} from '../agents/test-agents.ts'
import { openLimitedModel } from '../agents/open-limited-model.ts'
import { createWorkflow } from '../logic/test-logic.ts'

afterAll(closeTestTables)

/** Every cell is a word, so that the data leave open whether the first line contains the column names. */
const bytes = new TextEncoder().encode('color,kind\nred,car\ncolor,bus\nblue,tram\n')
const dataset = 'd'.repeat(64)
const file = {
  name: 'words.csv',
  dataset,
  size: bytes.length,
  read: async (start: number, end: number) => bytes.slice(start, end),
}
const files = { open: async () => file }

const nodes: Record<string, [type: string, config: Config]> = {
  load: ['loading', { dataset }],
  prepare: ['preparing', { target: 'generic' }],
  validate: ['validation', { schema: '{"columns": ["name"]}' }],
}
const createTestWorkflow = (ids: readonly string[], model = 'small') =>
  createWorkflow(
    {
      rows: ['give', { json: [{ name: ' Ann ' }, { name: 'Bo' }] }],
      table: ['transform', { expression: 'input', result: 'table' }],
      ...Object.fromEntries(ids.map((id) => [id, [nodes[id]![0], { ...nodes[id]![1], model }]])),
    },
    ['rows.out>table.input', ...ids.filter((id) => id !== 'load').map((id) => `table.table>${id}.table` as const)],
  )

/** Answers each of the nodes with what its rules do not decide. */
function answer(body: RequestBody): Reply {
  if (!body.response_format) return { says: 'Done.' }
  const { json_schema } = body.response_format as unknown as { json_schema: { name: string } }
  const operation = { op: 'replace', column: 'name', find: 'Bo', with: 'Bob', reason: 'It is.' }
  const answers: Record<string, unknown> = {
    reading: { header: 'no' },
    generic_plan: { operations: [operation] },
    rules: { rules: [{ column: 'name', unique: true }] },
  }
  return { says: JSON.stringify(answers[json_schema.name]) }
}

/** The note of each report that names the model. */
const noteOfModel: Record<string, string> = {
  load: 'load.by-model',
  prepare: 'prepare.by-model',
  validate: 'validate.by-model',
}
const listCodes = ({ view }: TestRun, id: string) => view.nodes[id]!.problems.map(({ code }) => code)

async function readRows({ view }: TestRun, id: string): Promise<unknown> {
  const value = view.nodes[id]!.outputs.table
  if (value?.kind !== 'table') throw new Error('It returned no table.')
  const tables = await openTestTables()
  return tables.rows(sql`SELECT * FROM ${quoteIdentifier(tableName(value.table.id))} ORDER BY rowid`)
}

describe('At a limit of its run', () => {
  it.each(Object.keys(nodes))('%s waits, and asks the model, stops, or continues with its rules', async (id) => {
    const testServices = await openTestServices(answer, { grants: { runLimits: { requests: 0 } } })
    const workflow = createTestWorkflow([id])
    const byRules = await runWithServices(testServices, createTestWorkflow([id], ''), { files })
    const waiting = await runWithServices(testServices, workflow, { files })
    expect(waiting.view.state).toBe('waiting')
    expect(waiting.pendingApproval).toMatchObject({
      node: id,
      shown: {
        budget: 'requests',
        message: {
          code: 'agent.ask-budget',
          params: { scope: 'run', max: { params: { limit: 'requests', amount: 0 } } },
        },
      },
    })
    const decide = (decision: Decision['decision']): Promise<TestRun> =>
      runWithServices(testServices, workflow, { files, record: waiting.events, decide: () => ({ decision }) })

    const stopped = await decide('reject')
    expect(stopped.view.nodes[id]!.error!.problem.code).toBe('agent.stopped')

    const taken = await decide('done')
    expect(taken.view.state).toBe('completed')
    expect(await readRows(taken, id)).toEqual(await readRows(byRules, id))
    expect(listCodes(taken, id)).not.toContain(noteOfModel[id])
    // The report says that the model was not asked.
    const { report, problems } = taken.view.nodes[id]!
    expect(JSON.stringify([report, problems])).toContain('"model.limit-reached"')
    expect(report).not.toMatchObject({ report: { modelUse: { requests: 1 } } })
    expect(testServices.requests).toEqual([])

    const raised = await decide('approve')
    expect(raised.view.state).toBe('completed')
    expect(testServices.requests).toHaveLength(1)
    expect(listCodes(raised, id)).toContain(noteOfModel[id])

    // A replay asks neither the model nor the user.
    const end = raised.events.findLastIndex(({ type }) => type === 'effect-ended')
    const record = raised.events.slice(0, end + 1)
    const replayed = await runWithServices(testServices, workflow, { files, record })
    expect(replayed.view.state).toBe('completed')
    expect(await readRows(replayed, id)).toEqual(await readRows(raised, id))
    expect(testServices.requests).toHaveLength(1)
    await testServices.close()
  })

  it.each(['validate', 'ask'])(
    '%s, killed after any of its events, continues with its raise, and asks the model at most once more',
    async (id) => {
      const testServices = await openTestServices(answer, { grants: { runLimits: { requests: 0 } } })
      const agent = createWorkflow({ ask: ['agent', createAgentConfig()] }, [])
      const workflow = id === 'ask' ? agent : createTestWorkflow([id])
      const decide = (): { decision: 'approve' } => ({ decision: 'approve' })
      const complete = await runWithServices(testServices, workflow, { files, decide })
      expect(testServices.requests).toHaveLength(1)
      const first = complete.events.findIndex((event) => event.type === 'node-started' && event.node === id)
      for (let end = first + 1; end < complete.events.length; end++) {
        const record = complete.events.slice(0, end)
        testServices.requests.length = 0
        const resumed = await runWithServices(testServices, workflow, { files, record, decide })
        expect(resumed.view.state).toBe('completed')
        expect(resumed.view.nodes[id]!.problems).toEqual(complete.view.nodes[id]!.problems)
        const isAnswered = record.some(
          ({ type, ...event }) => type === 'effect-ended' && JSON.stringify(event).includes('"reply"'),
        )
        expect(testServices.requests).toHaveLength(isAnswered ? 0 : 1)
      }
      await testServices.close()
    },
  )

  it('parallel nodes wait one by one, each for its own decision', async () => {
    const testServices = await openTestServices(answer, { grants: { runLimits: { requests: 1 } } })
    const asked: string[] = []
    const run = await runWithServices(testServices, createTestWorkflow(Object.keys(nodes)), {
      files,
      decide({ node }) {
        asked.push(node)
        return asked.length === 1 ? { decision: 'approve', edited: 1 } : { decision: 'done' }
      },
    })
    expect(run.view.state).toBe('completed')
    expect(testServices.requests).toHaveLength(2)
    expect(new Set(asked).size).toBe(2)
    const byModel = Object.keys(nodes).filter((id) => listCodes(run, id).includes(noteOfModel[id]!))
    expect(byModel).toHaveLength(2)
    expect(byModel).not.toContain(asked[1])
    await testServices.close()
  })
})

it('Check, which is not a node of a run, reports at a limit of the month that the model was not called', async () => {
  const testServices = await openTestServices(answer)
  const ledger: UsageLedger = {
    readLimits: async () => ({ requests: 3 }),
    reserve: async () => ({ scope: 'month', limit: 'requests', used: 3, needed: 1, max: 3 }),
    settle: async () => undefined,
  }
  const { signal } = new AbortController()
  const services = { ...testServices.services, models: { ...testServices.services.models!, ledger } }
  const model = await openLimitedModel(services, 'small', { signal, createKey: () => 'key' })
  const finding = { row: 1, column: 'name', value: 'Bo', confidence: 0.5, reason: 'It is rare.' }
  const report = { findings: [finding], notes: [] } as unknown as CheckReport
  const reviewed = await reviewFindings(report, { ask: createAskModel(model, signal), maxFindings: 5 })
  expect(reviewed).toMatchObject({ findings: [finding], notes: [{ code: 'model.limit-reached', severity: 'warning' }] })
  expect(testServices.requests).toEqual([])
  await testServices.close()
})

it('Check, which is not a node of a run, asks a model without a price although the cost of runs is limited', async () => {
  const testServices = await openTestServices(answer, { grants: { runLimits: { cost: 1 } } })
  const { signal } = new AbortController()
  const model = await openLimitedModel(testServices.services, 'small', { signal, createKey: () => 'key' })
  const reply = await model.ask({ messages: [{ role: 'user', content: 'Is it rare?' }], signal })
  expect(reply.text).toBe('Done.')
  expect(testServices.requests).toHaveLength(1)
  await testServices.close()
})
