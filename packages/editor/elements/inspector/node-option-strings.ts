/** Default UI strings for a node's execution options. Hosts override them with the `strings` property. @internal */
export const nodeOptionStrings = {
  title: 'Execution',
  changed: 'changed',
  mode: 'Mode',
  modes: { enabled: 'Enabled', bypassed: 'Bypassed: inputs pass through unchanged', disabled: 'Disabled' },
  setByGroup: (label: string, mode: string): string => `Set by group “${label}” (${mode.toLowerCase()})`,
  join: 'Multiple connections to one input',
  joins: {
    own: 'Node type default',
    all: 'Wait for all',
    any: 'Run if any has data',
    first: 'Run with the first input',
  },
  onError: 'On error',
  onErrors: {
    stop: 'Stop downstream nodes',
    continue: 'Continue without this node',
    branch: 'Continue from the “error” output',
  },
  retries: 'Retries',
  delays: 'Delay before each retry (seconds)',
  timeout: 'Timeout per attempt (seconds)',
  totalTimeout: 'Total timeout (seconds)',
  defaultValue: 'Default',
  invalidSeconds: 'Enter a number of seconds. Separate multiple delays with commas.',
  invalidCount: 'Enter a whole number from 0 to 20.',
  group: 'Group',
  noGroup: 'None',
}
/** @internal */
export type NodeOptionStrings = typeof nodeOptionStrings
