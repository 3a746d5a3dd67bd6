import { message, type Message } from '@aw-flow/messages'
import { defined } from '../wire/defined.ts'
import { toIssueMessage } from '../wire/issue-message.ts'
import { operationSchema, type Operation } from './operations/operation.ts'
import type { PreparationPlan } from './preparation-plan.ts'

/**
 * A change to a preparation plan. Operations on the table and on its links are identified by their id.
 *
 * @internal
 */
export type PlanEdit =
  /** Inserts an operation on links if `target` is set, otherwise an operation on points. */
  | { type: 'insert'; operation: Operation; before?: string; target?: 'links' }
  | { type: 'remove'; id: string }
  | { type: 'replace'; id: string; operation: Operation }
  | { type: 'move'; id: string; before?: string }
  | { type: 'decide'; ids: readonly string[]; state: Operation['state'] }
  | { type: 'several'; edits: readonly PlanEdit[] }

/** Thrown by `editPlan` if an edit cannot be applied to the plan. @internal */
export class PlanEditError extends RangeError {
  readonly reason: Message

  constructor(reason: Message) {
    super(`${reason.code} ${JSON.stringify(reason.params ?? {})}`)
    this.name = 'PlanEditError'
    this.reason = reason
  }
}

/**
 * Assigns a unique id to every operation in the plan, including operations on links. Existing unique ids are not
 * changed.
 *
 * @internal
 */
export function assignOperationIds(plan: PreparationPlan): PreparationPlan {
  const usedIds = new Set<string>()
  const assignId = (operation: Operation): Operation => {
    let id = operation.id ?? operation.op
    for (let number = 2; usedIds.has(id); number++) id = `${operation.id ?? operation.op}-${number}`
    usedIds.add(id)
    return id === operation.id ? operation : { ...operation, id }
  }
  const operations = plan.operations.map(assignId)
  return {
    ...plan,
    operations,
    ...(plan.links ? { links: { ...plan.links, operations: plan.links.operations.map(assignId) } } : {}),
  }
}

/**
 * Applies an edit to a plan.
 *
 * @returns The edited plan, and the edit that reverts the change.
 * @throws {PlanEditError} If an operation does not exist in the plan, is invalid, or has an id that is already used.
 * @internal
 */
export function editPlan(plan: PreparationPlan, edit: PlanEdit): { plan: PreparationPlan; undo: PlanEdit } {
  const { links } = plan
  if (edit.type === 'several') {
    const undoEdits: PlanEdit[] = []
    let editedPlan = plan
    for (const childEdit of edit.edits) {
      const editResult = editPlan(editedPlan, childEdit)
      editedPlan = editResult.plan
      undoEdits.unshift(editResult.undo)
    }
    return { plan: editedPlan, undo: { type: 'several', edits: undoEdits } }
  }
  const isLinkOperation = (id: string): boolean => links?.operations.some((operation) => operation.id === id) === true
  if (edit.type === 'decide' && edit.ids.some(isLinkOperation) && !edit.ids.every(isLinkOperation)) {
    const { type, state } = edit
    const idGroups = [edit.ids.filter((id) => !isLinkOperation(id)), edit.ids.filter(isLinkOperation)]
    return editPlan(plan, { type: 'several', edits: idGroups.map((ids) => ({ type, ids, state })) })
  }
  if (edit.type === 'insert') checkId(edit.operation.id, [...plan.operations, ...(links?.operations ?? [])])
  const isLinkEdit =
    edit.type === 'insert'
      ? edit.target === 'links'
      : edit.type === 'decide'
        ? edit.ids.length > 0 && edit.ids.every(isLinkOperation)
        : isLinkOperation(edit.id)
  if (!isLinkEdit) {
    const { operations, undo } = editOperations(plan.operations, edit)
    return { plan: { ...plan, operations }, undo }
  }
  if (!links) throw new PlanEditError(message('plan.edit-no-links', {}))
  const { operations, undo } = editOperations(links.operations, edit)
  return {
    plan: { ...plan, links: { ...links, operations } },
    undo: undo.type === 'insert' ? { ...undo, target: 'links' } : undo,
  }
}

function checkId(id: string | undefined, operations: readonly Operation[]): void {
  if (id === undefined || operations.some((operation) => operation.id === id))
    throw new PlanEditError(message('plan.edit-id', { id: id ?? '' }))
}

function editOperations(
  operations: readonly Operation[],
  edit: Exclude<PlanEdit, { type: 'several' }>,
): { operations: Operation[]; undo: PlanEdit } {
  const findOperationIndex = (id: string): number => {
    const index = operations.findIndex((operation) => operation.id === id)
    if (index < 0) throw new PlanEditError(describeMissingOperation(id, operations))
    return index
  }
  const createBeforeField = (index: number): { before?: string } => {
    const nextId = operations[index + 1]?.id
    return defined({ before: nextId })
  }
  const insert = (list: readonly Operation[], operation: Operation, nextId: string | undefined): Operation[] => {
    if (nextId === undefined) return [...list, operation]
    const index = list.findIndex(({ id }) => id === nextId)
    if (index < 0) throw new PlanEditError(describeMissingOperation(nextId, list))
    return [...list.slice(0, index), operation, ...list.slice(index)]
  }
  switch (edit.type) {
    case 'insert': {
      const operation = parseOperation(edit.operation)
      return {
        operations: insert(operations, operation, edit.before),
        undo: { type: 'remove', id: operation.id as string },
      }
    }
    case 'remove': {
      const position = findOperationIndex(edit.id)
      return {
        operations: operations.filter((_, index) => index !== position),
        undo: { type: 'insert', operation: operations[position] as Operation, ...createBeforeField(position) },
      }
    }
    case 'replace': {
      const position = findOperationIndex(edit.id)
      const operation = { ...parseOperation(edit.operation), id: edit.id }
      return {
        operations: operations.map((existing, index) => (index === position ? operation : existing)),
        undo: { type: 'replace', id: edit.id, operation: operations[position] as Operation },
      }
    }
    case 'move': {
      const position = findOperationIndex(edit.id)
      const remainingOperations = operations.filter((_, index) => index !== position)
      if (edit.before === edit.id) throw new PlanEditError(message('plan.edit-before-itself', { id: edit.id }))
      return {
        operations: insert(remainingOperations, operations[position] as Operation, edit.before),
        undo: { type: 'move', id: edit.id, ...createBeforeField(position) },
      }
    }
    case 'decide': {
      const decidedIndexes = new Set(edit.ids.map(findOperationIndex))
      const idsByState = new Map<Operation['state'], string[]>()
      for (const index of decidedIndexes) {
        const { state, id } = operations[index] as Operation
        idsByState.set(state, [...(idsByState.get(state) ?? []), id as string])
      }
      const changedOperations = operations.map((operation, index): Operation => {
        if (!decidedIndexes.has(index)) return operation
        const { state: _, ...rest } = operation
        return (edit.state === undefined ? rest : { ...rest, state: edit.state }) as Operation
      })
      return {
        operations: changedOperations,
        undo: { type: 'several', edits: [...idsByState].map(([state, ids]) => ({ type: 'decide', ids, state })) },
      }
    }
  }
}

function parseOperation(operation: Operation): Operation {
  const parsed = operationSchema.safeParse(operation)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const params = { path: issue.path.join('.'), reason: toIssueMessage(issue, operation) }
  throw new PlanEditError(message('plan.edit-invalid', params))
}

const describeMissingOperation = (id: string, operations: readonly Operation[]): Message =>
  message('plan.edit-no-operation', { id, ids: operations.map((operation) => operation.id ?? '') })
