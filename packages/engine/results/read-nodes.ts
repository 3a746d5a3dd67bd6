import { compileExpression } from '../expressions/compile-expression.ts'
import { canRead, readableNames } from '../expressions/readable-values.ts'
import type { WorkflowPlan } from '../plan/workflow-plan.ts'

export interface NodeReads {
  /** Indices of the nodes whose outputs its placeholders and expressions read, or that set variables that they read. */
  nodes: number[]
  /** Whether it reads values that differ in each run: the run itself, the time or random values. */
  differs: boolean
}

const readsTimeOrRandom = /\$(?:now|millis|random|shuffle)\b/

/** The values that a node reads besides its inputs, as far as they are known before a run. */
export function readNodes(plan: WorkflowPlan, index: number): NodeReads {
  const { template, definition, settings } = plan.nodes[index]!
  const texts: string[] = []
  const names = new Set<string>()
  const read = (text: string, found: ReadonlySet<string> | undefined): void => {
    texts.push(text)
    for (const name of found ?? readableNames(plan, index)) names.add(name)
  }
  for (const { expression } of template?.expressions ?? []) read(expression.text, expression.names)
  for (const setting of definition?.expressions ?? []) {
    const text = (settings as Record<string, unknown> | undefined)?.[setting]
    if (typeof text !== 'string' || text.trim() === '') continue
    try {
      read(text, compileExpression(text).names)
    } catch {
      // The description of the node reports the error.
    }
  }
  if (names.size === 0) return { nodes: [], differs: texts.some((text) => readsTimeOrRandom.test(text)) }
  const found = new Set<number>()
  for (const name of names) {
    const at = plan.indexOf.get(name)
    if (at !== undefined && canRead(plan, index, name)) found.add(at)
  }
  if (plan.setsVariables || names.has('trigger_data')) {
    plan.nodes.forEach(({ definition: one, settings: its }, at) => {
      const variable = one?.variable && its !== undefined ? one.variable(its) : undefined
      const isTrigger = names.has('trigger_data') && one?.family === 'triggers'
      if (isTrigger || (variable !== undefined && names.has(variable))) found.add(at)
    })
  }
  found.delete(index)
  return {
    nodes: [...found],
    differs: names.has('run') || texts.some((text) => readsTimeOrRandom.test(text)),
  }
}
