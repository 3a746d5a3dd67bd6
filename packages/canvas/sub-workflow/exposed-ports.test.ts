import type { Port } from '@aw-flow/schema'
import { workflowPortsSchema } from '@aw-flow/schema/internal'
import { expect, test } from 'vitest'
import { setPortLabel, findExposedPort, exposePort, unexposePort, type InnerPort } from './exposed-ports.ts'

const table: Port = { name: 'table', type: 'table', required: true }
const input = (node: string): InnerPort => ({ node, side: 'input', port: table })
const output = (node: string): InnerPort => ({ node, side: 'output', port: table })

test('an inner port is exposed under a free name, and removed', () => {
  const first = exposePort(undefined, output('a'), 'A')
  const both = exposePort(first, output('b'), 'B')
  expect(both.outputs.map(({ name, label }) => [name, label])).toEqual([
    ['table', 'A'],
    ['table_2', 'B'],
  ])
  expect(workflowPortsSchema.parse(both)).toEqual(both)
  expect(findExposedPort(both, output('b'))).toEqual({ name: 'table_2', label: 'B' })
  expect(findExposedPort(both, input('b'))).toBeUndefined()
  expect(unexposePort(both, output('b'))).toEqual(first)
})

test('an input of the sub-workflow that feeds several ports continues to feed the others', () => {
  const innerPorts = ['a', 'b'].map((node) => ({ node, port: 'table' }))
  const shared = { inputs: [{ name: 'in', type: 'table' as const, to: innerPorts }], outputs: [] }
  const one = unexposePort(shared, input('a'))
  expect(one.inputs).toEqual([{ name: 'in', type: 'table', to: [innerPorts[1]] }])
  expect(unexposePort(one, input('b')).inputs).toEqual([])
  expect(unexposePort(shared, input('c'))).toEqual(shared)
})

test('a label is set; an empty one restores the name', () => {
  const ports = exposePort(undefined, input('a'), 'A')
  const labelled = setPortLabel(ports, input('a'), 'table', 'Raw')
  expect(findExposedPort(labelled, input('a'))).toEqual({ name: 'table', label: 'Raw' })
  expect(setPortLabel(labelled, input('a'), 'table', '').inputs[0]).not.toHaveProperty('label')
  expect(setPortLabel(ports, output('a'), 'table', 'No input')).toEqual(ports)
})
