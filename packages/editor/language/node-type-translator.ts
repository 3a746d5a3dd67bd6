import type { NodeType, WaitingNode, Workflow, WorkflowDescription, WorkflowNode } from '@aw-flow/schema'

/**
 * Translates the English strings of node types to the user's language. The message codes of the translations are:
 *
 * - `type.filter.title` and `type.filter.description`: title and description of a node type.
 * - `type.filter.input.table` and `type.filter.output.match`: port labels. `type.union.input.in` is the label of the
 *   numbered ports `in1`, `in2` and so on, with the parameter `number`. `type.any.output.error` is the label of a port
 *   that nodes of any type have with certain settings.
 * - `type.filter.setting.conditions.column` and `type.filter.help.conditions.column`: title and help text of the
 *   setting at a path.
 * - `type.filter.choice.match.all`: label of a choice.
 * - `type.approval.default.message`: default text of a setting.
 *
 * @internal
 */
export interface NodeTypeTranslator {
  translateType(type: NodeType): NodeType
  /** Translates node types. Returns the same list for the same input. */
  translateTypes(types: readonly NodeType[]): readonly NodeType[]
  /**
   * Translates port labels, summaries and problems in a workflow description. Returns the same object for the same
   * input.
   */
  translateDescription(description: WorkflowDescription, document: Workflow): WorkflowDescription
  /**
   * Adds the translated default message to an approval whose settings do not contain a message. Returns the same object
   * for the same input.
   */
  translateWaitingNode(waiting: WaitingNode, workflow: Workflow | undefined): WaitingNode
  /**
   * Returns a node's label. If the label equals the English title of the node's type, as in a new node, returns the
   * translated title; the types must have been translated before. Returns an empty string if the node has no label.
   */
  getLabel(node: Pick<WorkflowNode, 'type' | 'data'>): string
}

/** Returns node types and labels unchanged. Used for English. */
export const identityTranslator: NodeTypeTranslator = {
  translateType: (type) => type,
  translateTypes: (types) => types,
  translateDescription: (description) => description,
  translateWaitingNode: (waiting) => waiting,
  getLabel: ({ data }) => data.label,
}
