/** The words of how a node is run; replace some of them by the `strings` property. */
export const nodeOptionStrings = {
  title: 'How it runs',
  changed: 'changed',
  mode: 'This node',
  modes: { enabled: 'Runs', bypassed: 'Is bypassed: what comes in goes on', disabled: 'Is disabled' },
  byGroup: (label: string, mode: string): string => `Its group “${label}” says so: ${mode.toLowerCase()}`,
  join: 'With several connections at once',
  joins: {
    own: 'As its type says',
    all: 'It waits for all of them',
    any: 'It runs if any has given',
    first: 'It runs with the first',
  },
  onError: 'When it fails',
  onErrors: {
    stop: 'What is behind it is not run',
    continue: 'What is behind it runs without it',
    branch: 'Only what is behind its output “error” runs',
  },
  retries: 'Times to try again',
  delays: 'Seconds before each',
  timeout: 'Most seconds of one try',
  total: 'Most seconds of all tries',
  asUsual: 'As usual',
  notSeconds: 'Write seconds, with commas between several.',
  notTimes: 'Write a whole number from 0 to 20.',
  group: 'Group',
  noGroup: 'None',
}
export type NodeOptionStrings = typeof nodeOptionStrings
