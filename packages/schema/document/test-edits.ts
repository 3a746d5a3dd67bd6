import fc from 'fast-check'
import type { Edit } from './edit.ts'
import { createEmptyWorkflow, type NodeAnswers, type Workflow } from './workflow.ts'

export const createNode = (id: string, config = {}) => ({
  id,
  type: 'table',
  position: { x: 0, y: 0 },
  data: { label: id, config },
})
const innerWorkflow = {
  ...createEmptyWorkflow('inner'),
  nodes: [createNode('a'), createNode('b')],
  edges: [{ id: 'ab', source: 'a', target: 'b' }],
}
/** The workflow without the properties that an older version did not write. */
const { status: _status, tags: _tags, settings: _settings, ...oldWorkflow } = { ...innerWorkflow, name: 'old' }
/** A document with nested settings and two sub-workflows, one of them written by an older version. */
export const chain: Workflow = {
  ...createEmptyWorkflow('chain'),
  nodes: [
    createNode('a', { x: 1, deep: { y: 2 } }),
    createNode('b'),
    createNode('c', { inside: innerWorkflow, old: oldWorkflow }),
  ],
  edges: [
    { id: 'ab', source: 'a', target: 'b' },
    { id: 'bc', source: 'b', target: 'c' },
    { id: 'ac', source: 'a', target: 'c' },
  ],
}

export const anyId = fc.constantFrom('a', 'b', 'c', 'd', 'e')
export const anyKey = fc.constantFrom('x', 'y', 'deep')
export const anyValidJson = fc.constantFrom(1, 'text', null, { y: 1 }, [1, 2])
const anyGroupId = fc.constantFrom('g', 'h', 'i')
const anyGroup = fc.record({ id: anyGroupId, label: fc.string(), nodes: fc.uniqueArray(anyId) })
const anyOptions = fc.record(
  {
    mode: fc.constantFrom('disabled', 'bypassed'),
    join: fc.constantFrom('all', 'any', 'first'),
    onError: fc.constantFrom('stop', 'continue', 'branch'),
    retry: fc.record({ count: fc.nat(5) }),
    answers: fc.constantFrom<NodeAnswers>(
      { table: [{ cells: [{ column: 'a', value: '1', verdict: 'right' }] }] },
      { table: [{ row: 2, cells: [{ column: 'a', value: '1', verdict: 'wrong', correct: '2' }] }], links: [] },
    ),
  },
  { requiredKeys: [] },
)
type EditPorts = NonNullable<Extract<Edit, { type: 'set-ports' }>['ports']>
const anyPorts: fc.Arbitrary<EditPorts> = fc
  .array(fc.tuple(anyId, fc.constantFrom<EditPorts['inputs'][number]['type']>('json', 'any')), { maxLength: 2 })
  .map((inputs) => ({
    inputs: inputs.map(([name, type]) => ({ name, type, to: [{ node: 'a', port: 'x' }] })),
    outputs: [{ name: 'out', type: 'table', from: { node: 'c', port: 'table' } }],
  }))
