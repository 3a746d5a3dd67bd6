import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

const excludedYear = message('prepare.not-measure.column', {
  column: 'year',
  reason: message('prepare.not-measure.years', {}),
})
const badOperation = message('prepare.operation-failed', {
  place: 2,
  op: 'rename',
  reason: message('prepare.column-not-found', { column: 'amout', columns: ['id', 'amount'], nearest: 'amount' }),
})
const noActionUnlessWrong = 'No action is required. If this is not what you want, change the plan.'

/** Preparing tables: plans, their application, and language models that propose them. */
export const preparingReference = {
  'prepare.id': {
    meaning: 'A note in a cosmo-ready plan that reports which column identifies the points.',
    params: { reason: message('prepare.id-named', { column: 'order_id' }) },
    solution: noActionUnlessWrong,
  },
  'prepare.id-generated': {
    meaning: 'A cosmo-ready plan requires an ID for every point, but no column in the table can be used as the ID.',
    params: { reason: message('prepare.id-missing', {}), column: 'id' },
  },
  'prepare.id-not-distinct': {
    meaning: 'A note in a cosmo-ready plan: a column is named like an ID but cannot be used as the ID.',
    params: { column: 'id' },
    solution: 'If the column should identify the points, remove its duplicates and nulls first.',
  },
  'prepare.no-measure': {
    meaning:
      'A note in a cosmo-ready plan that lists numeric columns not used as coordinates, with the reason for each.',
    params: { columns: [excludedYear] },
    solution: noActionUnlessWrong,
  },
  'prepare.coordinates': {
    meaning: 'A note in a cosmo-ready plan that reports the source of the point coordinates.',
    params: { reason: message('prepare.coordinates-named', { x: 'longitude', y: 'latitude' }) },
    solution: noActionUnlessWrong,
  },
  'prepare.no-coordinates': {
    meaning: 'A note in a cosmo-ready plan: the table has no columns that can be used as coordinates.',
    params: { reason: message('prepare.layout-simulation', {}) },
    solution: 'No action is required. Optionally, set the layout "projection" if the table has several measures.',
  },
  'prepare.appearance': {
    meaning:
      'A note in a cosmo-ready plan that reports which columns determine the size, color and label of the points.',
    params: {
      looks: [
        message('prepare.point-appearance', { role: 'size', column: 'price' }),
        message('prepare.point-appearance', { role: 'color', column: 'country' }),
      ],
    },
    solution: noActionUnlessWrong,
  },
  'prepare.looks-like-links': {
    meaning:
      'A note in a cosmo-ready plan: two columns look like the endpoints of links, but only points were requested.',
    params: { source: 'from', target: 'to' },
    solution: 'If the rows are links, connect the table as the table of links.',
  },
  'prepare.links': {
    meaning: 'A note that reports which columns are the endpoints of the links, and why.',
    params: {
      source: 'from',
      target: 'to',
      reason: message('prepare.links-named', { isShared: 'false', source: 'from', target: 'to', shared: 0 }),
    },
    solution: noActionUnlessWrong,
  },
  'prepare.points-of-links': {
    meaning: 'A note: the points are computed from the links, because only a table of links was provided.',
    params: {
      reason: message('prepare.links-named', { isShared: 'false', source: 'from', target: 'to', shared: 0 }),
      degree: 'degree',
    },
    solution: 'No action is required. Optionally, provide a table of points as well.',
  },
  'prepare.empty-column': {
    meaning: 'A note in a plan: a column is null in all rows and is passed through.',
    params: { column: 'remarks' },
    solution: 'No action is required. Optionally, add the operation "drop-column".',
  },
  'prepare.duplicate-rows':
    'A note in a generic plan: duplicate rows were found. They are kept, because they may be separate events.',
  'prepare.mostly-typed': {
    meaning:
      'A note in a plan: most values in a text column are numbers, dates or values of another type, but some are not.',
    params: { misfits: 2, distinct: 340, type: message('prepare.type', { type: 'DOUBLE' }), examples: ['n/a', 'free'] },
  },
  'prepare.column-dropped': {
    meaning: 'A note in an ml-ready plan: a column is dropped because a model cannot learn from it.',
    params: { column: 'name', reason: message('prepare.reason-unique-text', {}) },
    solution: noActionUnlessWrong,
  },
  'prepare.no-label': {
    meaning: 'The settings specify a column to predict that is not in the table.',
    params: { label: 'churned', columns: ['age', 'plan', 'churn'] },
  },
  'prepare.leak': {
    meaning:
      'A column determines the label. A model trained with this column would use it instead of learning the pattern.',
    params: { column: 'cancel_reason', label: 'churned', distinct: 6 },
  },
  'prepare.duplicate-column': {
    meaning: 'A note in an ml-ready plan: two columns have the same values. In many models, they would count twice.',
    params: { column: 'zip', twin: 'postcode' },
    solution: 'Drop one of the two columns.',
  },
  'prepare.no-category': {
    meaning:
      'A note in an ml-ready plan: rows without a value in a column of categories get 0 in each of its new columns.',
    params: { rows: 12, column: 'country' },
    solution: 'No action is required. Optionally, fill the column first.',
  },
  'prepare.missing-column':
    'The target is a custom schema, but the table does not have a column that the schema requires.',
  'prepare.not-restored': {
    meaning: 'A note in an inverse plan: an operation has no inverse.',
    params: { op: 'merge-spellings' },
    solution: 'Keep the original table if you need its original values.',
  },
  'prepare.not-restored.column': {
    meaning:
      'A note in an inverse plan: a column that was dropped is not part of the prepared table, so it cannot be restored.',
    params: { column: 'name' },
    solution: 'Join the column again from the original table.',
  },
  'prepare.plan-for-other-table': {
    meaning: 'A note: a saved plan is applied to a different table than the one it was created for.',
    solution: 'No action is required if the tables have the same columns. Otherwise, create a new plan.',
  },
  'prepare.by-model': {
    meaning: 'A note: the plan was proposed by a language model and checked with the same rules as every other plan.',
    params: { remarks: '' },
  },
  'prepare.cells-not-set': {
    meaning: 'A plan sets individual cells, but some of them now have different values than when the plan was created.',
    params: { cells: 2, all: 14 },
  },
  'prepare.cells-emptied': {
    meaning: 'A conversion in a plan found values that cannot be converted, and set them to null.',
    params: {
      cells: 3,
      reason: message('prepare.reason-mostly-of-type', {
        fitting: 337,
        distinct: 340,
        type: message('prepare.type', { type: 'DOUBLE' }),
      }),
    },
    solution: 'Map these values before the conversion, or choose another column type.',
  },
  'prepare.self-loops': {
    meaning: 'A note: some links connect a point to itself. They are drawn as loops.',
    params: { links: 4 },
    solution: 'No action is required. Optionally, filter these links.',
  },
  'prepare.duplicate-links': {
    meaning: 'A note: several links connect the same two points.',
    params: { links: 4 },
    solution: 'No action is required. Optionally, add the operation "deduplicate" to the links.',
  },
  'prepare.not-valid': {
    meaning: 'The plan was applied, but its result does not meet the rules of the target.',
    params: { reason: message('validate.nullable', { column: 'id', failing: 3, rows: 1_200 }) },
    solution: 'Change the plan, or create a new one for this table.',
  },
  'prepare.drift-missing': {
    meaning: 'A saved plan was applied to a table that does not have all columns in the plan.',
    params: { columns: ['discount'] },
    solution: 'Load the missing columns, or create a new plan.',
  },
  'prepare.drift-added': {
    meaning: 'A note: a saved plan was applied to a table with additional columns.',
    params: { columns: ['discount'] },
    solution: 'No action is required. Optionally, add operations for these columns.',
  },
  'prepare.drift-type': {
    meaning: 'A saved plan was applied to a table in which a column has a different type.',
    params: { found: 'VARCHAR', expected: 'DOUBLE' },
    solution: 'Load the column with its original type, or create a new plan.',
  },
  'prepare.drift-values': {
    meaning: 'A saved plan lists the values of a column, but the table has values that are not in the list.',
    params: { column: 'country', rows: 3, values: ['XK'] },
  },
  'prepare.drift-range': {
    meaning: 'A saved plan scales a column by its previous range, but the table has values outside this range.',
    params: { expectedMin: '0', expectedMax: '100', rows: 3, min: '-2', max: '140' },
  },
  'prepare.drift-nulls': {
    meaning: 'A saved plan was applied to a table in which many more cells of a column are null.',
    params: { found: 0.4, expected: 0.02 },
    solution: 'Check the source of the table, or create a new plan.',
  },
  'prepare.drift-spellings': {
    meaning: 'A saved plan merges spellings in a column, but the table has spellings that are not in the plan.',
    params: { column: 'country', rows: 3, values: ['Germny'] },
  },
  'prepare.plan-does-not-fit': {
    meaning: 'An operation in a plan cannot be applied to the table.',
    params: { reason: badOperation },
  },
  'prepare.no-plan': {
    meaning: 'Neither the rules nor a language model produced a plan that could be applied to the table.',
    params: { reason: message('prepare.none-proposed', {}) },
  },
  'examples.no-cell': {
    meaning: 'An example of a transformation refers to a cell that does not exist in the table.',
    params: { reason: message('approval.no-row', { row: 5_000, rows: 120 }) },
    solution: 'Run the node again, and edit cells of its current result.',
  },
  'prepare.no-cell': {
    meaning: 'The history of a cell was requested, but the cell does not exist in the prepared table.',
    params: { reason: message('prepare.no-prepared-row', { row: 5_000 }) },
    solution: 'Run the Prepare node again, and select the cell in its current result.',
  },
  'prepare.no-rows': {
    meaning: 'A plan cannot be created for a table without rows.',
    params: { count: 2, columns: ['id', 'price'] },
  },
  'prepare.no-links-table': {
    meaning: 'A plan for points and links was applied, but no table of links is connected.',
    params: { table: 'links' },
  },
  'model.no-response': {
    meaning:
      'A Prepare node requested a plan from a language model and received no response. The plan is then created from rules.',
    params: { said: 'connection refused' },
  },
  'model.access-denied': {
    meaning: 'A language model service rejected the API key.',
    params: { status: '401', said: '' },
  },
  'model.not-found': {
    meaning: 'The language model does not exist at the service, or the URL of the service is incorrect.',
    params: { said: '' },
  },
  'model.rate-limited': {
    meaning: 'A language model service rejected a request because of its rate limit.',
    params: { said: '' },
  },
  'model.failed': {
    meaning: 'A language model service returned an error.',
    params: { status: '500', said: '' },
  },
  'model.not-named.setting': {
    meaning: 'A Prepare node has settings for a language model, but no model is selected.',
    params: { setting: 'modelSecret' },
  },
  'outside.no-egress.model': 'A Prepare node uses a language model in an environment without network access.',
  'plan.invalid.setting': {
    meaning: 'The plan in the settings of a Prepare node is not a valid preparation plan.',
    params: { path: 'operations.0.op', issue: 'unknown operation' },
  },
  'prepare.rows-dropped': {
    meaning: 'An operation in the plan dropped rows that do not meet the requirements of the target.',
    params: { dropped: 12, reason: message('prepare.reason-no-label', {}) },
  },
  'prepare.links-dropped': {
    meaning: 'An operation in the plan dropped links whose endpoints are not in the table of points.',
    params: {
      dropped: 12,
      reason: message('prepare.reason-resolve-links', {
        reason: message('prepare.links-named', { isShared: 'false', source: 'from', target: 'to', shared: 0 }),
      }),
    },
  },
} as const satisfies ReferenceEntries
