import { applyEdit, createEmptyWorkflow, type Edit, type Workflow } from '@aw-flow/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { createHistory } from './history.ts'
import { createNode } from '../../../test/create-node.ts'

const node = (id: string): Edit => ({
  type: 'add-node',
  node: { id, type: 'load', position: { x: 0, y: 0 }, data: { label: id, config: {} } },
})
const label = (id: string, text: string): Edit => ({ type: 'set-label', id, label: text })

const ids = fc.constantFrom('a', 'b', 'c', 'd')
const edits: fc.Arbitrary<Edit> = fc.oneof(
  ids.map(node),
  ids.map((id): Edit => ({ type: 'remove-node', id })),
  fc.tuple(ids, fc.string()).map(([id, text]) => label(id, text)),
  fc
    .tuple(ids, fc.integer(), fc.integer())
    .map(([id, x, y]): Edit => ({ type: 'move-nodes', positions: { [id]: { x, y } } })),
  fc
    .tuple(ids, ids)
    .map(([source, target]): Edit => ({ type: 'add-edge', edge: { id: `${source}-${target}`, source, target } })),
  fc
    .tuple(ids, fc.constantFrom('x', 'y'), fc.option(fc.integer(), { nil: undefined }))
    .map(([id, key, value]): Edit => ({ type: 'set-config', id, path: [key], value })),
)

describe('createHistory', () => {
  it('[D16] undoes and redoes every step in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(edits, fc.option(fc.constantFrom('m', 'n'), { nil: undefined }))), (list) => {
        const history = createHistory(createEmptyWorkflow())
        const documents: Workflow[] = [history.document]
        for (const [edit, merge] of list) {
          history.apply(edit, merge)
          documents.push(history.document)
        }
        const after = history.document
        while (history.canUndo) history.undo()
        expect(history.document).toEqual(documents[0])
        while (history.canRedo) history.redo()
        expect(history.document).toEqual(after)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('[D17] merges edits with the same key into one step', () => {
    const history = createHistory(createEmptyWorkflow())
    history.apply(node('a'))
    for (const text of ['L', 'Lo', 'Load']) history.apply(label('a', text), 'label:a')
    history.undo()
    expect(history.document.nodes[0]?.data.label).toBe('a')
    history.redo()
    expect(history.document.nodes[0]?.data.label).toBe('Load')
  })

  it('[D23] returns the edits of the next undo and redo, even after the document was replaced', () => {
    const history = createHistory(createEmptyWorkflow('Before'))
    expect([history.nextUndo, history.nextRedo]).toEqual([undefined, undefined])
    history.apply(node('a'))
    history.replace(createEmptyWorkflow('After'))
    for (const next of ['nextUndo', 'nextUndo', 'nextRedo', 'nextRedo'] as const) {
      const { workflow } = applyEdit(history.document, history[next]!)
      if (next === 'nextUndo') history.undo()
      else history.redo()
      expect(workflow).toEqual(history.document)
    }
    expect([history.document.name, history.nextRedo]).toEqual(['After', undefined])
  })

  it('[D17] ends a merge with undo', () => {
    const history = createHistory(createEmptyWorkflow())
    history.apply(node('a'))
    history.apply(label('a', 'one'), 'label:a')
    history.apply(label('a', 'two'), 'other')
    history.undo()
    history.apply(label('a', 'three'), 'label:a')
    history.undo()
    expect(history.document.nodes[0]?.data.label).toBe('one')
  })

  it('[D18] adds no step for an edit that changes nothing', () => {
    const history = createHistory(createEmptyWorkflow())
    expect(history.apply(label('missing', 'x'))).toHaveLength(1)
    expect(history.canUndo).toBe(false)
  })

  it('[D43] rejects an edit that makes a list too long, and shortens a list that is too long already', () => {
    const createNodes = (count: number) =>
      Array.from({ length: count }, (_, index) => createNode(`n${index}`, 'load', {}, { label: '' }))
    const full = { ...createEmptyWorkflow(), nodes: createNodes(10_000) }
    const history = createHistory(full)
    const edits: Edit[] = [label('n0', 'Load'), node('more')]
    expect(history.apply({ type: 'batch', edits })).toMatchObject([
      { code: 'workflow.too-large', params: { what: 'nodes', count: 10_001, max: 10_000 } },
    ])
    expect(history.document).toBe(full)
    const overlong = createHistory({ ...full, nodes: createNodes(10_002) })
    expect(overlong.apply({ type: 'remove-node', id: 'n0' })).toEqual([])
    expect(overlong.document.nodes).toHaveLength(10_001)
  })

  it('[D19] drops undone steps after a new edit', () => {
    const history = createHistory(createEmptyWorkflow())
    history.apply(node('a'))
    history.undo()
    history.apply(node('b'))
    expect(history.canRedo).toBe(false)
  })

  it('[D20] replaces the document as one step', () => {
    const history = createHistory(createEmptyWorkflow('One'))
    history.apply(node('a'))
    const before = history.document
    history.replace(createEmptyWorkflow('Two'))
    history.apply(node('b'))
    history.undo()
    history.undo()
    expect(history.document).toBe(before)
    history.redo()
    expect(history.document.name).toBe('Two')
  })

  it('[D21] undoes the own steps and keeps absorbed changes of others', () => {
    const history = createHistory(createEmptyWorkflow('One'))
    history.apply(node('a'))
    const { nodes } = history.document
    history.replace({ ...history.document, name: 'Two' })
    history.apply(label('a', 'Mine'))
    const theirs = { ...nodes[0]!, id: 'theirs' }
    history.applyExternal({ ...history.document, nodes: [...history.document.nodes, theirs] })
    history.undo()
    history.undo()
    expect(history.document).toEqual({ ...createEmptyWorkflow('One'), nodes: [...nodes, theirs] })
    history.redo()
    history.redo()
    expect(history.document).toMatchObject({ name: 'Two', nodes: [{ data: { label: 'Mine' } }, { id: 'theirs' }] })
  })

  it('[D22] keeps the latest steps up to the limit', () => {
    const history = createHistory(createEmptyWorkflow(), 3)
    for (const text of ['1', '2', '3', '4', '5']) history.apply({ type: 'set-name', name: text })
    while (history.canUndo) history.undo()
    expect(history.document.name).toBe('2')
  })
})
