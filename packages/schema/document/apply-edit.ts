import type { Text } from '@aw-flow/messages'
import { describeTakenId, describeNotFound, emptyEdit, rejectEdit, type AppliedEdit } from './applied-edit.ts'
import type { Edit } from './edit.ts'
import { editSubWorkflow } from './edit-inside.ts'
import { editStructure } from './edit-structure.ts'
import { freezeInDevelopment } from './freeze-in-development.ts'
import type { Problem } from '../wire/problem.ts'
import { findEditProblem, findShapeProblem } from './find-edit-problem.ts'
import { removeInBatch, type Removal } from './remove-in-batch.ts'
import type { Config, Json, Workflow, WorkflowEdge, WorkflowNode } from './workflow.ts'

/**
 * Applies an edit to a document. Pure: returns a new document that shares all unchanged parts. In development, the new
 * document is deeply frozen. If `readWorkflow` would reject the result, the edit is not applied: the document is
 * unchanged, and `problems` contains the reason. Only the lengths of lists are not checked; the history of a session does.
 * `applyEdit(applyEdit(w, e).workflow, inverse).workflow` equals `w`, including the order of properties and lists.
 *
 * @param workflow The document before the edit.
 * @param edit The edit. The edits in a batch are applied one by one.
 * @returns The document after the edit, the inverse edit, and the problems with edits that could not be applied.
 * @example
 * const { workflow, inverse } = applyEdit(before, { type: 'set-label', id: 'load', label: 'Load sales' })
 * applyEdit(workflow, inverse).workflow // equals `before`
 * @internal
 */
export function applyEdit(workflow: Workflow, edit: Edit): AppliedEdit {
  const appliedEdit = apply(workflow, edit)
  return appliedEdit.workflow === workflow
    ? appliedEdit
    : { ...appliedEdit, workflow: freezeInDevelopment(appliedEdit.workflow) }
}

/** Applies an edit. Incomplete edits, for example from a script, are rejected like edits with invalid values. */
function apply(workflow: Workflow, edit: Edit): AppliedEdit {
  try {
    return applyCompleteEdit(workflow, edit)
  } catch (cause) {
    const problem = cause instanceof TypeError && findShapeProblem(edit)
    if (!problem) throw cause
    return { workflow, inverse: emptyEdit, problems: [problem] }
  }
}

function applyCompleteEdit(workflow: Workflow, edit: Edit): AppliedEdit {
  const problem = edit.type === 'batch' ? undefined : findEditProblem(edit)
  if (problem) return { workflow, inverse: emptyEdit, problems: [problem] }
  if (!Object.hasOwn(applyByType, edit.type)) throw new TypeError('Unknown edit type.')
  // The table has each function under the type of its edits, which TypeScript cannot express.
  return (applyByType[edit.type] as (workflow: Workflow, edit: Edit) => AppliedEdit)(workflow, edit)
}

const applyStructureEdit = (workflow: Workflow, edit: Parameters<typeof editStructure>[1]): AppliedEdit => {
  const editResult = editStructure(workflow, edit)
  if (!editResult.workflow) return reject(workflow, editResult.rejectReason, editResult.node)
  return { ...editResult, problems: [] }
}

