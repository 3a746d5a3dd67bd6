import { applyEdit, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { testCatalog } from '../test-catalog.ts'
import { mainJob } from '../test-session.ts'
import { canvasStrings } from './canvas-strings.ts'
import {
  checkConnection,
  createConnectEdit,
  fits,
  findCompatiblePort,
  renderRefusal,
  type PortEnd,
} from '@aw-flow/canvas'

const types = new Map(testCatalog.map((type) => [type.type, type]))
const output = (node: string, port = 'table'): PortEnd => ({ node, side: 'output', port })
const input = (node: string, port = 'table'): PortEnd => ({ node, side: 'input', port })
const judge = (document: Workflow, a: PortEnd, b: PortEnd): ReturnType<typeof checkConnection> =>
  checkConnection(document, types, a, b)

describe('connecting', () => {
  it('connects equal types, and text to json', () => {
    expect(fits('table', 'table')).toBe(true)
    expect(fits('text', 'json')).toBe(true)
    expect(fits('json', 'text')).toBe(false)
    expect(fits('table', 'json')).toBe(false)
  })

  it('returns the same result from either end', () => {
    const document = { ...mainJob(), edges: [] }
    expect(judge(document, output('load'), input('table'))).toEqual(judge(document, input('table'), output('load')))
  })

  it('replaces the edge of the input, also one without a port name', () => {
    const document = mainJob()
    const edges = document.edges.map((edge) => {
      const { targetHandle: _handle, ...rest } = edge
      return edge.id === 'e3' ? rest : edge
    })
    const connection = judge({ ...document, edges }, output('load'), input('table'))
    expect(connection).toMatchObject({ ok: true, replaces: ['e3'] })
    if (!connection.ok) throw new Error(renderRefusal(connection.refusal, canvasStrings))
    const after = applyEdit({ ...document, edges }, createConnectEdit(connection, 'new')).workflow
    expect(after.edges.filter((edge) => edge.target === 'table')).toEqual([
      { id: 'new', source: 'load', sourceHandle: 'table', target: 'table', targetHandle: 'table' },
    ])
  })

  it('refuses the same node, two outputs, two inputs, other types, cycles and unknown ports, each with its reason', () => {
    const document = mainJob()
    const reason = (a: PortEnd, b: PortEnd): string => {
      const connection = judge(document, a, b)
      return connection.ok ? 'accepted' : renderRefusal(connection.refusal, canvasStrings)
    }
    expect(reason(output('prepare'), input('prepare'))).toBe(canvasStrings.refusedSameNode)
    expect(reason(output('load'), output('prepare'))).toBe(canvasStrings.refusedSides('output'))
    expect(reason(input('table'), input('prepare'))).toBe(canvasStrings.refusedSides('input'))
    expect(reason(output('validate', 'report'), input('table'))).toBe(
      'Type mismatch: the output type is JSON, but “Table” expects table.',
    )
    expect(reason(output('table'), input('prepare'))).toBe(canvasStrings.refusedLoop('Table', 'Prepare'))
    expect(reason(output('gone'), input('prepare'))).toBe(canvasStrings.refusedUnknown)
  })

  it('finds the port of a node type that fits an end', () => {
    const join = types.get('join')
    const model = types.get('llm_agent')
    if (!join || !model) throw new Error('The test catalog lacks a type.')
    expect(findCompatiblePort(join, output('load'), 'table')).toBe('left')
    expect(findCompatiblePort(join, input('table'), 'table')).toBe('table')
    expect(findCompatiblePort(model, output('load'), 'table')).toBe(undefined)
  })
})
