import {
  diffWorkflows,
  type Edit,
  type Json,
  type Workflow,
  type WorkflowEdge,
  type WorkflowNode,
} from '@aw-flow/schema'

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved'
export type ChangeAbout = 'node' | 'edge' | 'group' | 'note' | 'workflow'

/** A changed field: its path with the values before and after; absent if there is none. */
export interface ChangeDetail {
  /** `['config', 'path']`, `['label']`, `['position']`, `['mode']`, `['variables', 'rate']` … */
  readonly path: readonly string[]
  readonly before: Json | undefined
  readonly after: Json | undefined
}

/** The change of one node, edge, group or note between two documents, or of the workflow itself (empty `id`). */
export interface Change {
  readonly kind: ChangeKind
  readonly about: ChangeAbout
  readonly id: string
  readonly details: readonly ChangeDetail[]
  /** Changes in the sub-workflow of the node. */
  readonly inside: readonly Change[]
}

/** The changes from one document to another, one entry per item, those of the workflow itself first. */
export function changesBetween(base: Workflow, other: Workflow): Change[] {
  const found = new Map<string, { -readonly [K in keyof Change]: Change[K] }>()
  const at = (about: ChangeAbout, id: string, kind: ChangeKind): { -readonly [K in keyof Change]: Change[K] } => {
    const key = `${about} ${id}`
    const known = found.get(key)
    // An item that was removed and added again counts as changed, as does one that was moved and changed.
    const change = known ?? { kind, about, id, details: [], inside: [] }
    if (known && known.kind !== kind) change.kind = 'changed'
    found.set(key, change)
    return change
  }
  const detail = (
    about: ChangeAbout,
    id: string,
    path: string[],
    before: unknown,
    after: unknown,
    kind: ChangeKind = 'changed',
  ): void => {
    const change = at(about, id, kind)
    change.details = [...change.details, { path, before: before as Json | undefined, after: after as Json | undefined }]
  }
  const was = { nodes: byId(base.nodes), edges: byId(base.edges), groups: byId(base.groups), notes: byId(base.notes) }
  const is = {
    nodes: byId(other.nodes),
    edges: byId(other.edges),
    groups: byId(other.groups),
    notes: byId(other.notes),
  }

  const take = (edit: Edit): void => {
    switch (edit.type) {
      case 'batch':
        return edit.edits.forEach(take)
      case 'add-node':
        return void at('node', edit.node.id, 'added')
      case 'remove-node':
        return void at('node', edit.id, 'removed')
      case 'move-nodes':
        for (const id of Object.keys(edit.positions)) {
          detail('node', id, ['position'], was.nodes.get(id)?.position, is.nodes.get(id)?.position, 'moved')
        }
        return
      case 'replace-node':
        return compareNodes(was.nodes.get(edit.node.id)!, edit.node, (path, before, after) =>
          detail('node', edit.node.id, path, before, after),
        )
      case 'set-label':
        return detail('node', edit.id, ['label'], was.nodes.get(edit.id)?.data.label, edit.label)
      case 'set-config':
        return detail(
          'node',
          edit.id,
          ['config', ...edit.path],
          valueAt(was.nodes.get(edit.id)?.data.config, edit.path),
          edit.value,
        )
      case 'set-option': {
        const before = was.nodes.get(edit.id)?.[edit.option]
        return detail('node', edit.id, [edit.option], before, edit.options[edit.option])
      }
      case 'set-look':
        return detail('node', edit.id, ['look'], was.nodes.get(edit.id)?.look, edit.look)
      case 'edit-inside': {
        const [before, after] = [was, is].map(({ nodes }) => nodes.get(edit.id)?.data.config[edit.setting])
        const change = at('node', edit.id, 'changed')
        change.inside = changesBetween(before as unknown as Workflow, after as unknown as Workflow)
        return
      }
      case 'add-edge': {
        const before = was.edges.get(edit.edge.id)
        if (before) return detail('edge', before.id, ['ends'], endsOf(before), endsOf(edit.edge))
        return void at('edge', edit.edge.id, 'added')
      }
      case 'remove-edge':
        if (!is.edges.has(edit.id)) at('edge', edit.id, 'removed')
        return
      case 'set-points':
        return detail('edge', edit.id, ['points'], was.edges.get(edit.id)?.points, edit.points)
      case 'add-group':
        return void at('group', edit.group.id, 'added')
      case 'remove-group':
        return void at('group', edit.id, 'removed')
      case 'add-note':
        return void at('note', edit.note.id, 'added')
      case 'remove-note':
        return void at('note', edit.id, 'removed')
      case 'replace-group':
      case 'replace-note': {
        const [about, now] =
          edit.type === 'replace-group' ? (['group', edit.group] as const) : (['note', edit.note] as const)
        const before = about === 'group' ? was.groups.get(now.id) : was.notes.get(now.id)
        return compare(before, now, (path, one, two) =>
          detail(about, now.id, path, one, two, path[0] === 'position' ? 'moved' : 'changed'),
        )
      }
      case 'set-name':
        return detail('workflow', '', ['name'], base.name, edit.name)
      case 'set-detail': {
        const before = edit.detail === 'retry' ? base.settings.retry : base[edit.detail]
        return detail('workflow', '', [edit.detail], before, edit.details[edit.detail])
      }
      case 'set-variable':
        return detail('workflow', '', ['variables', edit.name], base.settings.variables?.[edit.name], edit.value)
      case 'set-ports':
        return detail('workflow', '', ['ports'], base.ports, edit.ports)
      case 'place-item':
        return detail(aboutOf[edit.list], edit.id, ['order'], undefined, undefined, 'moved')
      case 'replace-config':
      case 'replace-variables':
        throw new Error(`A difference never holds "${edit.type}".`)
    }
  }
  diffWorkflows(base, other).forEach(take)
  const order: ChangeAbout[] = ['workflow', 'node', 'edge', 'group', 'note']
  return [...found.values()].toSorted((a, b) => order.indexOf(a.about) - order.indexOf(b.about))
}

const aboutOf = { nodes: 'node', edges: 'edge', groups: 'group', notes: 'note' } as const

type Report = (path: string[], before: unknown, after: unknown) => void

function compareNodes(was: WorkflowNode, is: WorkflowNode, reported: Report): void {
  compare({ type: was.type, typeVersion: was.typeVersion }, { type: is.type, typeVersion: is.typeVersion }, reported)
  const { data: before, type: _type, typeVersion: _version, ...rest } = was
  const { data: after, type: _otherType, typeVersion: _otherVersion, ...otherRest } = is
  compare({ ...rest, label: before.label }, { ...otherRest, label: after.label }, reported)
  compare(before.config, after.config, ([key = ''], one, two) => reported(['config', key], one, two))
}

function compare(was: object | undefined, is: object, reported: Report): void {
  const [before, after] = [was ?? {}, is] as [Record<string, unknown>, Record<string, unknown>]
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) reported([key], before[key], after[key])
  }
}

const byId = <T extends { id: string }>(items: readonly T[] = []): Map<string, T> =>
  new Map(items.map((item) => [item.id, item]))

const endsOf = ({ id: _id, points: _points, ...ends }: WorkflowEdge): object => ends

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value
  for (const key of path) {
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, key)
        ? (found as Record<string, unknown>)[key]
        : undefined
  }
  return found
}
