import type { WorkflowSession } from '@aw-flow/client'
import {
  defined,
  type Column,
  type NodeDescription,
  type NodeType,
  type Workflow,
  type WorkflowNode,
} from '@aw-flow/schema'
import { createSampleLoader } from '../../forms/columns/column-samples.ts'
import type { Drafts, FormContext } from '../../forms/form-context.ts'
import { createRuleData } from '../../forms/rules/rule-data.ts'

/**
 * Creates the context for a node's settings form. Returns the previous object as long as the node, columns, secrets,
 * language, session and drafts are the same, so that the form's fields are not updated needlessly.
 */
export class NodeFormContextCache {
  #cachedResult: { key: string; session: WorkflowSession; context: FormContext } | undefined

  getContext(
    session: WorkflowSession,
    nodeId: string,
    type: NodeType,
    description: NodeDescription | undefined,
    drafts: Drafts | undefined,
    listNodeTypes: () => readonly NodeType[],
    language: string,
    getLabel: (node: WorkflowNode) => string,
  ): FormContext {
    const inputs = collectInputColumns(type, description)
    const inputNames = collectInputNames(session.document.current, nodeId, type, getLabel)
    const secrets = session.runs.networkAccess?.secrets.map(({ name }) => name)
    const key = JSON.stringify([nodeId, inputs, Object.keys(inputs), inputNames, secrets, language])
    const cached = this.#cachedResult
    if (cached?.key === key && cached.session === session && cached.context.drafts === drafts) return cached.context
    const rules = createRuleData(session, nodeId)
    const loadSamples = createSampleLoader(session, nodeId, language)
    const context: FormContext = {
      inputs,
      inputNames,
      drafts,
      nodeTypes: listNodeTypes,
      ...defined({ secrets, loadSamples, rules, listWorkflows: session.document.listWorkflows }),
      ...(session.assistant
        ? { askExpression: (text, offset, scope) => session.assistant?.completeExpression(nodeId, text, offset, scope) }
        : {}),
    }
    const { writeText } = session.tables
    const { askExpression } = context
    const columns = inputs.table ?? Object.values(inputs)[0] ?? []
    const contextWithWriter: FormContext = writeText
      ? {
          ...context,
          async openWriter(field, request) {
            const { openWriter } = await import('../writer/open-writer.ts')
            openWriter(field, { ...request, session, node: nodeId, columns, askExpression, rules })
          },
        }
      : context
    this.#cachedResult = { key, session, context: contextWithWriter }
    return contextWithWriter
  }
}

/** Returns the columns of each table input, keyed by port name; `undefined` for unknown columns. */
function collectInputColumns(
  { inputs }: NodeType,
  description: NodeDescription | undefined,
): Record<string, readonly Column[] | undefined> {
  const tables = inputs.filter(({ name, type }) => type === 'table' || description?.inputs[name]?.columns)
  const columnsByPort = tables.map(({ name }) => [name, description?.inputs[name]?.columns] as const)
  // Omit optional inputs with unknown columns, so that they do not hide the columns of other inputs.
  const relevantEntries = columnsByPort.filter(
    ([name, columns]) => columns ?? tables.find((port) => port.name === name)?.required,
  )
  return Object.fromEntries(relevantEntries)
}

/** Returns the labels of the nodes that are connected to each input. */
function collectInputNames(
  { nodes, edges }: Workflow,
  nodeId: string,
  { inputs }: NodeType,
  getLabel: (node: WorkflowNode) => string,
): Record<string, string> {
  const entries = edges.flatMap(({ source, target, targetHandle }) => {
    const node = target === nodeId ? nodes.find(({ id }) => id === source) : undefined
    const input = targetHandle ?? inputs[0]?.name
    return node && input !== undefined ? [[input, getLabel(node)] as const] : []
  })
  return Object.fromEntries(entries)
}
