import fc from 'fast-check'
import type { Edit } from './edit.ts'
import { emptyWorkflow, type NodeAnswers, type Workflow } from './workflow.ts'

export const node = (id: string, config = {}) => ({
  id,
  type: 'table',
  position: { x: 0, y: 0 },
  data: { label: id, config },
})
const inner = {
  ...emptyWorkflow('inner'),
  nodes: [node('a'), node('b')],
  edges: [{ id: 'ab', source: 'a', target: 'b' }],
}
/** The workflow without the properties that an older version did not write. */
const { status: _status, tags: _tags, settings: _settings, ...old } = { ...inner, name: 'old' }
/** A document with nested settings and two sub-workflows, one of them written by an older version. */
export const chain: Workflow = {
  ...emptyWorkflow('chain'),
  nodes: [node('a', { x: 1, deep: { y: 2 } }), node('b'), node('c', { inside: inner, old })],
  edges: [
    { id: 'ab', source: 'a', target: 'b' },
    { id: 'bc', source: 'b', target: 'c' },
    { id: 'ac', source: 'a', target: 'c' },
  ],
}

export const id = fc.constantFrom('a', 'b', 'c', 'd', 'e')
export const key = fc.constantFrom('x', 'y', 'deep')
export const json = fc.constantFrom(1, 'text', null, { y: 1 }, [1, 2])
const groupId = fc.constantFrom('g', 'h', 'i')
const anyGroup = fc.record({ id: groupId, label: fc.string(), nodes: fc.uniqueArray(id) })
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
type PortsOfEdit = NonNullable<Extract<Edit, { type: 'set-ports' }>['ports']>
const anyPorts: fc.Arbitrary<PortsOfEdit> = fc
  .array(fc.tuple(id, fc.constantFrom<PortsOfEdit['inputs'][number]['type']>('json', 'any')), { maxLength: 2 })
  .map((inputs) => ({
    inputs: inputs.map(([name, type]) => ({ name, type, to: [{ node: 'a', port: 'x' }] })),
    outputs: [{ name: 'out', type: 'table', from: { node: 'c', port: 'table' } }],
  }))
const noteId = fc.constantFrom('m', 'n', 'o')
const anyNote = fc.record(
  {
    id: noteId,
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
const edgeId = fc.constantFrom('ab', 'bc', 'e1')
/** Any edit of `chain`, of every kind. Many of them are rejected. */
export const anyEdit: fc.Arbitrary<Edit> = fc.letrec<{ edit: Edit }>((tie) => ({
  edit: fc.oneof(
    { depthSize: 'small' },
    fc.record({ type: fc.constant('add-node' as const), node: id.map((name) => node(name)), before: fc.option(id, { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('remove-node' as const), id }),
    fc.record({ type: fc.constant('move-nodes' as const), positions: fc.dictionary(id, fc.record({ x: fc.integer(), y: fc.integer() })) }), // oxfmt-ignore
    fc.record({ type: fc.constant('set-label' as const), id, label: fc.string() }),
    fc.record({ type: fc.constant('set-config' as const), id, path: fc.array(key, { minLength: 1, maxLength: 3 }), value: fc.option(json, { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('replace-config' as const), id, config: fc.dictionary(key, json) }),
    fc.record({ type: fc.constant('add-edge' as const), edge: fc.record({ id: fc.constantFrom('ab', 'e1', 'e2'), source: id, target: id }), before: fc.option(fc.constantFrom('ab', 'bc'), { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('remove-edge' as const), id: fc.constantFrom('ab', 'bc', 'ac', 'e1') }),
    fc.record({ type: fc.constant('set-name' as const), name: fc.string({ minLength: 1 }) }),
    fc.record({ type: fc.constant('set-option' as const), id, option: fc.constantFrom('mode', 'join', 'onError', 'retry', 'answers'), options: anyOptions }), // oxfmt-ignore
    fc.record({
      type: fc.constant('add-group' as const),
      group: anyGroup,
      before: fc.option(groupId, { nil: undefined }),
    }),
    fc.record({ type: fc.constant('remove-group' as const), id: groupId }),
    fc.record({ type: fc.constant('replace-group' as const), group: anyGroup }),
    fc.record({ type: fc.constant('set-variable' as const), name: key, value: fc.option(json, { nil: undefined }) }),
    fc.record({ type: fc.constant('replace-variables' as const), variables: fc.option(fc.dictionary(key, json, { minKeys: 1 }), { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('set-ports' as const), ports: fc.option(anyPorts, { nil: undefined }) }),
    fc.record({ type: fc.constant('set-look' as const), id, look: fc.option(anyLook, { nil: undefined }) }),
    fc.record({ type: fc.constant('set-points' as const), id: edgeId, points: fc.option(anyPoints, { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('add-note' as const), note: anyNote, before: fc.option(noteId, { nil: undefined }) }),
    fc.record({ type: fc.constant('remove-note' as const), id: noteId }),
    fc.record({ type: fc.constant('replace-note' as const), note: anyNote }),
    fc.record({ type: fc.constant('replace-node' as const), node: id.map((name) => ({ ...node(name, { y: 2 }), type: 'other' })) }), // oxfmt-ignore
    fc.record({ type: fc.constant('set-detail' as const), detail: fc.constantFrom('description', 'status', 'tags', 'retry'), details: anyDetails }), // oxfmt-ignore
    fc.record({ type: fc.constant('place-item' as const), list: fc.constantFrom('nodes', 'edges', 'groups', 'notes'), id: fc.oneof(id, edgeId, groupId, noteId), before: fc.option(fc.oneof(id, edgeId, groupId, noteId), { nil: undefined }) }), // oxfmt-ignore
    fc.record({ type: fc.constant('edit-inside' as const), id, setting: fc.constantFrom('inside', 'old'), edit: tie('edit') }), // oxfmt-ignore
    fc.record({ type: fc.constant('batch' as const), edits: fc.array(tie('edit'), { maxLength: 4 }) }),
  ),
})).edit
