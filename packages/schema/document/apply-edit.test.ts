import { renderMessages, getSentence } from '../../../test/render-messages.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdit } from './apply-edit.ts'
import type { Edit } from './edit.ts'
import { readWorkflow } from './read-workflow.ts'
import { anyEdit, chain, anyId, anyValidJson, anyKey } from './test-edits.ts'
import type { Workflow } from './workflow.ts'
import { seed, sizes } from '../../../test/sizes.ts'

const badName = fc.constantFrom('', 'n'.repeat(201), '__proto__', 'a b', 'x'.repeat(129))
const deepValue = Array.from({ length: 120 }).reduce<unknown>((inner) => ({ inner }), 1)
const badJson = fc.constantFrom<unknown>(
  Number.NaN,
  Number.POSITIVE_INFINITY,
  new Date(0),
  () => 1,
  { y: undefined },
  JSON.parse('{"a":{"__proto__":1}}'),
  { constructor: 2 },
  deepValue,
)
const anyJson = fc.oneof(anyValidJson, badJson)
const badKey = fc.constantFrom('__proto__', 'constructor', 'x', '')
/** Edits that TypeScript would reject, as a host page or another version may send them. */
const doubtfulEdit: fc.Arbitrary<Edit> = fc
  .oneof(
    fc.record({ type: fc.constant('set-name'), name: fc.oneof(badName, fc.constantFrom(1, null, undefined)) }),
    fc.record({ type: fc.constant('set-label'), id: anyId, label: fc.oneof(fc.string(), fc.constantFrom(1, null, undefined)) }), // oxfmt-ignore
    fc.record({ type: fc.constant('set-config'), id: anyId, path: fc.oneof(fc.array(badKey, { maxLength: 3 }), fc.constant(Array.from({ length: 99 }, () => 'x'))), value: anyJson }), // oxfmt-ignore
    fc.record({
      type: fc.constant('replace-config'),
      id: anyId,
      config: fc.oneof(anyJson, fc.dictionary(anyKey, anyJson)),
    }),
    fc.record({ type: fc.constant('move-nodes'), positions: fc.dictionary(anyId, fc.record({ x: fc.constantFrom(1, Number.NaN, '2', undefined), y: fc.constantFrom(0, Number.POSITIVE_INFINITY) })) }), // oxfmt-ignore
    fc.record({ type: fc.constant('add-node'), node: fc.record({ id: fc.oneof(anyId, badName), type: fc.constantFrom('table', ''), position: fc.record({ x: fc.constantFrom(1, Number.NaN), y: fc.constant(0) }), data: fc.record({ label: fc.constantFrom('l', 3), config: fc.dictionary(anyKey, anyJson) }) }, { requiredKeys: ['id', 'type'] }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('set-option'), id: anyId, option: fc.constantFrom('mode', 'retry'), options: fc.constantFrom({ mode: 'off' }, { retry: { count: -1 } }, {}, { other: 1 }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('add-group'), group: fc.record({ id: badName, label: fc.constantFrom('', 3), nodes: fc.array(badName) }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('set-variable'), name: badKey, value: anyJson }),
    fc.record({ type: fc.constant('replace-variables'), variables: fc.oneof(anyJson, fc.dictionary(badKey, anyJson)) }),
    fc.record({ type: fc.constant('set-ports'), ports: fc.constantFrom(1, { inputs: [{}] }, { inputs: [], outputs: [], more: 1 }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('add-edge'), edge: fc.record({ id: fc.oneof(fc.constant('e9'), badName), source: anyId, target: anyId, sourceHandle: fc.constantFrom(undefined, 'table', 3), more: fc.constant(1) }, { requiredKeys: ['id', 'source', 'target'] }) }), // oxfmt-ignore
  )
  .map((edit) => edit as unknown as Edit)

/** Returns whether some parts of an edit may be applied while others are rejected. */
const isBatch = (edit: Edit): boolean => edit.type === 'batch' || (edit.type === 'edit-inside' && isBatch(edit.edit))

/** Serializes a workflow, so that comparisons include the order of keys and lists. */
const text = (workflow: Workflow): string => JSON.stringify(workflow)

describe('applyEdit', () => {
  it('[D9] is undone exactly by its inverse, and redone by the inverse of that', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 30 }), (edits) => {
        let current = chain
        const undo: Edit[] = []
        for (const edit of edits) {
          const applied = applyEdit(current, edit)
          undo.push(applied.inverse)
          current = applied.workflow
        }
        const last = text(current)
        const redo: Edit[] = []
        for (const edit of undo.reverse()) {
          const applied = applyEdit(current, edit)
          expect(applied.problems).toEqual([])
          redo.push(applied.inverse)
          current = applied.workflow
        }
        expect(text(current)).toBe(text(chain))
        for (const edit of redo.reverse()) current = applyEdit(current, edit).workflow
        expect(text(current)).toBe(last)
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('[D10] results in documents that can be read back, for any edits', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyEdit, doubtfulEdit), { maxLength: 20 }), (edits) => {
        let current = chain
        for (const edit of edits) {
          const applied = applyEdit(current, edit)
          if (!isBatch(edit) && applied.problems.length > 0) expect(applied.workflow).toBe(current)
          current = applied.workflow
          expect(readWorkflow(structuredClone(current)).problems).toEqual([])
        }
        expect(readWorkflow(text(current)).workflow).toEqual(JSON.parse(text(current)))
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('[D10] rejects a name that is too long, and a setting that cannot be stored', () => {
    const { workflow, problems } = applyEdit(chain, { type: 'set-name', name: 'n'.repeat(250) })
    expect(workflow).toBe(chain)
    expect(renderMessages(problems)).toMatchObject([
      { code: 'edit.invalid', message: expect.stringMatching('250 characters.*at most 200') },
    ])
    expect(applyEdit(chain, { type: 'set-name', name: 'n'.repeat(200) }).problems).toEqual([])
    const reserved = applyEdit(chain, { type: 'set-config', id: 'a', path: ['deep', '__proto__'], value: 1 })
    expect(reserved.workflow).toBe(chain)
    expect(renderMessages(reserved.problems)).toMatchObject([
      { where: { node: 'a' }, message: expect.stringContaining('__proto__') },
    ])
  })

  it('[D10] rejects a value that is nested too deeply in a sub-workflow', () => {
    const path = Array.from({ length: 94 }, () => 'x')
    const deepEdit: Edit = { type: 'set-config', id: 'a', path, value: 1 }
    expect(applyEdit(chain, deepEdit).problems).toEqual([])
    const inner = applyEdit(chain, { type: 'edit-inside', id: 'c', setting: 'inside', edit: deepEdit })
    expect(inner.workflow).toBe(chain)
    expect(inner.problems).toMatchObject([{ code: 'edit.invalid', where: { node: 'c', setting: 'inside' } }])
  })

  it.each([
    ['set-config without path', { type: 'set-config', id: 'a', value: 1 }, 'at path: expected an array, found nothing'],
    ['set-config with a path that is a text', { type: 'set-config', id: 'a', path: 'deep', value: 1 }, 'at path'],
    ['add-node without node', { type: 'add-node' }, 'at node'],
    ['add-edge without edge', { type: 'add-edge' }, 'at edge'],
    ['move-nodes without positions', { type: 'move-nodes' }, 'at positions'],
    ['a batch without edits', { type: 'batch' }, 'at edits'],
    ['an unknown type', { type: 'set-everything' }, 'at type'],
    ['no edit', null, 'The value null (edit) is not valid'],
  ])('[D11] rejects an edit that lacks a part: %s', (_, edit, reason) => {
    const { workflow, inverse, problems } = applyEdit(chain, edit as unknown as Edit)
    expect(workflow).toBe(chain)
    expect(applyEdit(chain, inverse).workflow).toBe(chain)
    expect(renderMessages(problems)).toMatchObject([{ code: 'edit.invalid', message: expect.stringContaining(reason) }])
  })

  it('[D13] applies the other parts of a batch that contains an edit without a part', () => {
    const malformed = { type: 'set-config', id: 'a' } as unknown as Edit
    const { workflow, problems } = applyEdit(chain, {
      type: 'batch',
      edits: [malformed, { type: 'set-name', name: 'Renamed' }],
    })
    expect(problems.map(({ code }) => code)).toEqual(['edit.invalid'])
    expect(workflow).toEqual({ ...chain, name: 'Renamed' })
  })

  it('[D13] removes many items with the same result as one by one', () => {
    const removal = fc.oneof(
      fc.record({ type: fc.constant('remove-node' as const), id: anyId }),
      fc.record({ type: fc.constant('remove-edge' as const), id: fc.constantFrom('ab', 'bc', 'ac', 'cc', 'e1') }),
    )
    const start: Workflow = { ...chain, edges: [...chain.edges, { id: 'cc', source: 'c', target: 'c' }] }
    fc.assert(
      fc.property(fc.array(removal, { maxLength: 8 }), (edits) => {
        let current = start
        const problems: string[] = []
        const inverses: Edit[] = []
        for (const edit of edits) {
          const applied = applyEdit(current, edit)
          problems.push(...applied.problems.map((problem) => getSentence(problem)!))
          if (applied.workflow !== current) inverses.unshift(applied.inverse)
          current = applied.workflow
        }
        const batch = applyEdit(start, { type: 'batch', edits })
        expect(text(batch.workflow)).toBe(text(current))
        expect(batch.problems.map((problem) => getSentence(problem)!)).toEqual(problems)
        expect(batch.inverse).toEqual({ type: 'batch', edits: inverses })
        expect(text(applyEdit(batch.workflow, batch.inverse).workflow)).toBe(text(start))
      }),
      { numRuns: sizes.propertyRuns, seed },
    )
  })

  it('[D9] undoes and redoes a thousand edits exactly', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { minLength: 1_000, maxLength: 1_000, size: 'max' }), (edits) => {
        let current = chain
        const undo: Edit[] = []
        for (const edit of edits) {
          const applied = applyEdit(current, edit)
          undo.push(applied.inverse)
          current = applied.workflow
        }
        const last = text(current)
        const redo: Edit[] = []
        for (const edit of undo.reverse()) {
          const applied = applyEdit(current, edit)
          redo.push(applied.inverse)
          current = applied.workflow
        }
        expect(text(current)).toBe(text(chain))
        for (const edit of redo.reverse()) current = applyEdit(current, edit).workflow
        expect(text(current)).toBe(last)
      }),
      { numRuns: Math.max(3, Math.ceil(sizes.propertyRuns / 100)), seed },
    )
  })

  it('[D15] edits a workflow inside a node, and reports a missing one', () => {
    const edit: Edit = { type: 'edit-inside', id: 'c', setting: 'old', edit: { type: 'set-name', name: 'new' } }
    const { workflow, inverse, problems } = applyEdit(chain, edit)
    expect(problems).toEqual([])
    expect(workflow.nodes[2]?.data.config.old).toMatchObject({ name: 'new', status: 'draft', tags: [] })
    expect(text(applyEdit(workflow, inverse).workflow)).toBe(text(chain))
    const none = applyEdit(chain, { ...edit, id: 'a' })
    expect(none.workflow).toBe(chain)
    expect(none.problems).toMatchObject([{ code: 'edit.refused', where: { node: 'a', setting: 'old' } }])
  })

  it('[D8] never mutates the document', () => {
    const before = text(chain)
    fc.assert(
      fc.property(anyEdit, (edit) => void applyEdit(chain, edit)),
      { numRuns: sizes.propertyRuns, seed },
    )
    expect(text(chain)).toBe(before)
  })

  it('[D14] removes a node with its edges, and restores both at their positions', () => {
    const { workflow, inverse } = applyEdit(chain, { type: 'remove-node', id: 'b' })
    expect(workflow.edges.map((edge) => edge.id)).toEqual(['ac'])
    expect(applyEdit(workflow, inverse).workflow).toEqual(chain)
  })

  it('[D12] rejects invalid edits with the id, and applies the rest of a batch', () => {
    const applied = applyEdit(chain, {
      type: 'batch',
      edits: [
        { type: 'set-label', id: 'nobody', label: 'x' },
        { type: 'set-label', id: 'a', label: 'Load' },
      ],
    })
    expect(applied.problems).toMatchObject([{ code: 'edit.refused', where: { node: 'nobody' } }])
    expect(applied.workflow.nodes[0]?.data.label).toBe('Load')
  })
})
