import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seed, sizes } from '../../../test/sizes.ts'
import { applyEdit } from '../document/apply-edit.ts'
import { anyEdit, chain } from '../document/test-edits.ts'
import { createEmptyWorkflow, type Json, type Workflow } from '../document/workflow.ts'
import { acceptLeaves } from './accept-leaves.ts'
import { diffLeaves, toLeaves } from './diff-leaves.ts'
import { fromLeaves } from './from-leaves.ts'
import { writeLeaves, type LeafChange } from './leaf-tree.ts'
import {
  createLiveCopy,
  editCopy,
  listLeaves,
  readCopy,
  readLeaves,
  receiveEdits,
  receiveOutcome,
  selectOwnChanges,
} from './live-copy.ts'
import { mergeCopy } from './merge-copy.ts'
import { createKeyBetween, orderKeyPattern } from './order-key.ts'
import { createNode } from '../../../test/create-node.ts'

/** Sorts the members of groups, which leaves do not order, and omits lists without items. */
const normalize = (workflow: Workflow): unknown =>
  JSON.parse(
    JSON.stringify(workflow, (key, value: unknown) =>
      key === 'nodes' && Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? value.toSorted()
        : value,
    ),
  )

/** Documents that random edits of `chain` result in. */
const anyDocuments = fc
  .array(anyEdit, { minLength: 1, maxLength: 12 })
  .map((edits) =>
    edits.reduce<Workflow[]>((documents, edit) => [...documents, applyEdit(documents.at(-1)!, edit).workflow], [chain]),
  )

const run = { seed, numRuns: sizes.propertyRuns * 5 }

describe('leaves', () => {
  it('[L3] are the document', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        for (const document of documents) expect(normalize(fromLeaves(toLeaves(document)))).toEqual(normalize(document))
      }),
      run,
    )
  })

  it('[L8] turn one document into another, and the server accepts all of them', () => {
    fc.assert(
      fc.property(anyDocuments, (documents) => {
        let tree = toLeaves(chain)
        for (const [index, after] of documents.slice(1).entries()) {
          const changes = diffLeaves(documents[index], after, tree)
          const { tree: next, refused } = acceptLeaves(tree, { client: 'a', clock: index, changes }, index + 1)
          expect({ changes, refused }).toEqual({ changes, refused: [] })
          expect(normalize(fromLeaves(next))).toEqual(normalize(after))
          expect(diffLeaves(after, after, next)).toEqual([])
          tree = next
        }
        expect(fromLeaves(readLeaves(listLeaves(tree)))).toEqual(fromLeaves(tree))
      }),
      run,
    )
  })

  it('[L4] escape the names of settings', () => {
    const config = { 'a/b': { '~': 1, '@': { nodes: 2 }, '': 3 }, '#': 4 }
    const workflow = withNodes({ a: config })
    expect(listLeaves(toLeaves(workflow)).map(({ leaf }) => leaf)).toContain('nodes/a/config/a~1b/~2/nodes')
    expect(fromLeaves(toLeaves(workflow)).nodes[0]!.data.config).toEqual(config)
  })

  it('[L5] of an item are removed with its existence', () => {
    const tree = writeLeaves(toLeaves(withNodes({ a: { x: 1 }, b: {} })), [{ leaf: 'nodes/a/#' }])
    expect(listLeaves(tree).filter(({ leaf }) => leaf.startsWith('nodes/a'))).toEqual([])
    expect(fromLeaves(tree).nodes.map(({ id }) => id)).toEqual(['b'])
  })

  it('[L7] mark empty lists and records, next to members or not', () => {
    const workflow = { ...withNodes({ a: { list: [], record: {} } }), groups: [] }
    expect(fromLeaves(toLeaves(workflow))).toEqual(workflow)
    const tree = writeLeaves(toLeaves(workflow), [{ leaf: 'nodes/a/config/record/x', value: 1 }])
    expect(fromLeaves(tree).nodes[0]!.data.config).toEqual({ list: [], record: { x: 1 } })
    const replaced = writeLeaves(tree, [{ leaf: 'nodes/a/config/record', value: 2 }])
    expect(fromLeaves(replaced).nodes[0]!.data.config).toEqual({ list: [], record: 2 })
  })

  it('[L6] have order keys between any two others', () => {
    let keys = [createKeyBetween('', '')]
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 100, maxLength: 300 }), (places) => {
        keys = [createKeyBetween('', '')]
        for (const place of places) {
          const index = place % (keys.length + 1)
          const key = createKeyBetween(keys[index - 1] ?? '', keys[index] ?? '')
          expect(key).toMatch(orderKeyPattern)
          keys.splice(index, 0, key)
        }
        expect(keys).toEqual([...new Set(keys)].sort())
      }),
      { seed, numRuns: sizes.propertyRuns },
    )
  })

  it('[L6] change the key of the moved item only', () => {
    const workflow = withNodes({ a: {}, b: {}, c: {}, d: {} })
    for (const before of ['a', 'b', undefined]) {
      const moved = applyEdit(workflow, { type: 'place-item', list: 'nodes', id: before === 'a' ? 'd' : 'a', before })
      const changes = diffLeaves(workflow, moved.workflow, toLeaves(workflow))
      expect(changes.length).toBeLessThanOrEqual(1)
    }
  })
})

