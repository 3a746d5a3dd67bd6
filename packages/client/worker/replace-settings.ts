import type { Config, Workflow } from '@aw-flow/schema'

/** Returns a workflow in which some settings of a node have other values. */
export const replaceSettings = (workflow: Workflow, node: string, settings: Config): Workflow => ({
  ...workflow,
  nodes: workflow.nodes.map((candidate) =>
    candidate.id === node
      ? { ...candidate, data: { ...candidate.data, config: { ...candidate.data.config, ...settings } } }
      : candidate,
  ),
})
