import { mcpToolNode } from '../../../packages/nodes/integration/mcp-tool.ts'
import { createCatalog } from '@aw-flow/engine'
import type { WorkflowNode } from '@aw-flow/schema'
import { describe, expect, test } from 'vitest'
import { createMcpForms } from './mcp-forms.ts'

const [type] = createCatalog([mcpToolNode]).list()
const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const servers = [
  { id: 's1', name: 'Weather', tools: [{ name: 'get_weather', input_schema: schema }] },
  { id: 's2', name: 'Tickets', tools: [] },
]
const createNode = (config: Record<string, string>): WorkflowNode => ({
  id: 'n',
  type: 'mcp_tool',
  position: { x: 0, y: 0 },
  data: { label: '', config },
})

describe('the form of an MCP tool', () => {
  const { refineType } = createMcpForms(servers, 'Placeholder')
  const refine = (config: Record<string, string>) => refineType!(createNode(config), type!)
  const getProperties = (config: Record<string, string>) =>
    refine(config).settings.properties as Record<string, Record<string, unknown>>

  test('suggests the servers, and the tools of the selected server by name or id', () => {
    expect(getProperties({}).server!.examples).toEqual(['Weather', 'Tickets'])
    expect(getProperties({ server: 'Weather' }).tool!.examples).toEqual(['get_weather'])
    expect(getProperties({ server: 's1' }).tool!.examples).toEqual(['get_weather'])
  })

  test('has a field for each argument of the selected tool', () => {
    const { arguments: field } = getProperties({ server: 'Weather', tool: 'get_weather' })
    expect(field).toMatchObject({ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] })
    expect(field).not.toHaveProperty('format')
    expect(field!.title).toBe('Arguments')
  })

  test('edits the arguments of an unknown tool by name, and is the same for equal settings', () => {
    expect(getProperties({ server: 'Weather', tool: 'gone' }).arguments!.format).toBe('arguments')
    expect(refine({ server: 'Weather' })).toBe(refine({ server: 'Weather' }))
  })

  test('leaves other nodes unchanged', () => {
    expect(refineType!({ ...createNode({}), type: 'filter' }, type!)).toBe(type)
  })
})