const withNodes = (configs: Record<string, Record<string, Json>>, edges: [string, string][] = []): Workflow => ({
  ...createEmptyWorkflow('w'),
  nodes: Object.entries(configs).map(([id, config]) => createNode(id, 'table', config)),
  edges: edges.map(([source, target]) => ({ id: `${source}${target}`, source, target, targetHandle: 'in' })),
})

/** Applies Ada's changes and then Ben's, who has not seen them. */
function afterAda(workflow: Workflow, adas: readonly LeafChange[], bens: readonly LeafChange[]) {
  const first = acceptLeaves(toLeaves(workflow), { client: 'ada', clock: 0, changes: adas }, 1)
  expect(first.refused).toEqual([])
  const { tree, accepted, refused, replaced } = acceptLeaves(first.tree, { client: 'ben', clock: 0, changes: bens }, 2)
  return { workflow: fromLeaves(tree), accepted, refused, replaced }
}

const abc = withNodes({ a: { deep: { x: 1 } }, b: {}, c: {} }, [['a', 'b']])

const addEdge = (id: string, source: string, target: string): LeafChange[] => [
  { leaf: `edges/${id}/#`, value: true },
  { leaf: `edges/${id}/ends`, value: { source, target, targetHandle: 'in' } },
]

describe('the order of the server', () => {
  it('[L9] reports nothing about what the author has seen', () => {
    const first = acceptLeaves(toLeaves(abc), { client: 'ada', clock: 0, changes: [{ leaf: 'name', value: 'Ada' }] }, 1)
    const patch = { client: 'ben', clock: 1, changes: [{ leaf: 'name', value: 'Ben' }] }
    expect(acceptLeaves(first.tree, patch, 2)).toMatchObject({ accepted: patch.changes, refused: [], replaced: [] })
  })

  it('[L10] accepts the other changes of a patch', () => {
    const { workflow, refused } = afterAda(
      abc,
      [],
      [
        { leaf: 'nodes/a/label', value: 'A' },
        { leaf: 'nodes/x/label', value: 'X' },
      ],
    )
    expect(workflow.nodes[0]!.data.label).toBe('A')
    expect(refused).toEqual([{ leaf: 'nodes/x/label', reason: 'item-gone' }])
  })

  it('[L11] reports a value that is replaced unseen', () => {
    const { replaced } = afterAda(abc, [{ leaf: 'name', value: 'Ada' }], [{ leaf: 'name', value: 'Ben' }])
    expect(replaced).toEqual([{ leaf: 'name', by: 'ada', value: 'Ada' }])
  })

  it.each<[string, LeafChange]>([
    ['unknown-leaf', { leaf: 'nodes/a/color', value: 'red' }],
    ['unknown-leaf', { leaf: 'nodes/__proto__/label', value: 'x' }],
    ['unknown-leaf', { leaf: 'nodes/a/config/__proto__/x', value: 1 }],
    ['unknown-leaf', { leaf: 'nodes/a b/#', value: true }],
    ['unknown-leaf', { leaf: '', value: 1 }],
    ['unknown-leaf', { leaf: 'x'.repeat(3_000), value: 1 }],
    ['unknown-leaf', { leaf: `nodes/a/config${'/x'.repeat(200)}`, value: 1 }],
    ['invalid-value', { leaf: 'nodes/a/position', value: { x: 1 } }],
    ['invalid-value', { leaf: 'nodes/a/^', value: 'A' }],
    ['invalid-value', { leaf: 'name', value: '' }],
    ['invalid-value', { leaf: 'nodes/a/config/x', value: JSON.parse('{"__proto__": 1}') as Json }],
    ['value-required', { leaf: 'nodes/a/label' }],
    ['value-required', { leaf: 'name' }],
    ['item-incomplete', { leaf: 'nodes/n/#', value: true }],
    ['item-gone', { leaf: 'nodes/n/label', value: 'x' }],
    ['item-gone', { leaf: 'nodes/a/config/inside/@/name', value: 'x' }],
  ])('[L12] refuses with %s: %j', (reason, change) => {
    const { refused, accepted } = afterAda(abc, [], [change])
    expect(refused).toEqual([{ leaf: change.leaf, reason }])
    expect(accepted).toEqual([])
  })

  it('[L13] refuses a change of an item that somebody has removed', () => {
    const { refused } = afterAda(abc, [{ leaf: 'nodes/a/#' }], [{ leaf: 'nodes/a/label', value: 'x' }])
    expect(refused).toEqual([{ leaf: 'nodes/a/label', reason: 'item-gone' }])
  })

  it('[L14] keeps a node that somebody has changed or connected', () => {
    const removal = [{ leaf: 'nodes/b/#' }, { leaf: 'edges/ab/#' }]
    const changed = afterAda(abc, [{ leaf: 'nodes/b/label', value: 'x' }], removal)
    expect(changed.refused).toEqual([{ leaf: 'nodes/b/#', reason: 'changed-since', by: 'ada' }])
    expect(changed.workflow.nodes).toHaveLength(3)
    const connected = afterAda(abc, addEdge('bc', 'b', 'c'), removal)
    expect(connected.refused[0]).toEqual({ leaf: 'nodes/b/#', reason: 'changed-since', by: 'ada' })
  })

  it('[L15] keeps a value against settings above or below it', () => {
    const above = { leaf: 'nodes/a/config/deep', value: 1 }
    const below = { leaf: 'nodes/a/config/deep/y', value: 2 }
    expect(afterAda(abc, [below], [{ leaf: 'nodes/a/config/deep/x' }, above]).refused).toMatchObject([
      { leaf: above.leaf, reason: 'changed-since', by: 'ada' },
    ])
    expect(afterAda(abc, [{ leaf: 'nodes/a/config/deep/x' }, above], [below]).refused).toMatchObject([
      { leaf: below.leaf, reason: 'value-above', by: 'ada' },
    ])
  })

  it('[L16] refuses an edge to an input that somebody has connected, or that closes a cycle with an unseen edge', () => {
    const taken = afterAda(abc, addEdge('e1', 'a', 'c'), addEdge('e2', 'b', 'c'))
    expect(taken.refused.map(({ reason }) => reason)).toEqual(['input-taken', 'input-taken'])
    const cycle = afterAda(abc, addEdge('e1', 'b', 'c'), addEdge('e2', 'c', 'a'))
    expect(cycle.refused.map(({ reason }) => reason)).toEqual(['closes-cycle', 'closes-cycle'])
    const own = afterAda(abc, [], [...addEdge('e1', 'b', 'c'), ...addEdge('e2', 'a', 'c')])
    expect(own.refused).toEqual([])
  })

  it('[L17] removes the edges of a removed node', () => {
    const { workflow, accepted } = afterAda(abc, [], [{ leaf: 'nodes/a/#' }])
    expect(workflow.edges).toEqual([])
    expect(accepted).toEqual([{ leaf: 'nodes/a/#' }, { leaf: 'edges/ab/#' }])
  })
})

