import { createEmptyWorkflow, mergeWorkflows, type Workflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { testCatalog } from '../test-catalog.ts'
import { describeConflict, describeField, describeItem, describeValue, type ChangeContext } from './describe-change.ts'
import { versionsStrings } from './versions-strings.ts'
import { createNode } from '../../../test/create-node.ts'

const node = (id: string, label: string, config = {}): Workflow['nodes'][number] =>
  createNode(id, 'preparing', config, { label })
const inner: Workflow = { ...createEmptyWorkflow('Inner'), nodes: [node('x', 'Deep')] }
const base: Workflow = {
  ...createEmptyWorkflow('Base'),
  nodes: [
    node('a', 'Load'),
    node('b', 'Clean', { target: 'generic' }),
    node('c', 'Held', { document: inner as never }),
  ],
  edges: [{ id: 'ab', source: 'a', target: 'b' }],
}
const types = new Map(testCatalog.map((type) => [type.type, type]))
const createContext = (document: Workflow): ChangeContext => ({
  documents: [document],
  types,
  strings: versionsStrings,
})
const changed = (change: (copy: Workflow) => void): Workflow => {
  const copy = structuredClone(base)
  change(copy)
  return copy
}
const describeConflicts = (ours: (copy: Workflow) => void, theirs: (copy: Workflow) => void): string[] => {
  const { document, conflicts } = mergeWorkflows(base, changed(ours), changed(theirs))
  return conflicts.map((conflict) => describeConflict(conflict, createContext(document)))
}

describe('descriptions of changes', () => {
  it('name items and fields as the interface does', () => {
    expect(describeItem({ subject: 'edge', id: 'ab' }, createContext(base))).toBe('Load → Clean')
    expect(describeItem({ subject: 'workflow', id: '' }, createContext(base))).toBe('This workflow')
    expect(describeField(['config', 'target'], types.get('preparing'), versionsStrings)).toBe('Target')
    expect(describeField(['variables', 'rate'], undefined, versionsStrings)).toBe('variable “rate”')
  })

  it('abbreviate values', () => {
    const abbreviate = (value: unknown): string => describeValue(value, createContext(base))
    expect(abbreviate(undefined)).toBe('none')
    expect(abbreviate({ x: 1.4, y: 2 })).toBe('1, 2')
    expect(abbreviate({ collapsed: true, width: 240 })).toBe('collapsed, 240 wide')
    expect(abbreviate(['a', 'b'])).toBe('a, b')
    expect(abbreviate(base.edges[0])).toBe('Load → Clean')
    expect(abbreviate('x'.repeat(200))).toHaveLength(80)
  })

  it('name the subject of a conflict, even if it was removed or is inside a sub-workflow', () => {
    const label = (at: number, text: string) => (copy: Workflow) => void (copy.nodes[at]!.data.label = text)
    expect(describeConflicts(label(1, 'One'), label(1, 'Two'))).toEqual(['One › title'])
    const remove = (copy: Workflow): void => {
      copy.nodes = copy.nodes.filter(({ id }) => id !== 'b')
      copy.edges = []
    }
    expect(describeConflicts(remove, label(1, 'Two'))).toEqual(['Two'])
    const deep = (text: string) => (copy: Workflow) => {
      copy.nodes[2]!.data.config.document = { ...inner, nodes: [node('x', text)] } as never
    }
    expect(describeConflicts(deep('One'), deep('Two'))).toEqual(['Held › One › title'])
    const redirectEdge = (id: string) => (copy: Workflow) => {
      copy.edges = [{ id, source: 'c', target: 'b', targetHandle: 'table' }]
    }
    expect(describeConflicts(redirectEdge('one'), redirectEdge('two'))).toEqual(['Clean › input “table”'])
  })
})
