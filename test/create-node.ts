import type { WorkflowNode } from '@aw-flow/schema'

type Settings = WorkflowNode['data']['config']

/** Creates a node of a workflow, at the origin and with its ID as its label unless others are given. */
export const createNode = (
  id: string,
  type: string,
  config: object = {},
  { label = id, position = { x: 0, y: 0 } }: { label?: string; position?: WorkflowNode['position'] } = {},
): WorkflowNode => ({ id, type, position, data: { label, config: config as Settings } })
