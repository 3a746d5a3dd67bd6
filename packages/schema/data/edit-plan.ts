import { operationSchema, type Operation } from './operations/operation.ts'
import type { PreparationPlan } from './preparation-plan.ts'

/** A change of a plan, as a value; operations, those of its links too, are found by their id. */
export type PlanEdit =
  /** Among the operations of the links where it says so. */
  | { type: 'insert'; operation: Operation; before?: string; of?: 'links' }
  | { type: 'remove'; id: string }
  | { type: 'replace'; id: string; operation: Operation }
  | { type: 'move'; id: string; before?: string }
  | { type: 'decide'; ids: readonly string[]; state: Operation['state'] }
  | { type: 'several'; edits: readonly PlanEdit[] }

/** Gives every operation, those of its links too, an id that its plan has only once; those that have one keep it. */
export function withIds(plan: PreparationPlan): PreparationPlan {
  const taken = new Set<string>()
  const named = (operation: Operation): Operation => {
    let id = operation.id ?? operation.op
    for (let number = 2; taken.has(id); number++) id = `${operation.id ?? operation.op}-${number}`
    taken.add(id)
    return id === operation.id ? operation : { ...operation, id }
  }
  const operations = plan.operations.map(named)
  return {
    ...plan,
    operations,
    ...(plan.links ? { links: { ...plan.links, operations: plan.links.operations.map(named) } } : {}),
  }
}

/**
 * Changes a plan, and gives the edit that takes the change back. Throws a `RangeError` for an operation that is not in
 * the plan, that is none, or whose id is taken.
 */
export function editPlan(plan: PreparationPlan, edit: PlanEdit): { plan: PreparationPlan; undo: PlanEdit } {
  const { links } = plan
  if (edit.type === 'several') {
    const undos: PlanEdit[] = []
    let edited = plan
    for (const one of edit.edits) {
      const step = editPlan(edited, one)
      edited = step.plan
      undos.unshift(step.undo)
    }
    return { plan: edited, undo: { type: 'several', edits: undos } }
  }
  const isOfLinks = (id: string): boolean => links?.operations.some((one) => one.id === id) === true
  if (edit.type === 'decide' && edit.ids.some(isOfLinks) && !edit.ids.every(isOfLinks)) {
    const { type, state } = edit
    const parts = [edit.ids.filter((id) => !isOfLinks(id)), edit.ids.filter(isOfLinks)]
    return editPlan(plan, { type: 'several', edits: parts.map((ids) => ({ type, ids, state })) })
  }
  if (edit.type === 'insert') checkId(edit.operation.id, [...plan.operations, ...(links?.operations ?? [])])
  const isAmongLinks =
    edit.type === 'insert'
      ? edit.of === 'links'
      : edit.type === 'decide'
        ? edit.ids.length > 0 && edit.ids.every(isOfLinks)
        : isOfLinks(edit.id)
  if (!isAmongLinks) {
    const { operations, undo } = editOperations(plan.operations, edit)
    return { plan: { ...plan, operations }, undo }
  }
  if (!links) throw new RangeError('The plan has no links.')
  const { operations, undo } = editOperations(links.operations, edit)
  return {
    plan: { ...plan, links: { ...links, operations } },
    undo: undo.type === 'insert' ? { ...undo, of: 'links' } : undo,
  }
}

function checkId(id: string | undefined, operations: readonly Operation[]): void {
  if (id === undefined || operations.some((one) => one.id === id))
    throw new RangeError(`The operation needs an id that the plan has not (${id ?? 'none'}).`)
}

function editOperations(
  operations: readonly Operation[],
  edit: Exclude<PlanEdit, { type: 'several' }>,
): { operations: Operation[]; undo: PlanEdit } {
  const placeOf = (id: string): number => {
    const place = operations.findIndex((one) => one.id === id)
    if (place < 0)
      throw new RangeError(`No operation \`${id}\` is in the plan (has ${operations.map((one) => one.id).join(', ')}).`)
    return place
  }
  const behind = (place: number): { before?: string } => {
    const next = operations[place + 1]?.id
    return next === undefined ? {} : { before: next }
  }
  const inserted = (list: readonly Operation[], operation: Operation, before: string | undefined): Operation[] => {
    if (before === undefined) return [...list, operation]
    const place = list.findIndex((one) => one.id === before)
    if (place < 0) throw new RangeError(`No operation \`${before}\` is in the plan.`)
    return [...list.slice(0, place), operation, ...list.slice(place)]
  }
  switch (edit.type) {
    case 'insert': {
      const operation = checked(edit.operation)
      return {
        operations: inserted(operations, operation, edit.before),
        undo: { type: 'remove', id: operation.id as string },
      }
    }
    case 'remove': {
      const place = placeOf(edit.id)
      return {
        operations: operations.filter((_, index) => index !== place),
        undo: { type: 'insert', operation: operations[place] as Operation, ...behind(place) },
      }
    }
    case 'replace': {
      const place = placeOf(edit.id)
      const operation = { ...checked(edit.operation), id: edit.id }
      return {
        operations: operations.map((one, index) => (index === place ? operation : one)),
        undo: { type: 'replace', id: edit.id, operation: operations[place] as Operation },
      }
    }
    case 'move': {
      const place = placeOf(edit.id)
      const rest = operations.filter((_, index) => index !== place)
      if (edit.before === edit.id) throw new RangeError(`\`${edit.id}\` cannot stand before itself.`)
      return {
        operations: inserted(rest, operations[place] as Operation, edit.before),
        undo: { type: 'move', id: edit.id, ...behind(place) },
      }
    }
    case 'decide': {
      const places = new Set(edit.ids.map(placeOf))
      const before = new Map<Operation['state'], string[]>()
      for (const place of places) {
        const { state, id } = operations[place] as Operation
        before.set(state, [...(before.get(state) ?? []), id as string])
      }
      const decided = operations.map((one, index): Operation => {
        if (!places.has(index)) return one
        const { state: _, ...rest } = one
        return (edit.state === undefined ? rest : { ...rest, state: edit.state }) as Operation
      })
      return {
        operations: decided,
        undo: { type: 'several', edits: [...before].map(([state, ids]) => ({ type: 'decide', ids, state })) },
      }
    }
  }
}

function checked(operation: Operation): Operation {
  const parsed = operationSchema.safeParse(operation)
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  throw new RangeError(`That is no operation: ${first?.path.join('.') || 'the whole'}: ${first?.message ?? ''}`)
}
