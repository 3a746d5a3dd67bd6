/** English UI strings for the sub-workflow port form. They are loaded together with the form. */
export const subWorkflowPortStrings = {
  title: 'Sub-workflow ports',
  help: 'Each port of this node is connected to a port of a node in the sub-workflow.',
  sides: { input: 'Inputs', output: 'Outputs' },
  port: { input: (position: number) => `Input ${position}`, output: (position: number) => `Output ${position}` },
  portName: (port: string): string => `Name of ${port}`,
  required: 'Required',
  targets: (port: string): string => `${port} connects to`,
  source: (port: string): string => `${port} comes from`,
  connect: 'Connect another…',
  disconnect: (port: string, end: string): string => `Disconnect ${port} from ${end}`,
  add: { input: 'Add input for…', output: 'Add output from…' },
  noUnconnectedPorts: 'The inner nodes have no other unconnected ports.',
  noNodes: 'The sub-workflow has no nodes yet. Open it to add some.',
  missingPort: (end: string): string => `${end} (missing)`,
  unconnected: 'Not connected',
  moveUp: (port: string): string => `Move ${port} up`,
  /** The option for a workflow that is embedded in the node instead of stored separately. */
  embeddedWorkflow: 'Workflow inside this node',
  remove: (port: string): string => `Remove ${port}`,
}

/** UI strings for the sub-workflow port form. */
export type SubWorkflowPortStrings = typeof subWorkflowPortStrings