/** How an edit of each type is applied. */
const applyByType: {
  readonly [Type in Edit['type']]: (workflow: Workflow, edit: Extract<Edit, { type: Type }>) => AppliedEdit
} = {
  'add-node'(workflow, edit) {
    if (findNode(workflow, edit.node.id)) return reject(workflow, describeTakenId('node', edit.node.id), edit.node.id)
    return {
      workflow: { ...workflow, nodes: insertBefore(workflow.nodes, edit.node, edit.before) },
      inverse: { type: 'remove-node', id: edit.node.id },
      problems: [],
    }
  },
  'remove-node'(workflow, edit) {
    const node = findNode(workflow, edit.id)
    if (!node) return rejectMissingNode(workflow, edit.id)
    const removedEdges = workflow.edges.filter((edge) => edge.source === edit.id || edge.target === edit.id)
    const restoreNodeEdit: Edit = { type: 'add-node', node, before: findNextId(workflow.nodes, node) }
    const restoreEdgeEdits = removedEdges
      .map((edge): Edit => ({ type: 'add-edge', edge, before: findNextId(workflow.edges, edge) }))
      .reverse()
    return {
      workflow: {
        ...workflow,
        nodes: workflow.nodes.filter((candidate) => candidate !== node),
        edges: removedEdges.length ? workflow.edges.filter((edge) => !removedEdges.includes(edge)) : workflow.edges,
      },
      inverse: removedEdges.length ? { type: 'batch', edits: [restoreNodeEdit, ...restoreEdgeEdits] } : restoreNodeEdit,
      problems: [],
    }
  },
  'move-nodes'(workflow, edit) {
    const previousPositions: Record<string, { x: number; y: number }> = {}
    const nodes = workflow.nodes.map((node) => {
      const position = Object.hasOwn(edit.positions, node.id) ? edit.positions[node.id] : undefined
      if (!position || (position.x === node.position.x && position.y === node.position.y)) return node
      previousPositions[node.id] = node.position
      return { ...node, position: { x: position.x, y: position.y } }
    })
    if (Object.keys(previousPositions).length === 0) return { workflow, inverse: emptyEdit, problems: [] }
    return {
      workflow: { ...workflow, nodes },
      inverse: { type: 'move-nodes', positions: previousPositions },
      problems: [],
    }
  },
  'replace-node'(workflow, edit) {
    return changeNode(workflow, edit.node.id, (node) => ({
      node: edit.node,
      inverse: { type: 'replace-node', node },
    }))
  },
  'set-label'(workflow, edit) {
    return changeNode(workflow, edit.id, (node) => ({
      node: { ...node, data: { ...node.data, label: edit.label } },
      inverse: { type: 'set-label', id: edit.id, label: node.data.label },
    }))
  },
  'set-config'(workflow, edit) {
    return changeNode(workflow, edit.id, (node) => {
      const config = setValueAtPath(node.data.config, edit.path, edit.value) as Config
      // If parents of the path had to be created, only the full previous settings can restore the exact document.
      const isReversible = hasParents(node.data.config, edit.path) && preservesKeyOrder(node.data.config, edit)
      const inverse: Edit = isReversible
        ? { type: 'set-config', id: edit.id, path: edit.path, value: getValueAtPath(node.data.config, edit.path) }
        : { type: 'replace-config', id: edit.id, config: node.data.config }
      return { node: { ...node, data: { ...node.data, config } }, inverse }
    })
  },
  'replace-config'(workflow, edit) {
    return changeNode(workflow, edit.id, (node) => ({
      node: { ...node, data: { ...node.data, config: edit.config } },
      inverse: { type: 'replace-config', id: edit.id, config: node.data.config },
    }))
  },
  'add-edge'(workflow, edit) {
    const { edge } = edit
    if (workflow.edges.some((candidate) => candidate.id === edge.id)) {
      return reject(workflow, describeTakenId('edge', edge.id), undefined, edge.id)
    }
    const missingNodeId = [edge.source, edge.target].find((id) => !findNode(workflow, id))
    if (missingNodeId !== undefined) return rejectMissingNode(workflow, missingNodeId)
    return {
      workflow: { ...workflow, edges: insertBefore(workflow.edges, edge, edit.before) },
      inverse: { type: 'remove-edge', id: edge.id },
      problems: [],
    }
  },
  'remove-edge'(workflow, edit) {
    const edge = workflow.edges.find((candidate) => candidate.id === edit.id)
    if (!edge) return reject(workflow, describeNotFound('edge', edit.id), undefined, edit.id)
    return {
      workflow: { ...workflow, edges: workflow.edges.filter((candidate) => candidate !== edge) },
      inverse: { type: 'add-edge', edge, before: findNextId(workflow.edges, edge) },
      problems: [],
    }
  },
  'set-name'(workflow, edit) {
    return {
      workflow: { ...workflow, name: edit.name },
      inverse: { type: 'set-name', name: workflow.name },
      problems: [],
    }
  },
  'set-option': applyStructureEdit,
  'add-group': applyStructureEdit,
  'remove-group': applyStructureEdit,
  'replace-group': applyStructureEdit,
  'set-variable': applyStructureEdit,
  'replace-variables': applyStructureEdit,
  'set-ports': applyStructureEdit,
  'set-look': applyStructureEdit,
  'set-points': applyStructureEdit,
  'add-note': applyStructureEdit,
  'remove-note': applyStructureEdit,
  'replace-note': applyStructureEdit,
  'set-detail': applyStructureEdit,
  'place-item': applyStructureEdit,
  'edit-inside': (workflow, edit) => editSubWorkflow(workflow, edit, apply),
  batch: applyBatch,
}

