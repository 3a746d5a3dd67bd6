import { compileExpression } from '../expressions/compile-expression.ts'
import { canRead, collectReadableNames } from '../expressions/readable-values.ts'
import type { WorkflowPlan } from '../plan/workflow-plan.ts'

export interface NodeReads {
  /**
   * The indexes of the nodes whose outputs or variables this node's placeholders and expressions read.
   */
  nodes: number[]
  /** Whether the node reads values that differ between runs: `run`, the current time or random values. */
  isVolatile: boolean
}

const timeOrRandomPattern = /\$(?:now|millis|random|shuffle)\b/

/** Returns what a node reads in addition to its inputs, as far as this can be determined before a run. */
export function findNodeReads(plan: WorkflowPlan, index: number): NodeReads {
  const { template, definition, settings } = plan.nodes[index]!
  const expressionSources: string[] = []
  const names = new Set<string>()
  const addExpression = (text: string, readNames: ReadonlySet<string> | undefined): void => {
    expressionSources.push(text)
    for (const name of readNames ?? collectReadableNames(plan, index)) names.add(name)
  }
  for (const { expression } of template?.expressions ?? []) addExpression(expression.text, expression.names)
  for (const setting of definition?.expressions ?? []) {
    const text = (settings as Record<string, unknown> | undefined)?.[setting]
    if (typeof text !== 'string' || text.trim() === '') continue
    try {
      addExpression(text, compileExpression(text).names)
    } catch {
      // The node's description reports the error.
    }
  }
  if (names.size === 0)
    return { nodes: [], isVolatile: expressionSources.some((text) => timeOrRandomPattern.test(text)) }
  const indices = new Set<number>()
  for (const name of names) {
    const source = plan.indexById.get(name)
    if (source !== undefined && canRead(plan, index, name)) indices.add(source)
  }
  if (plan.setsVariables || names.has('trigger_data')) {
    plan.nodes.forEach(({ definition: candidate, settings: candidateSettings }, source) => {
      const variable =
        candidate?.variable && candidateSettings !== undefined ? candidate.variable(candidateSettings) : undefined
      const isTrigger = names.has('trigger_data') && candidate?.family === 'triggers'
      if (isTrigger || (variable !== undefined && names.has(variable))) indices.add(source)
    })
  }
  indices.delete(index)
  return {
    nodes: [...indices],
    isVolatile: names.has('run') || expressionSources.some((text) => timeOrRandomPattern.test(text)),
  }
}
