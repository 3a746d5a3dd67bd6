import { message, type Text } from '@aw-flow/messages'
import { defined } from '../wire/defined.ts'
import { describeTakenId, describeNotFound } from './applied-edit.ts'
import type { Edit, NodeOptions, WorkflowDetails } from './edit.ts'
import type { Workflow, WorkflowNode } from './workflow.ts'

type StructureEdit = Extract<
  Edit,
  {
    type:
      | 'set-option'
      | 'add-group'
      | 'remove-group'
      | 'replace-group'
      | 'set-variable'
      | 'replace-variables'
      | 'set-ports'
      | 'set-look'
      | 'set-points'
      | 'add-note'
      | 'remove-note'
      | 'replace-note'
      | 'set-detail'
      | 'place-item'
  }
>

/** The changed document and the inverse edit, or the reason that the edit cannot be applied. */
export type StructureEditResult =
  | { workflow: Workflow; inverse: Edit; rejectReason?: undefined }
  | { rejectReason: Text; node?: string; workflow?: undefined }

/**
 * Applies an edit to node options, groups, notes, variables, ports or other parts of a document. If a property was
 * absent before, the inverse removes it again.
 */
export function editStructure(workflow: Workflow, edit: StructureEdit): StructureEditResult {
  switch (edit.type) {
    case 'set-option': {
      const node = workflow.nodes.find(({ id }) => id === edit.id)
      if (!node) return { rejectReason: describeNotFound('node', edit.id), node: edit.id }
      const changedNode = withOption(node, edit.option, edit.options)
      const nodes = workflow.nodes.map((candidate) => (candidate === node ? changedNode : candidate))
      return { workflow: { ...workflow, nodes }, inverse: { ...edit, options: pickOptions(node) } }
    }
    case 'add-group': {
      const groups = workflow.groups ?? []
      if (groups.some(({ id }) => id === edit.group.id)) {
        return { rejectReason: describeTakenId('group', edit.group.id) }
      }
      const beforeIndex = edit.before === undefined ? -1 : groups.findIndex(({ id }) => id === edit.before)
      const index = beforeIndex < 0 ? groups.length : beforeIndex
      return {
        workflow: withOptionalProperties(workflow, { groups: groups.toSpliced(index, 0, edit.group) }),
        inverse: { type: 'remove-group', id: edit.group.id },
      }
    }
    case 'remove-group': {
      const groups = workflow.groups ?? []
      const index = groups.findIndex(({ id }) => id === edit.id)
      if (index < 0) return { rejectReason: describeNotFound('group', edit.id) }
      const inverse: Edit = { type: 'add-group', group: groups[index]!, before: groups[index + 1]?.id }
      return { workflow: withOptionalProperties(workflow, { groups: groups.toSpliced(index, 1) }), inverse }
    }
    case 'replace-group': {
      const groups = workflow.groups ?? []
      const index = groups.findIndex(({ id }) => id === edit.group.id)
      if (index < 0) return { rejectReason: describeNotFound('group', edit.group.id) }
      const inverse: Edit = { type: 'replace-group', group: groups[index]! }
      return { workflow: withOptionalProperties(workflow, { groups: groups.with(index, edit.group) }), inverse }
    }
    case 'set-look': {
      const node = workflow.nodes.find(({ id }) => id === edit.id)
      if (!node) return { rejectReason: describeNotFound('node', edit.id), node: edit.id }
      const { look: previousLook, ...rest } = node
      const { look } = edit
      const changedNode = look && Object.keys(look).length > 0 ? { ...rest, look } : rest
      const nodes = workflow.nodes.map((candidate) => (candidate === node ? changedNode : candidate))
      return { workflow: { ...workflow, nodes }, inverse: { type: 'set-look', id: edit.id, look: previousLook } }
    }
    case 'set-points': {
      const edge = workflow.edges.find(({ id }) => id === edit.id)
      if (!edge) return { rejectReason: describeNotFound('edge', edit.id) }
      const { points: previousPoints, ...rest } = edge
      const changedEdge = edit.points ? { ...rest, points: edit.points } : rest
      const edges = workflow.edges.map((candidate) => (candidate === edge ? changedEdge : candidate))
      return { workflow: { ...workflow, edges }, inverse: { type: 'set-points', id: edit.id, points: previousPoints } }
    }
    case 'add-note': {
      const notes = workflow.notes ?? []
      if (notes.some(({ id }) => id === edit.note.id)) return { rejectReason: describeTakenId('note', edit.note.id) }
      const beforeIndex = edit.before === undefined ? -1 : notes.findIndex(({ id }) => id === edit.before)
      return {
        workflow: withOptionalProperties(workflow, {
          notes: notes.toSpliced(beforeIndex < 0 ? notes.length : beforeIndex, 0, edit.note),
        }),
        inverse: { type: 'remove-note', id: edit.note.id },
      }
    }
    case 'remove-note': {
      const notes = workflow.notes ?? []
      const index = notes.findIndex(({ id }) => id === edit.id)
      if (index < 0) return { rejectReason: describeNotFound('note', edit.id) }
      const inverse: Edit = { type: 'add-note', note: notes[index]!, before: notes[index + 1]?.id }
      return { workflow: withOptionalProperties(workflow, { notes: notes.toSpliced(index, 1) }), inverse }
    }
    case 'replace-note': {
      const notes = workflow.notes ?? []
      const index = notes.findIndex(({ id }) => id === edit.note.id)
      if (index < 0) return { rejectReason: describeNotFound('note', edit.note.id) }
      const inverse: Edit = { type: 'replace-note', note: notes[index]! }
      return { workflow: withOptionalProperties(workflow, { notes: notes.with(index, edit.note) }), inverse }
    }
    case 'set-variable': {
      const { variables } = workflow.settings
      const hadVariable = variables !== undefined && Object.hasOwn(variables, edit.name)
      if (edit.value === undefined) {
        if (!hadVariable) return { workflow, inverse: { type: 'batch', edits: [] } }
        const { [edit.name]: _removed, ...remainingVariables } = variables
        return {
          workflow: withVariables(workflow, remainingVariables),
          inverse: { type: 'replace-variables', variables },
        }
      }
      const inverse: Edit = hadVariable
        ? { type: 'set-variable', name: edit.name, value: variables[edit.name] }
        : { type: 'replace-variables', variables }
      return { workflow: withVariables(workflow, { ...variables, [edit.name]: edit.value }), inverse }
    }
    case 'replace-variables':
      return {
        workflow: withVariables(workflow, edit.variables),
        inverse: { type: 'replace-variables', variables: workflow.settings.variables },
      }
    case 'set-detail':
      return {
        workflow: withDetail(workflow, edit.detail, edit.details),
        inverse: { ...edit, details: getDetails(workflow) },
      }
    case 'place-item':
      return moveItem(workflow, edit)
    case 'set-ports':
      return {
        workflow: withOptionalProperties(workflow, { ports: edit.ports }),
        inverse: { type: 'set-ports', ports: workflow.ports },
      }
  }
}