const anyNoteId = fc.constantFrom('m', 'n', 'o')
const anyNote = fc.record(
  {
    id: anyNoteId,
    text: fc.string(),
    position: fc.record({ x: fc.integer(), y: fc.integer() }),
    size: fc.constantFrom({ width: 240, height: 120 }, { width: 80, height: 48 }),
    tone: fc.constantFrom('warn' as const, 'info' as const),
    frame: fc.constant(true as const),
  },
  { requiredKeys: ['id', 'text', 'position', 'size'] },
)
const anyLook = fc.record(
  { collapsed: fc.constant(true as const), width: fc.integer({ min: 160, max: 640 }) },
  { requiredKeys: [] },
)
const anyDetails = fc.record(
  {
    description: fc.string(),
    status: fc.constantFrom('draft' as const, 'published' as const),
    tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
    retry: fc.record({ count: fc.nat(5), delaysMs: fc.constant<number[]>([1]) }),
  },
  { requiredKeys: [] },
)
const anyPoints = fc.array(fc.record({ x: fc.integer(), y: fc.integer() }), { minLength: 1, maxLength: 3 })
const anyEdgeId = fc.constantFrom('ab', 'bc', 'e1')
/** Any kind of edit to `chain`. Many of the edits are rejected. */
export const anyEdit: fc.Arbitrary<Edit> = fc.letrec<{ edit: Edit }>((tie) => ({
  edit: fc.oneof(
    { depthSize: 'small' },
    fc.record({ type: fc.constant('add-node' as const), node: anyId.map((name) => createNode(name)), before: fc.option(anyId, { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('remove-node' as const), id: anyId }),
    fc.record({ type: fc.constant('move-nodes' as const), positions: fc.dictionary(anyId, fc.record({ x: fc.integer(), y: fc.integer() })) }), // oxfmt-ignore
    fc.record({ type: fc.constant('set-label' as const), id: anyId, label: fc.string() }),
    fc.record({ type: fc.constant('set-config' as const), id: anyId, path: fc.array(anyKey, { minLength: 1, maxLength: 3 }), value: fc.option(anyValidJson, { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('replace-config' as const), id: anyId, config: fc.dictionary(anyKey, anyValidJson) }),
    fc.record({ type: fc.constant('add-edge' as const), edge: fc.record({ id: fc.constantFrom('ab', 'e1', 'e2'), source: anyId, target: anyId }), before: fc.option(fc.constantFrom('ab', 'bc'), { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('remove-edge' as const), id: fc.constantFrom('ab', 'bc', 'ac', 'e1') }),
    fc.record({ type: fc.constant('set-name' as const), name: fc.string({ minLength: 1 }) }),
    fc.record({ type: fc.constant('set-option' as const), id: anyId, option: fc.constantFrom('mode', 'join', 'onError', 'retry', 'answers'), options: anyOptions }), // oxfmt-ignore
    fc.record({
      type: fc.constant('add-group' as const),
      group: anyGroup,
      before: fc.option(anyGroupId, { nil: undefined }),
    }),
    fc.record({ type: fc.constant('remove-group' as const), id: anyGroupId }),
    fc.record({ type: fc.constant('replace-group' as const), group: anyGroup }),
    fc.record({
      type: fc.constant('set-variable' as const),
      name: anyKey,
      value: fc.option(anyValidJson, { nil: undefined }),
    }),
    fc.record({ type: fc.constant('replace-variables' as const), variables: fc.option(fc.dictionary(anyKey, anyValidJson, { minKeys: 1 }), { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('set-ports' as const), ports: fc.option(anyPorts, { nil: undefined }) }),
    fc.record({ type: fc.constant('set-look' as const), id: anyId, look: fc.option(anyLook, { nil: undefined }) }),
    fc.record({ type: fc.constant('set-points' as const), id: anyEdgeId, points: fc.option(anyPoints, { nil: undefined }) }), // oxfmt-ignore
    fc.record({
      type: fc.constant('add-note' as const),
      note: anyNote,
      before: fc.option(anyNoteId, { nil: undefined }),
    }),
    fc.record({ type: fc.constant('remove-note' as const), id: anyNoteId }),
    fc.record({ type: fc.constant('replace-note' as const), note: anyNote }),
    fc.record({ type: fc.constant('replace-node' as const), node: anyId.map((name) => ({ ...createNode(name, { y: 2 }), type: 'other' })) }), // oxfmt-ignore
    fc.record({ type: fc.constant('set-detail' as const), detail: fc.constantFrom('description', 'status', 'tags', 'retry'), details: anyDetails }), // oxfmt-ignore
    fc.record({ type: fc.constant('place-item' as const), list: fc.constantFrom('nodes', 'edges', 'groups', 'notes'), id: fc.oneof(anyId, anyEdgeId, anyGroupId, anyNoteId), before: fc.option(fc.oneof(anyId, anyEdgeId, anyGroupId, anyNoteId), { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('edit-inside' as const), id: anyId, setting: fc.constantFrom('inside', 'old'), edit: tie('edit') }), // oxfmt-ignore
    fc.record({ type: fc.constant('batch' as const), edits: fc.array(tie('edit'), { maxLength: 4 }) }),
  ),
})).edit
