import { float64, tableFromArrays, tableToIPC } from '@uwdata/flechette'
import { expect, test } from 'vitest'
import { createEmptyWorkflow, ok } from '@aw-flow/schema'
import { TestSession } from '../../test-session.ts'
import { createSampleLoader } from './column-samples.ts'

test('samples of numbers have the separators of the language', async () => {
  const edge = { id: 'e', source: 'load', sourceHandle: 'table', target: 'sort', targetHandle: 'table' }
  const session = new TestSession({ document: { ...createEmptyWorkflow(), edges: [edge] } })
  const table = { id: 't', columns: [{ name: 'value', type: 'DOUBLE' }], rows: 2 }
  session.assist().previewNode = async () =>
    ok({ state: 'completed', outputs: { table: { kind: 'table', table } } } as never)
  const page = tableFromArrays([['value', [8_500, 12_000.5]]], { types: { value: float64() } })
  session.tables.page = async () => ok(tableToIPC(page, { format: 'stream' })!)
  const load = createSampleLoader(session, 'sort', 'de')!
  expect((await load('table')).get('value')).toBe('8.500 · 12.000,5')
})
