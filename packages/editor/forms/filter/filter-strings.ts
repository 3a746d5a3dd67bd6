/** UI strings for the filter builder, loaded together with it. */
export const filterStrings = {
  noConditions: 'Every row matches. Add a condition.',
  condition: (path: string): string => `Condition ${path}`,
  group: (path: string): string => `Group ${path}`,
  match: 'Match',
  matchModes: { all: 'All of these', any: 'Any of these' },
  conjunctions: { all: 'and', any: 'or' },
  column: 'Column',
  comparison: 'Comparison',
  value: 'Value',
  values: 'Values (one per line)',
  timeComparisons: {
    less: 'is before',
    'at-most': 'is on or before',
    more: 'is after',
    'at-least': 'is on or after',
  },
  booleans: { true: 'true', false: 'false' },
  addCondition: 'Add condition',
  addGroup: 'Add group',
  addTo: (action: string, group: string): string => `${action} to ${group}`,
  remove: (item: string): string => `Remove ${item}`,
  expression: (text: string): string => `Rows must also match \`${text}\`.`,
  showAsConditions: 'Show as conditions',
  notConvertible: (part: string): string => `Conditions cannot express \`${part}\`. Edit it below.`,
  noColumns: 'Run the previous step to show the expression as conditions.',
}

/** UI strings for the filter builder. */
export type FilterStrings = typeof filterStrings
