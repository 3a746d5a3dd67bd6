import type { Formats } from '../formats.ts'

/** UI strings for the validation page. */
export const createEnglishValidation = ({ pluralize, count }: Formats) => ({
  validation: {
    title: 'Validate',
    validate: 'Validate data',
    validating: 'Validating…',
    result: 'Result',
    data: 'Data',
    noData: 'No data yet',
    selectDataset: 'Choose a dataset…',
    datasetRequired: 'Choose a dataset to validate.',
    method: 'Method',
    selectDatasetForRules: 'Choose a dataset to add rules for its columns.',
    methods: {
      rules: {
        title: 'Rules',
        description: 'Check columns, types, ranges, patterns and keys. Rules are tested while you edit.',
        label: 'Rules',
      },
      schema: {
        title: 'JSON',
        description: 'Write the rules as JSON.',
        label: 'Schema (JSON)',
      },
      info: {
        title: 'Table-level checks',
        description: 'Check statistics for the whole table, such as the row count.',
        label: 'Conditions (one per line)',
      },
      function: {
        title: 'Function',
        description: 'Check every row with an expression, SQL or JavaScript.',
        label: 'Condition for every row',
      },
    },
    language: 'Language',
    languages: { expression: 'Expression (JSONata)', predicate: 'SQL predicate', code: 'JavaScript' },
    codeExample: 'return row.value > 0 || "value must be greater than 0"',
    noRules: 'Add at least one rule.',
    startFromColumns: 'Start from the columns of this file',
    startFromExample: 'Start from an example',
    empty: 'Results appear here: each rule, the number of failing rows, and examples.',
    failed: 'Validation could not run.',
    dataIs: 'The data is',
    valid: 'valid',
    notValid: 'not valid',
    allPassed: (rules: number): string => `${pluralize(rules, 'rule', 'rules')} passed.`,
    someFailed: (failing: number, rules: number): string =>
      `${count(failing)} of ${pluralize(rules, 'rule', 'rules')} failed.`,
    showDetails: 'Show details',
    hideDetails: 'Hide details',
    noReport: 'No validation report was returned.',
    notStarted: 'Validation could not start.',
    notStartedHint: 'Check the rules, then validate again.',
  },
})
