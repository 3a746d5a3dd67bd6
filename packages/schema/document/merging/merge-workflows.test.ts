import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit } from '../apply-edit.ts'
import type { Conflict } from './conflict.ts'
import type { Edit } from '../edit.ts'
import { mergeWorkflows } from './merge-workflows.ts'
import { readWorkflow } from '../read-workflow.ts'
import { repair } from '../repair.ts'
import { isRecord, isSameJson } from '../../wire/is-same-json.ts'
import { canKeepBoth, resolveConflict } from './resolve-conflict.ts'
import { anyEdit, chain, createNode } from '../test-edits.ts'
import { createEmptyWorkflow, type Workflow } from '../workflow.ts'
import { seed, sizes } from '../../../../test/sizes.ts'

const after = (workflow: Workflow, edits: Edit[]): Workflow => applyEdit(workflow, { type: 'batch', edits }).workflow
const anyEdits = fc.array(anyEdit, { maxLength: 10 })
const runs = { numRuns: sizes.propertyRuns, seed }
const from = (ours: Edit[], theirs: Edit[]) => mergeWorkflows(chain, after(chain, ours), after(chain, theirs))

/** Returns all values of a document by path (of ids and keys). Atomic values have one entry. */
function facts(value: unknown, path: string[] = [], found = new Map<string, string>()): Map<string, string> {
  const atomicKeys = ['position', 'points', 'size', 'ends', 'type', 'ports']
  if (Array.isArray(value) && value.every((item) => isRecord(item) && typeof item.id === 'string')) {
    for (const item of value) {
      found.set([...path, item.id].join(' '), 'there')
      facts(partsOf(item), [...path, item.id], found)
    }
  } else if (Array.isArray(value) && ['tags', 'nodes'].includes(path.at(-1) ?? '')) {
    for (const text of value) found.set([...path, text].join(' '), 'there')
  } else if (isRecord(value) && !atomicKeys.includes(path.at(-1) ?? '')) {
    if (path.at(-2) === 'config') found.set(path.join(' '), 'nodes' in value ? 'workflow' : 'object')
    const read = path.at(-2) === 'config' && 'nodes' in value ? readWorkflow(value).workflow : undefined
    for (const [key, inner] of Object.entries(read ?? value)) facts(inner, [...path, key], found)
  } else {
    found.set(path.join(' '), JSON.stringify(value))
  }
  return found
}

/** Combines the type of a node and the ends of an edge into one value each, because they are merged as a whole. */
function partsOf({ id: _id, ...item }: Record<string, unknown>): unknown {
  if ('source' in item) {
    const { points, ...ends } = item
    return { ends, ...(points ? { points } : {}) }
  }
  if ('data' in item) {
    const { type, typeVersion, ...rest } = item
    return { ...rest, type: { type, typeVersion } }
  }
  return item
}

const wayOf = ({ workflowPath, path }: Conflict): string =>
  [...workflowPath.flatMap(({ node, setting }) => ['nodes', node, 'data', 'config', setting]), ...path].join(' ')

const isPart = (path: string, of: string): boolean => path === of || path.startsWith(`${of} `)

