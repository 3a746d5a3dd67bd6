import {
  diffWorkflows,
  type Edit,
  type Json,
  type Workflow,
  type WorkflowEdge,
  type WorkflowNode,
} from '@aw-flow/schema'

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved'
export type ChangeSubject = 'node' | 'edge' | 'group' | 'note' | 'workflow'

/** A changed field with its old and new values. `undefined` means that the field had or has no value. */
export interface ChangeDetail {
  /** Path of the field, such as `['config', 'path']`, `['label']` or `['variables', 'rate']`. */
  readonly path: readonly string[]
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** How a node, edge, group or note, or the workflow itself (empty `id`), differs between two documents. */
export interface Change {
  readonly kind: ChangeKind
  readonly subject: ChangeSubject
  readonly id: string
  readonly details: readonly ChangeDetail[]
  /** Changes in the node's sub-workflow. */
  readonly innerChanges: readonly Change[]
}

/** Returns the differences between two documents, one per item. Changes to the workflow itself come first. */
export function compareWorkflows(base: Workflow, target: Workflow): Change[] {
  const changes = new Map<string, { -readonly [K in keyof Change]: Change[K] }>()
  const getOrCreateChange = (
    subject: ChangeSubject,
    id: string,
    kind: ChangeKind,
  ): { -readonly [K in keyof Change]: Change[K] } => {
    const key = `${subject} ${id}`
    const existingChange = changes.get(key)
    // An item that was removed and added again, or moved and changed, counts as changed.
    const change = existingChange ?? { kind, subject, id, details: [], innerChanges: [] }
    if (existingChange && existingChange.kind !== kind) change.kind = 'changed'
    changes.set(key, change)
    return change
  }
  const addDetail = (
    subject: ChangeSubject,
    id: string,
    path: string[],
    before: unknown,
    after: unknown,
    kind: ChangeKind = 'changed',
  ): void => {
    const change = getOrCreateChange(subject, id, kind)
    change.details = [...change.details, { path, before: before as Json | undefined, after: after as Json | undefined }]
  }
  const oldItems = {
    nodes: indexById(base.nodes),
    edges: indexById(base.edges),
    groups: indexById(base.groups),
    notes: indexById(base.notes),
  }
  const newItems = {
    nodes: indexById(target.nodes),
    edges: indexById(target.edges),
    groups: indexById(target.groups),
    notes: indexById(target.notes),
  }

  const addEdit = (edit: Edit): void => {
    switch (edit.type) {
      case 'batch':
        return edit.edits.forEach(addEdit)
      case 'add-node':
        return void getOrCreateChange('node', edit.node.id, 'added')
      case 'remove-node':
        return void getOrCreateChange('node', edit.id, 'removed')
      case 'move-nodes':
        for (const id of Object.keys(edit.positions)) {
          addDetail(
            'node',
            id,
            ['position'],
            oldItems.nodes.get(id)?.position,
            newItems.nodes.get(id)?.position,
            'moved',
          )
        }
        return
      case 'replace-node':
        return compareNodes(oldItems.nodes.get(edit.node.id)!, edit.node, (path, before, after) =>
          addDetail('node', edit.node.id, path, before, after),
        )
      case 'set-label':
        return addDetail('node', edit.id, ['label'], oldItems.nodes.get(edit.id)?.data.label, edit.label)
      case 'set-config':
        return addDetail(
          'node',
          edit.id,
          ['config', ...edit.path],
          getValueAt(oldItems.nodes.get(edit.id)?.data.config, edit.path),
          edit.value,
        )
      case 'set-option': {
        const before = oldItems.nodes.get(edit.id)?.[edit.option]
        return addDetail('node', edit.id, [edit.option], before, edit.options[edit.option])
      }
      case 'set-look':
        return addDetail('node', edit.id, ['look'], oldItems.nodes.get(edit.id)?.look, edit.look)
      case 'edit-inside': {
        const [before, after] = [oldItems, newItems].map(({ nodes }) => nodes.get(edit.id)?.data.config[edit.setting])
        const change = getOrCreateChange('node', edit.id, 'changed')
        change.innerChanges = compareWorkflows(before as unknown as Workflow, after as unknown as Workflow)
        return
      }
      case 'add-edge': {
        const before = oldItems.edges.get(edit.edge.id)
        if (before) return addDetail('edge', before.id, ['ends'], omitIdAndPoints(before), omitIdAndPoints(edit.edge))
        return void getOrCreateChange('edge', edit.edge.id, 'added')
      }
      case 'remove-edge':
        if (!newItems.edges.has(edit.id)) getOrCreateChange('edge', edit.id, 'removed')
        return
      case 'set-points':
        return addDetail('edge', edit.id, ['points'], oldItems.edges.get(edit.id)?.points, edit.points)
      case 'add-group':
        return void getOrCreateChange('group', edit.group.id, 'added')
      case 'remove-group':
        return void getOrCreateChange('group', edit.id, 'removed')
      case 'add-note':
        return void getOrCreateChange('note', edit.note.id, 'added')
      case 'remove-note':
        return void getOrCreateChange('note', edit.id, 'removed')
      case 'replace-group':
      case 'replace-note': {
        const [subject, item] =
          edit.type === 'replace-group' ? (['group', edit.group] as const) : (['note', edit.note] as const)
        const before = subject === 'group' ? oldItems.groups.get(item.id) : oldItems.notes.get(item.id)
        return compareFields(before, item, (path, oldValue, newValue) =>
          addDetail(subject, item.id, path, oldValue, newValue, path[0] === 'position' ? 'moved' : 'changed'),
        )
      }
      case 'set-name':
        return addDetail('workflow', '', ['name'], base.name, edit.name)
      case 'set-detail': {
        const before = edit.detail === 'retry' ? base.settings.retry : base[edit.detail]
        return addDetail('workflow', '', [edit.detail], before, edit.details[edit.detail])
      }
      case 'set-variable':
        return addDetail('workflow', '', ['variables', edit.name], base.settings.variables?.[edit.name], edit.value)
      case 'set-ports':
        return addDetail('workflow', '', ['ports'], base.ports, edit.ports)
      case 'place-item':
        return addDetail(subjectByList[edit.list], edit.id, ['order'], undefined, undefined, 'moved')
      case 'replace-config':
      case 'replace-variables':
        throw new Error(`A diff never contains "${edit.type}".`)
    }
  }
  diffWorkflows(base, target).forEach(addEdit)
  const subjectOrder: ChangeSubject[] = ['workflow', 'node', 'edge', 'group', 'note']
  return [...changes.values()].toSorted((a, b) => subjectOrder.indexOf(a.subject) - subjectOrder.indexOf(b.subject))
}

const subjectByList = { nodes: 'node', edges: 'edge', groups: 'group', notes: 'note' } as const

type ReportChange = (path: string[], before: unknown, after: unknown) => void

function compareNodes(oldNode: WorkflowNode, newNode: WorkflowNode, report: ReportChange): void {
  compareFields(
    { type: oldNode.type, typeVersion: oldNode.typeVersion },
    { type: newNode.type, typeVersion: newNode.typeVersion },
    report,
  )
  const { data: before, type: _type, typeVersion: _version, ...rest } = oldNode
  const { data: after, type: _otherType, typeVersion: _otherVersion, ...otherRest } = newNode
  compareFields({ ...rest, label: before.label }, { ...otherRest, label: after.label }, report)
  compareFields(before.config, after.config, ([key = ''], oldValue, newValue) =>
    report(['config', key], oldValue, newValue),
  )
}

function compareFields(oldItem: object | undefined, newItem: object, report: ReportChange): void {
  const [before, after] = [oldItem ?? {}, newItem] as [Record<string, unknown>, Record<string, unknown>]
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) report([key], before[key], after[key])
  }
}

const indexById = <T extends { id: string }>(items: readonly T[] = []): Map<string, T> =>
  new Map(items.map((item) => [item.id, item]))

const omitIdAndPoints = ({ id: _id, points: _points, ...ends }: WorkflowEdge): object => ends

function getValueAt(value: unknown, path: readonly string[]): unknown {
  let current = value
  for (const key of path) {
    current =
      typeof current === 'object' && current !== null && Object.hasOwn(current, key)
        ? (current as Record<string, unknown>)[key]
        : undefined
  }
  return current
}
