import { createCatalog, createMemoryJournal, resumeRun, runWorkflow, systemClock } from '@aw-flow/engine'
import { foldRun, type Config, type RunEvent, type ValidationReport, unwrap } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { fetchEgress, openModelServer, type Reply } from '../../agents/language-model/test-model-server.ts'
import { builtInNodes } from '../built-in-nodes.ts'
import { createWorkflow } from '../logic/test-logic.ts'
import { openTestTables } from '../../../test/open-tables.ts'

const tables = await openTestTables()

const dataset = 'd'.repeat(64)

/** Loads and validates a file, with a model that follows a script. */
async function run(
  text: string,
  script: readonly Reply[],
  config: { validate?: Config; isGranted?: boolean; record?: RunEvent[]; address?: string } = {},
) {
  const model = await openModelServer('first', script)
  const bytes = new TextEncoder().encode(text)
  const file = {
    name: 'file.csv',
    dataset,
    size: bytes.length,
    read: async (start: number, end: number) => bytes.slice(start, end),
  }
  const { validate = {}, isGranted = true, record, address = model.address } = config
  const workflow = createWorkflow(
    {
      load: ['loading', { dataset }],
      check: ['validation', { schema: '{"columns": ["a"]}', ...validate }],
    },
    ['load.table>check.table'],
  )
  // The test server has no route below this address.
  const gone = { id: 'gone', protocol: 'openai' as const, address: address.replace('/v1', '/v2'), model: 'large' }
  const models = isGranted ? [gone, { id: 'small', protocol: 'openai' as const, address, model: 'small' }] : []
  const ports = {
    catalog: createCatalog(builtInNodes),
    tables,
    files: { open: async () => file },
    services: { egress: fetchEgress, models: { read: async () => ({ models }) } },
    clock: systemClock,
    signal: new AbortController().signal,
  }
  const events = record
    ? unwrap(await resumeRun({ ...ports, journal: createMemoryJournal(record) }))
    : await runWorkflow({ ...ports, workflow, run: `r${runs++}`, seed: 1 })
  await model.close()
  const view = foldRun(events)
  const reportOf = (node: string): unknown => view.nodes[node]?.report?.report
  const codes = Object.values(view.nodes).flatMap(({ problems }) => problems.map(({ code }) => code))
  return {
    events,
    view,
    requests: model.requests,
    codes,
    address,
    validate: reportOf('check') as ValidationReport,
  }
}
let runs = 0

const numbers = 'a,b\n1,2\n3,4\n5,6\n'
const says = (value: unknown): Reply => ({ says: JSON.stringify(value) })

describe('Validate with a model', () => {
  it('does not ask a model by default, and continues without a grant', async () => {
    expect((await run(numbers, [])).requests).toEqual([])
    const { view, codes, validate } = await run(numbers, [], { validate: { model: 'small' }, isGranted: false })
    expect(view.state).toBe('completed')
    expect(codes).toContain('model.not-granted.none')
    expect(validate.valid).toBe(true)
  })

  const rules = [
    { column: 'a', nullable: false, max: 2 },
    { column: 'b', unique: true },
    { column: 'missing', unique: true },
    { column: 'b' },
  ]

  it('counts the rules of a model, which never make a table invalid', async () => {
    const { validate, codes, requests } = await run(numbers, [says({ rules })], {
      validate: { model: 'small', modelRows: 0, onInvalid: 'fail' },
    })
    expect(validate.valid).toBe(true)
    const proposed = validate.rules.filter(({ severity }) => severity === 'info')
    expect(proposed.some(({ valid, failing }) => !valid && failing === 2)).toBe(true)
    expect(codes).toContain('validate.by-model')
    expect(requests).toHaveLength(1)
    expect(requests[0]!.messages[1]!.content).toContain('"firstRows":[]')
  })

  it('asks the fallback if the model fails', async () => {
    const { codes, requests } = await run(numbers, [says({ rules })], {
      validate: { model: 'gone', fallbackModels: ['small'] },
    })
    expect(codes).toContain('validate.by-model')
    expect(requests).toHaveLength(1)
  })

  it('does not accept a table because of a model, nor a malformed rule', async () => {
    const lies = { valid: true, rules: [{ column: 'a', severity: 'error', holds: '$eval("1")' }, 'a', null] }
    const { validate } = await run(numbers, [says(lies)], {
      validate: { schema: '{"columns": [{"name": "a", "max": 2}]}', model: 'small' },
    })
    expect(validate.valid).toBe(false)
    expect(validate.rules.filter(({ severity }) => severity === 'info')).toEqual([])
  })

  it('replays a record without a request', async () => {
    const first = await run(numbers, [says({ rules })], { validate: { model: 'small' } })
    const end = first.events.findLastIndex(({ type }) => type === 'effect-ended')
    const again = await run(numbers, [], { record: first.events.slice(0, end + 1), address: first.address })
    expect(again.view.state).toBe('completed')
    expect(again.requests).toEqual([])
    expect(again.validate).toEqual(first.validate)
  })
})