describe('copies', () => {
  const tree = toLeaves(abc)
  const rename = (copy: ReturnType<typeof createLiveCopy>, label: string) => {
    const before = readCopy(copy)
    return editCopy(copy, before, applyEdit(before, { type: 'set-label', id: 'a', label }).workflow)
  }
  const getLabel = (copy: ReturnType<typeof createLiveCopy>): string => readCopy(copy).nodes[0]!.data.label
  const adas = { seq: 1, client: 'ada', number: 0, changes: [{ leaf: 'nodes/a/label', value: 'Ada' }] }

  it('[L19] show pending edits until the server has ordered them, once', () => {
    let copy = rename(createLiveCopy('ben', tree, 0), 'Ben')
    copy = receiveEdits(copy, [adas])
    expect(getLabel(copy)).toBe('Ben')
    copy = receiveOutcome(copy, { number: 0, seq: 2, refused: [], replaced: [] })
    expect([getLabel(copy), copy.seq, copy.pending]).toEqual(['Ben', 2, []])
    expect(receiveEdits(copy, [{ ...adas, seq: 2 }])).toBe(copy)
    const removed = receiveEdits(rename(createLiveCopy('ben', tree, 0), 'Ben'), [
      { ...adas, changes: [{ leaf: 'nodes/a/#' }] },
    ])
    expect(readCopy(removed).nodes.map(({ id }) => id)).toEqual(['b', 'c'])
  })

  it('[L20] take back what is still one’s own', () => {
    const own = rename(createLiveCopy('ben', tree, 0), 'Ben')
    const undo: LeafChange[] = [{ leaf: 'nodes/a/label', value: 'a' }]
    expect(selectOwnChanges(own, undo)).toEqual({ changes: undo, kept: [] })
    const later = receiveOutcome(own, { number: 0, seq: 1, refused: [], replaced: [] })
    const changed = receiveEdits(later, [{ ...adas, seq: 2 }])
    expect(selectOwnChanges(changed, undo)).toEqual({ changes: [], kept: [{ leaf: 'nodes/a/label', by: 'ada' }] })
  })

  it('[L21] merge with the server after an absence', () => {
    const mine = rename(createLiveCopy('ben', tree, 0), 'Ben')
    const server = writeLeaves(tree, [...adas.changes, { leaf: 'name', value: 'new' }])
    const { copy, conflicts } = mergeCopy(mine, server, 9)
    expect([getLabel(copy), readCopy(copy).name, copy.seq]).toEqual(['Ben', 'new', 9])
    expect(copy.pending.map(({ clock, changes }) => ({ clock, changes }))).toEqual([
      { clock: 9, changes: [{ leaf: 'nodes/a/label', value: 'Ben' }] },
    ])
    expect(conflicts).toMatchObject([{ path: ['nodes', 'a', 'data', 'label'], ours: 'Ben', theirs: 'Ada' }])
  })

  it('[L21] recognizes that an edit arrived whose acknowledgement was lost', () => {
    let mine = rename(createLiveCopy('ben', tree, 0), 'Ben')
    const server = writeLeaves(tree, mine.pending[0]!.changes)
    mine = rename(mine, 'a')
    expect(getLabel(mergeCopy(mine, server, 9).copy)).toBe('a')
  })

  it('[L18] share the parts of documents that did not change', () => {
    const before = createLiveCopy('ben', tree, 0)
    const after = receiveEdits(before, [adas])
    expect(readCopy(after).nodes[1]).toBe(readCopy(before).nodes[1])
    expect(readCopy(after).edges).toBe(readCopy(before).edges)
    expect(writeLeaves(tree, [])).toEqual(tree)
  })
})
