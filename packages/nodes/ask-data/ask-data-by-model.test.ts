import { createOpenAiModel } from '@aw-flow/agents'
import { openDuckDb } from '@aw-flow/data/node'
import { sql } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import type { TableRef } from '@aw-flow/schema'
import { dataAnswerSchema, type DataAnswer } from '@aw-flow/schema/internal'
import { afterAll, expect, it } from 'vitest'
import { openModelServer, type Reply } from '../../agents/language-model/test-model-server.ts'
import { askDataWithModel } from './ask-data-by-model.ts'

let script: Reply[] = []
const server = await openModelServer('first', () => (script.length > 1 ? script.shift()! : script[0]!))
const tables = await openDuckDb({ threads: 1 })
const table = await tables.create(sql`SELECT 'secret town' AS city, 3 AS price`, { id: 'sales' })
afterAll(async () => {
  await server.close()
  await tables.close()
})

const says = (answer: object): Reply => ({
  says: JSON.stringify({ statement: '', chart: '', x: '', y: '', color: '', questions: [], remarks: '', ...answer }),
})
const good = 'SELECT "city", sum("price") AS "total" FROM input GROUP BY 1'

async function ask(replies: readonly Reply[], inputs?: Record<string, TableRef['columns']>): Promise<DataAnswer> {
  script = [...replies]
  server.requests.length = 0
  const model = createOpenAiModel({ address: server.address, model: 'm', secret: '' }, server.egress)
  const question = { table, question: 'Sales by city', chosen: {}, ...(inputs ? { inputs } : {}) }
  return dataAnswerSchema.parse(
    await askDataWithModel(question, { tables, model, signal: new AbortController().signal }),
  )
}
const lastMessage = (): string => server.requests.at(-1)!.messages.at(-1)!.content

it('returns the statement and the chart of one answer, and sends columns but no rows', async () => {
  const answer = await ask([says({ statement: `${good};`, chart: 'bar', x: 'city', y: 'total', remarks: 'By sum.' })])
  expect(answer).toMatchObject({
    statement: good,
    chart: { mark: 'bar', x: 'city', y: 'total', color: '' },
    wantsChart: true,
    model: { name: 'm', requests: 1, remarks: 'By sum.' },
  })
  const sent = JSON.stringify(server.requests)
  expect(sent).toContain('\\"city\\\\\\" VARCHAR'.replaceAll('\\\\', ''))
  expect(sent).not.toContain('secret town')
})

it('binds the statement, sends errors back, and stops after three corrections', async () => {
  const repaired = await ask([says({ statement: 'SELECT sum("prise") FROM input' }), says({ statement: good })])
  expect(repaired).toMatchObject({ statement: good, model: { requests: 2 } })
  expect(lastMessage()).toContain('prise')
  const never = await ask([says({ statement: 'SELECT sum("prise") FROM input' })])
  expect(never.statement).toBeUndefined()
  expect(never.model?.requests).toBe(4)
})

it.each([
  ['reads a file', `SELECT * FROM read_csv('/etc/passwd')`],
  ['reads another table', 'SELECT * FROM "aw sales"'],
  ['changes data', 'DELETE FROM input'],
  ['has two statements', 'SELECT 1; DROP TABLE input'],
  ['attaches a database', `ATTACH 'x.db'`],
])('refuses a statement that %s', async (_, statement) => {
  const answer = await ask([says({ statement })])
  expect(answer.statement).toBeUndefined()
})

it('keeps the statement without a chart whose columns are not in the result', async () => {
  const answer = await ask([says({ statement: good, chart: 'bar', x: 'town', y: 'total' })])
  expect(answer).toMatchObject({ statement: good, wantsChart: false })
  expect(answer.chart).toBeUndefined()
  expect(lastMessage()).toContain('has no column "town"')
})

it('reads other inputs of a node by name', async () => {
  const inputs = { orders: table.columns, people: [{ name: 'town', type: 'VARCHAR' }] }
  const statement = 'SELECT * FROM orders JOIN people ON city = town'
  expect(await ask([says({ statement })], inputs)).toMatchObject({ statement })
  expect((await ask([says({ statement: good })], inputs)).statement).toBeUndefined()
})

it('returns questions, refusals and failures of the model', async () => {
  const asked = await ask([says({ questions: ['Which price?'] })])
  expect(asked).toMatchObject({ model: { questions: ['Which price?'], requests: 1 } })
  expect(asked.model?.failure).toBeUndefined()
  const refused = await ask([{ refuses: 'I would rather not' }])
  expect(englishFormatter.format(refused.model!.failure as never)).toContain('I would rather not')
  const broken = await ask([{ status: 401, body: { error: { message: 'no' } } }])
  expect(broken.model?.failure).toBeDefined()
  const prose = await ask([{ says: 'Sure! Here it is.' }, says({ statement: good })])
  expect(prose).toMatchObject({ statement: good, model: { requests: 2 } })
})