const getDetails = ({ description, status, tags, settings: { retry } }: Workflow): WorkflowDetails =>
  defined({ description, status, tags, retry })

/** Sets a detail of the workflow. The properties stay in the order of serialized documents. */
function withDetail(workflow: Workflow, detail: keyof WorkflowDetails, details: WorkflowDetails): Workflow {
  const { version, name, description: _before, status: _status, tags: _tags, settings, ...rest } = workflow
  const mergedDetails = { ...getDetails(workflow), [detail]: details[detail] }
  const { retry: _retry, ...otherSettings } = settings
  return {
    version,
    name,
    ...defined({ description: mergedDetails.description }),
    status: mergedDetails.status ?? 'draft',
    tags: mergedDetails.tags ?? [],
    settings: { ...defined({ retry: mergedDetails.retry }), ...otherSettings },
    ...rest,
  }
}

function moveItem(workflow: Workflow, edit: Extract<Edit, { type: 'place-item' }>): StructureEditResult {
  const items: readonly { id: string }[] = workflow[edit.list] ?? []
  const index = items.findIndex(({ id }) => id === edit.id)
  const item = items[index]
  if (!item) return { rejectReason: message('edit.not-found', { kind: edit.list, id: edit.id }) }
  const inverse: Edit = { ...edit, before: items[index + 1]?.id }
  if (inverse.before === edit.before || edit.before === edit.id) {
    return { workflow, inverse: { type: 'batch', edits: [] } }
  }
  const otherItems = items.toSpliced(index, 1)
  const beforeIndex = edit.before === undefined ? -1 : otherItems.findIndex(({ id }) => id === edit.before)
  const reorderedItems = otherItems.toSpliced(beforeIndex < 0 ? otherItems.length : beforeIndex, 0, item)
  return { workflow: { ...workflow, [edit.list]: reorderedItems }, inverse }
}

const pickOptions = ({ mode, join, onError, retry, answers }: NodeOptions): Pick<WorkflowNode, keyof NodeOptions> =>
  defined({ mode, join, onError, retry, answers })

/**
 * Sets an option of a node. Options come after all other properties except `look`, in a fixed order, so that undo
 * restores the same JSON text.
 */
function withOption(node: WorkflowNode, option: keyof NodeOptions, options: NodeOptions): WorkflowNode {
  const { mode, join, onError, retry, answers, look, ...rest } = node
  return {
    ...rest,
    ...pickOptions({ mode, join, onError, retry, answers, [option]: options[option] }),
    ...defined({ look }),
  }
}

function withOptionalProperties(
  workflow: Workflow,
  properties: Pick<Partial<Workflow>, 'groups' | 'ports' | 'notes'>,
): Workflow {
  const { groups: _groups, ports: _ports, notes: _notes, ...rest } = workflow
  const { groups, ports, notes } = { ...workflow, ...properties }
  return { ...rest, ...(groups?.length ? { groups } : {}), ...defined({ ports }), ...(notes?.length ? { notes } : {}) }
}

function withVariables(workflow: Workflow, variables: Workflow['settings']['variables']): Workflow {
  const { variables: _before, ...settings } = workflow.settings
  const hasVariables = variables && Object.keys(variables).length > 0
  return { ...workflow, settings: { ...settings, ...(hasVariables ? { variables } : {}) } }
}
