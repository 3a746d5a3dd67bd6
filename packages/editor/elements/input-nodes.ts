import type { WorkflowSession } from '@aw-flow/client'
import type { NodeType, WorkflowNode } from '@aw-flow/schema'
import { settingFields } from './setting-field.ts'

/** The setting of a node type that names a dataset; `undefined` when it has none. */
export const datasetSetting = (type: NodeType | undefined): string | undefined =>
  type && settingFields(type.settings).find((field) => field.kind === 'dataset')?.name

/** The nodes that read a file and have none of their own: a run needs an input for each. */
export function inputNodes(session: WorkflowSession): WorkflowNode[] {
  const types = new Map(session.catalogue.map((type) => [type.type, datasetSetting(type)]))
  return session.document.nodes.filter((node) => {
    const setting = types.get(node.type)
    return setting !== undefined && !node.data.config[setting]
  })
}