function applyBatch(workflow: Workflow, edit: Extract<Edit, { type: 'batch' }>): AppliedEdit {
  let currentWorkflow = workflow
  const inverses: Edit[] = []
  const problems: Problem[] = []
  for (let editIndex = 0; editIndex < edit.edits.length; editIndex++) {
    const removals = findRemovals(edit.edits, editIndex)
    if (removals.length > 1) {
      const removalResult = removeInBatch(currentWorkflow, removals)
      for (const [index, inverse] of removalResult.inverses.entries()) {
        const removal = removals[index]!
        if (inverse) inverses.push(inverse)
        else problems.push(...apply(removalResult.workflow, removal).problems)
      }
      currentWorkflow = removalResult.workflow
      editIndex += removals.length - 1
      continue
    }
    const appliedEdit = apply(currentWorkflow, edit.edits[editIndex]!)
    if (appliedEdit.workflow !== currentWorkflow) inverses.push(appliedEdit.inverse)
    problems.push(...appliedEdit.problems)
    currentWorkflow = appliedEdit.workflow
  }
  inverses.reverse()
  return { workflow: currentWorkflow, inverse: { type: 'batch', edits: inverses }, problems }
}

/** Returns the consecutive removals in a batch, starting at an index. */
function findRemovals(edits: readonly Edit[], start: number): Removal[] {
  const removals: Removal[] = []
  for (let index = start; index < edits.length; index++) {
    const edit = edits[index]!
    if (edit.type !== 'remove-node' && edit.type !== 'remove-edge') break
    removals.push(edit)
  }
  return removals
}

const findNode = (workflow: Workflow, id: string): WorkflowNode | undefined =>
  workflow.nodes.find((node) => node.id === id)

function changeNode(
  workflow: Workflow,
  id: string,
  change: (node: WorkflowNode) => { node: WorkflowNode; inverse: Edit },
): AppliedEdit {
  const node = findNode(workflow, id)
  if (!node) return rejectMissingNode(workflow, id)
  const { node: changedNode, inverse } = change(node)
  return {
    workflow: { ...workflow, nodes: workflow.nodes.map((candidate) => (candidate === node ? changedNode : candidate)) },
    inverse,
    problems: [],
  }
}

function insertBefore<T extends { id: string }>(items: readonly T[], item: T, before: string | undefined): T[] {
  const index = before === undefined ? -1 : items.findIndex((candidate) => candidate.id === before)
  return index < 0 ? [...items, item] : [...items.slice(0, index), item, ...items.slice(index)]
}

const findNextId = <T extends WorkflowNode | WorkflowEdge>(items: readonly T[], item: T): string | undefined =>
  items[items.indexOf(item) + 1]?.id

type JsonObject = { [key: string]: Json }
const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function getValueAtPath(config: JsonObject, [key, ...rest]: string[]): Json | undefined {
  const value = key !== undefined && Object.hasOwn(config, key) ? config[key] : undefined
  return rest.length === 0 ? value : isJsonObject(value) ? getValueAtPath(value, rest) : undefined
}

function setValueAtPath(config: JsonObject, [key, ...rest]: string[], value: Json | undefined): JsonObject {
  if (key === undefined) return config
  if (rest.length > 0) {
    const child = Object.hasOwn(config, key) ? config[key] : undefined
    return { ...config, [key]: setValueAtPath(isJsonObject(child) ? child : {}, rest, value) }
  }
  if (value !== undefined) return { ...config, [key]: value }
  const { [key]: _removed, ...remainingConfig } = config
  return remainingConfig
}

const hasParents = (config: JsonObject, path: string[]): boolean =>
  path.length === 1 || isJsonObject(getValueAtPath(config, path.slice(0, -1)))

/**
 * Returns whether undoing a `set-config` edit preserves the order of keys. Restoring a removed key would make it the
 * last key.
 */
const preservesKeyOrder = (config: JsonObject, edit: { path: string[]; value?: Json | undefined }): boolean =>
  edit.value !== undefined || getValueAtPath(config, edit.path) === undefined

function rejectMissingNode(workflow: Workflow, id: string): AppliedEdit {
  return reject(workflow, describeNotFound('node', id), id)
}

function reject(workflow: Workflow, reason: Text, nodeId?: string, edgeId?: string): AppliedEdit {
  return rejectEdit(workflow, reason, { ...(nodeId ? { node: nodeId } : {}), ...(edgeId ? { edge: edgeId } : {}) })
}