describe('mergeWorkflows', () => {
  it('[D33] includes the changes of both sides, or a conflict about them', () => {
    fc.assert(
      fc.property(anyEdits, anyEdits, (left, right) => {
        const ours = after(chain, left)
        const theirs = after(chain, right)
        const { document, conflicts, problems } = mergeWorkflows(chain, ours, theirs)
        expect(problems).toEqual([])
        const [was, our, their, merged] = [chain, ours, theirs, document].map((one) => facts(one)) as [
          Map<string, string>,
          Map<string, string>,
          Map<string, string>,
          Map<string, string>,
        ]
        for (const path of new Set([...was.keys(), ...our.keys(), ...their.keys(), ...merged.keys()])) {
          const [base, o, t, m] = [was.get(path), our.get(path), their.get(path), merged.get(path)]
          const isReported = conflicts.some(
            (conflict) =>
              isPart(path, wayOf(conflict)) ||
              [...(conflict.edges?.ours ?? []), ...(conflict.edges?.theirs ?? [])].some(({ id }) =>
                isPart(path, wayOf({ workflowPath: conflict.workflowPath, path: ['edges', id] })),
              ),
          )
          if (isReported) continue
          // If only one side changed the value, the merged value is that of this side.
          const wanted = o === t || t === base ? o : o === base ? t : undefined
          expect({ path, value: m, by: [base, o, t] }).toEqual({ path, value: wanted, by: [base, o, t] })
        }
      }),
      runs,
    )
  })

  it('[D34] results in a valid document, with the values of ours in conflicts', () => {
    fc.assert(
      fc.property(anyEdits, anyEdits, (left, right) => {
        const { document, conflicts } = from(left, right)
        expect(readWorkflow(structuredClone(document)).problems).toEqual([])
        expect(repair(document).document).toBe(document)
        for (const conflict of conflicts) {
          expect(isSameJson(conflict.ours, conflict.theirs)).toBe(false)
          expect(after(document, [resolveConflict(document, conflict, 'ours')])).toBe(document)
        }
      }),
      runs,
    )
  })

  it('[D32] applies single changes and equal changes without a conflict', () => {
    fc.assert(
      fc.property(anyEdits, anyEdits, (before, edits) => {
        const base = after(chain, before)
        const changed = after(base, edits)
        expect(mergeWorkflows(base, changed, base).document).toEqual(changed)
        expect(mergeWorkflows(base, base, changed).document).toEqual(changed)
        expect(mergeWorkflows(base, changed, structuredClone(changed)).document).toEqual(changed)
      }),
      runs,
    )
  })

  it('[D36] keeps the order of the side that moved items, and adds items of the other at their positions', () => {
    const add = (id: string, before?: string): Edit => ({ type: 'add-node', node: { ...chain.nodes[0]!, id }, before })
    const placeEdit: Edit = { type: 'place-item', list: 'nodes', id: 'c', before: 'a' }
    const ids = ({ document }: { document: Workflow }) => document.nodes.map(({ id }) => id)
    expect(ids(from([placeEdit], [add('x', 'b'), add('y')]))).toEqual(['c', 'y', 'a', 'x', 'b'])
    expect(ids(from([add('x')], [add('y')]))).toEqual(['a', 'b', 'c', 'x', 'y'])
    expect(ids(from([add('y')], [add('x')]))).toEqual(['a', 'b', 'c', 'x', 'y'])
  })

  it('[D37] reports a node that one side removes and the other changes or connects, and restores either version', () => {
    const relabel: Edit = { type: 'set-label', id: 'b', label: 'Mine' }
    const kept = from([relabel], [{ type: 'remove-node', id: 'b' }])
    expect(kept.document).toEqual(after(chain, [relabel]))
    expect(kept.conflicts).toMatchObject([{ path: ['nodes', 'b'], ours: { data: { label: 'Mine' } } }])
    const settled = after(kept.document, [resolveConflict(kept.document, kept.conflicts[0]!, 'theirs')])
    expect(settled).toEqual(after(chain, [{ type: 'remove-node', id: 'b' }]))

    const join: Edit = { type: 'add-edge', edge: { id: 'e1', source: 'a', target: 'b' } }
    const gone = from([{ type: 'remove-node', id: 'b' }], [join])
    expect(gone.document.edges.map(({ id }) => id)).toEqual(['ac'])
    const back = after(gone.document, [resolveConflict(gone.document, gone.conflicts[0]!, 'theirs')])
    expect(back.nodes.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c'])
    expect(back.edges.map(({ id }) => id).toSorted()).toEqual(['ab', 'ac', 'bc', 'e1'])
  })

  it('[D44] omits edges that only together share an input or form a cycle', () => {
    const base: Workflow = { ...createEmptyWorkflow('w'), nodes: ['a', 'b', 'c', 'd'].map((id) => createNode(id)) }
    const edge = (id: string, source: string, target: string) => ({ id, source, target, targetHandle: 'in' })
    const withEdges = (...edges: Workflow['edges']): Workflow => ({ ...base, edges })
    const merge = (ours: Workflow, theirs: Workflow, before = base) => {
      const { document, problems } = mergeWorkflows(before, ours, theirs)
      return { edges: document.edges.map(({ id }) => id).sort(), problems: problems.map(({ code }) => code) }
    }
    const cycle = [withEdges(edge('e1', 'a', 'b')), withEdges(edge('e2', 'b', 'a'))] as const
    const expected = { edges: ['e1'], problems: ['document.edge-unsound'] }
    expect(merge(...cycle)).toEqual(expected)
    expect(merge(cycle[1], cycle[0])).toEqual(expected)
    // One side moves an edge to the input that the other side connects.
    const moved = withEdges(edge('e2', 'a', 'd'))
    const connected = withEdges(edge('e1', 'b', 'd'), edge('e2', 'a', 'c'))
    expect(merge(moved, connected, withEdges(edge('e2', 'a', 'c')))).toEqual({ ...expected, edges: ['e2'] })
    // An input that takes several edges already.
    const several = [edge('e1', 'a', 'd'), edge('e2', 'b', 'd')]
    const more = merge(withEdges(...several, edge('e3', 'c', 'd')), withEdges(...several), withEdges(...several))
    expect(more).toEqual({ edges: ['e1', 'e2', 'e3'], problems: [] })
  })

  it('[D38] reports an input to which both sides added an edge', () => {
    const lead = (id: string, source: string): Edit[] => [
      { type: 'remove-edge', id: 'bc' },
      { type: 'add-node', node: { ...chain.nodes[0]!, id: source } },
      { type: 'add-edge', edge: { id, source, target: 'c', targetHandle: 'table' } },
    ]
    const { document, conflicts } = from(lead('x1', 'x'), lead('y1', 'y'))
    expect(document.nodes.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'x', 'y'])
    expect(document.edges.map(({ id }) => id)).toEqual(['ab', 'ac', 'x1'])
    expect(conflicts).toMatchObject([{ path: ['inputs', 'c', 'table'], ours: { id: 'x1' }, theirs: { id: 'y1' } }])
    const taken = after(document, [resolveConflict(document, conflicts[0]!, 'theirs')])
    expect(taken.edges.map(({ id }) => id)).toEqual(['ab', 'ac', 'y1'])
    const again = from(lead('x1', 'x'), [...lead('y1', 'y'), { type: 'remove-node', id: 'y' }])
    expect(again.conflicts).toEqual([])
  })

  it('[D39] reports settings of a different type as one conflict of the node', () => {
    const other: Edit = { type: 'replace-node', node: { ...chain.nodes[0]!, type: 'filter' } }
    const { document, conflicts } = from([other], [{ type: 'set-config', id: 'a', path: ['x'], value: 2 }])
    expect(document).toEqual(after(chain, [other]))
    expect(conflicts.map(({ path }) => path)).toEqual([['nodes', 'a']])
  })

  it('[D40] merges sub-workflows, with the path of their conflicts', () => {
    const inside = (edit: Edit): Edit => ({ type: 'edit-inside', id: 'c', setting: 'inside', edit })
    const label = (id: string, to: string): Edit => inside({ type: 'set-label', id, label: to })
    const { document, conflicts } = from([label('a', 'Ours'), label('b', 'Both')], [label('a', 'Theirs'), inside({ type: 'set-name', name: 'New' })]) // oxfmt-ignore
    expect(document.nodes[2]!.data.config.inside).toMatchObject({ name: 'New', nodes: [{ data: { label: 'Ours' } }, { data: { label: 'Both' } }] }) // oxfmt-ignore
    expect(conflicts).toEqual([{ workflowPath: [{ node: 'c', setting: 'inside' }], path: ['nodes', 'a', 'data', 'label'], base: 'a', ours: 'Ours', theirs: 'Theirs' }]) // oxfmt-ignore
    const taken = after(document, [resolveConflict(document, conflicts[0]!, 'theirs')])
    expect(taken.nodes[2]!.data.config.inside).toMatchObject({ nodes: [{ data: { label: 'Theirs' } }, {}] })
  })

  // Regression tests: each of these cases once failed.
  const edge = (source: string, target: string): Edit[] => [
    { type: 'remove-edge', id: 'ab' },
    { type: 'add-edge', edge: { id: 'ab', source, target } },
  ]
  for (const [what, ours, theirs] of [
    ['put elsewhere by the side that removes', [{ type: 'remove-node', id: 'a' }, { type: 'add-edge', edge: { id: 'ab', source: 'b', target: 'b' } }], [{ type: 'replace-config', id: 'a', config: {} }]], // oxfmt-ignore
    ['put to a node that the other side removes', edge('a', 'c'), [{ type: 'remove-node', id: 'c' }]],
  ] as [string, Edit[], Edit[]][]) {
    it(`[D35] is symmetric for an edge that is ${what}`, () => {
      const { document, conflicts } = from(ours, theirs)
      let settled = document
      for (const conflict of conflicts) settled = after(settled, [resolveConflict(settled, conflict, 'theirs')])
      expect(sortedLists(settled)).toEqual(sortedLists(from(theirs, ours).document))
    })
  }

  const keep = (left: Edit[], right: Edit[], base = chain) => {
    const { document, conflicts } = mergeWorkflows(base, after(base, left), after(base, right))
    return { document, conflict: conflicts[0]!, both: () => resolveConflict(document, conflicts[0]!, 'both') }
  }
  const set = (value: string): Edit => ({ type: 'set-config', id: 'b', path: ['value'], value })
  const note = (id: string, text: string) => ({
    id,
    text,
    position: { x: 0, y: 0 },
    size: { width: 100, height: 100 },
  })

  it('[D45] keeps two nodes, connected alike, and removes the copy when one side is chosen', () => {
    const { document, conflict, both } = keep([set('mine')], [set('theirs')])
    expect(canKeepBoth(document, conflict)).toBe(true)
    const kept = after(document, [both()])
    expect(kept.nodes.map(({ id, data }) => [id, data.config.value])).toEqual([
      ['a', undefined],
      ['b', 'mine'],
      ['b-theirs', 'theirs'],
      ['c', undefined],
    ])
    const incoming = document.edges.filter(({ target }) => target === 'b').length
    expect(kept.edges.filter(({ target }) => target === 'b-theirs')).toHaveLength(incoming)
    expect(readWorkflow(structuredClone(kept)).problems).toEqual([])
    expect(after(kept, [resolveConflict(kept, conflict, 'both')])).toBe(kept)
    expect(after(kept, [resolveConflict(kept, conflict, 'ours')])).toEqual(document)
    const theirs = after(kept, [resolveConflict(kept, conflict, 'theirs')])
    expect(theirs.nodes.map(({ id, data }) => [id, data.config.value])[1]).toEqual(['b', 'theirs'])
    expect(theirs.nodes).toHaveLength(3)
  })

  it('[D45] keeps two notes, and two edges into different inputs', () => {
    const base = after(chain, [{ type: 'add-note', note: note('n', 'was') }])
    const replaceNote = (text: string): Edit[] => [{ type: 'replace-note', note: note('n', text) }]
    const notes = keep(replaceNote('mine'), replaceNote('theirs'), base)
    expect(after(notes.document, [notes.both()]).notes?.map(({ text }) => text)).toEqual(['mine', 'theirs'])
    const connect = (target: string): Edit[] => [
      { type: 'add-node', node: { ...chain.nodes[0]!, id: 'x' } },
      { type: 'add-node', node: { ...chain.nodes[0]!, id: 'y' } },
      { type: 'add-edge', edge: { id: 'e', source: 'c', target } },
    ]
    const edges = keep(connect('x'), connect('y'))
    expect(edges.conflict.path.slice(0, 2)).toEqual(['edges', 'e'])
    expect(
      after(edges.document, [edges.both()]).edges.flatMap(({ id, target }) => (/^e\b/.test(id) ? [target] : [])),
    ).toEqual(['x', 'y'])
  })

  it('[D45] does not keep both of what a document has once, or if one side removed it', () => {
    const named = keep([{ type: 'set-name', name: 'Mine' }], [{ type: 'set-name', name: 'Theirs' }])
    const moved = keep(
      [{ type: 'move-nodes', positions: { b: { x: 1, y: 1 } } }],
      [{ type: 'move-nodes', positions: { b: { x: 2, y: 2 } } }],
    )
    const removed = keep([set('mine')], [{ type: 'remove-node', id: 'b' }])
    for (const { document, conflict, both } of [named, moved, removed]) {
      expect(canKeepBoth(document, conflict), conflict.path.join()).toBe(false)
      expect(both()).toEqual({ type: 'batch', edits: [] })
    }
  })

  it('[D35] is symmetric except for conflicts', () => {
    fc.assert(
      fc.property(anyEdits, anyEdits, (left, right) => {
        const { document, conflicts } = from(left, right)
        const other = from(right, left)
        const side = ({ workflowPath, path, ours, theirs }: Conflict) => ({ inside: workflowPath, path, ours, theirs })
        const turned = other.conflicts.map(({ ours, theirs, ...rest }) => ({ ...rest, ours: theirs, theirs: ours }))
        expect(turned.map((one) => side(one as Conflict)).toSorted(byText)).toEqual(
          conflicts.map(side).toSorted(byText),
        )
        let settled = document
        for (const conflict of conflicts) settled = after(settled, [resolveConflict(settled, conflict, 'theirs')])
        expect(sortedLists(settled)).toEqual(sortedLists(other.document))
        for (const conflict of conflicts) settled = after(settled, [resolveConflict(settled, conflict, 'ours')])
        expect(sortedLists(settled)).toEqual(sortedLists(document))
      }),
      runs,
    )
  })
})

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

/** Sorts all lists, because restored items are not at their original position. */
function sortedLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedLists).toSorted(byText)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, sortedLists(inner)] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}
