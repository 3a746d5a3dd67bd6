import { message } from '../message.ts'
import type { AreaReference } from './reference-entry.ts'

const excludedYear = message('prepare.not-measure.column', {
  column: 'year',
  reason: message('prepare.not-measure.years', {}),
})
const badOperation = message('prepare.operation-failed', {
  place: 2,
  op: 'rename',
  reason: message('prepare.column-not-found', { column: 'amout', columns: ['id', 'amount'], nearest: 'amount' }),
})
const noActionUnlessWrong = 'No action is required. If the choice is wrong, change the plan.'

/** Preparing tables: plans, their application, and language models that propose them. */
export const preparingReference = {
  'prepare.id': {
    meaning: 'A note of a cosmo-ready plan: which column identifies the points.',
    params: { reason: message('prepare.id-named', { column: 'order_id' }) },
    solution: noActionUnlessWrong,
  },
  'prepare.id-generated': {
    meaning: 'A cosmo-ready plan needs an id for every point, but no column of the table can be used as one.',
    params: { reason: message('prepare.id-missing', {}), column: 'id' },
  },
  'prepare.id-repeats': {
    meaning: 'A note of a cosmo-ready plan: a column is named like an id but cannot be used as one.',
    params: { column: 'id' },
    solution: 'If the column should identify the points, remove its duplicates and nulls first.',
  },
  'prepare.no-measure': {
    meaning:
      'A note of a cosmo-ready plan: numeric columns that are labels rather than amounts, with the reason for each.',
    params: { columns: [excludedYear] },
    solution: noActionUnlessWrong,
  },
  'prepare.coordinates': {
    meaning: 'A note of a cosmo-ready plan: where the coordinates of the points come from.',
    params: { reason: message('prepare.coordinates-named', { x: 'longitude', y: 'latitude' }) },
    solution: noActionUnlessWrong,
  },
  'prepare.no-coordinates': {
    meaning: 'A note of a cosmo-ready plan: the table has no columns that can be coordinates.',
    params: { reason: message('prepare.layout-simulation', {}) },
    solution: 'No action is required. Optionally, set the layout "projection" if the table has several measures.',
  },
  'prepare.looks': {
    meaning: 'A note of a cosmo-ready plan: which columns decide size, color and label of the points.',
    params: {
      looks: [
        message('prepare.look', { role: 'size', column: 'price' }),
        message('prepare.look', { role: 'color', column: 'country' }),
      ],
    },
    solution: noActionUnlessWrong,
  },
  'prepare.looks-like-links': {
    meaning: 'A note of a cosmo-ready plan: two columns look like link endpoints, but only points were requested.',
    params: { source: 'from', target: 'to' },
    solution: 'If the rows are links, connect the table as the table of links.',
  },
  'prepare.links': {
    meaning: 'A note: which columns are the ends of the links, and why.',
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
    meaning: 'A note of a plan: a column is null in all rows and is passed through.',
    params: { column: 'remarks' },
    solution: 'No action is required. Optionally, add the operation "drop-column".',
  },
  'prepare.repeated-rows':
    'A note of a generic plan: duplicate rows were found. They are kept, because they may be separate events.',
  'prepare.almost-typed': {
    meaning: 'A note of a plan: most values of a text column are numbers, dates or similar, but not all.',
    params: { misfits: 2, distinct: 340, type: message('prepare.type', { type: 'DOUBLE' }), examples: ['n/a', 'free'] },
  },
  'prepare.column-dropped': {
    meaning: 'A note of an ml-ready plan: a column that a model cannot learn from is left out.',
    params: { column: 'name', reason: message('prepare.reason-unique-text', {}) },
    solution: noActionUnlessWrong,
  },
  'prepare.no-label': {
    meaning: 'The column to predict, named in the settings, is not in the table.',
    params: { label: 'churned', columns: ['age', 'plan', 'churn'] },
  },
  'prepare.leak': {
    meaning: 'A column determines the label. A model would learn the column instead of the pattern.',
    params: { column: 'cancel_reason', label: 'churned', distinct: 6 },
  },
  'prepare.twin': {
    meaning: 'An ml-ready plan found two columns with the same values. Together they count twice in many models.',
    params: { column: 'zip', twin: 'postcode' },
    solution: 'Drop one of them.',
  },
  'prepare.no-category': {
    meaning: 'A note of an ml-ready plan: rows without a category are encoded as belonging to none.',
    params: { rows: 12, column: 'country' },
    solution: 'No action is required. Optionally, fill the column first.',
  },
  'prepare.missing-column': 'The target is a custom schema, and the table lacks a column that it requires.',
  'prepare.not-restored': {
    meaning: 'A note of an inverse plan: the operation has no inverse.',
    params: { op: 'merge-spellings' },
    solution: 'Keep the original table if you need its values.',
  },
  'prepare.not-restored.column': {
    meaning: 'A note of an inverse plan: a dropped column is not part of the prepared table.',
    params: { column: 'name' },
    solution: 'Join the column again from the original table.',
  },
  'prepare.plan-of-before': {
    meaning: 'A note: a saved plan is applied to a different table than the one it was made for.',
    solution: 'No action is required if the tables have the same columns. Otherwise, make a new plan.',
  },
  'prepare.by-model': {
    meaning: 'A note: the plan was proposed by a language model and checked by the same rules as every plan.',
    params: { remarks: '' },
  },
  'prepare.cells-not-set': {
    meaning: 'A plan sets single cells, and some of them have other values now.',
    params: { cells: 2, all: 14 },
  },
  'prepare.cells-emptied': {
    meaning: 'A conversion of a plan found values that do not fit, and set them to null.',
    params: {
      cells: 3,
      reason: message('prepare.sentence', { text: message('operation.parse-number', { column: 'price' }) }),
    },
    solution: 'Map these values before the conversion, or choose another type.',
  },
  'prepare.self-loops': {
    meaning: 'A note: links from a point to itself are drawn as loops.',
    params: { links: 4 },
    solution: 'No action is required. Optionally, filter these links.',
  },
  'prepare.duplicate-links': {
    meaning: 'A note: the same two points are connected several times.',
    params: { links: 4 },
    solution: 'No action is required. Optionally, add the operation "deduplicate" to the links.',
  },
  'prepare.not-valid': {
    meaning: 'The plan was applied, but its result does not meet the rules of the target.',
    params: { reason: message('validate.nullable', { column: 'id', failing: 3, rows: 1_200 }) },
    solution: 'Change the plan, or make a new one for this table.',
  },
  'prepare.drift-missing': {
    meaning: 'A saved plan is applied to a table that lacks columns of the plan.',
    params: { columns: ['discount'] },
    solution: 'Load the columns, or make a new plan.',
  },
  'prepare.drift-added': {
    meaning: 'A note: a saved plan is applied to a table with additional columns.',
    params: { columns: ['discount'] },
    solution: 'No action is required. Optionally, add operations for these columns.',
  },
  'prepare.drift-type': {
    meaning: 'A saved plan is applied to a table in which a column has a different type.',
    params: { found: 'VARCHAR', expected: 'DOUBLE' },
    solution: 'Load the column with its original type, or make a new plan.',
  },
  'prepare.drift-values': {
    meaning: 'A saved plan lists the values of a column, and the table has other values.',
    params: { column: 'country', rows: 3, values: ['XK'] },
  },
  'prepare.drift-range': {
    meaning: 'A saved plan scales a column by its previous range, and the table has values outside it.',
    params: { expectedMin: '0', expectedMax: '100', rows: 3, min: '-2', max: '140' },
  },
  'prepare.drift-nulls': {
    meaning: 'A saved plan is applied to a table in which many more cells of a column are null.',
    params: { found: 0.4, expected: 0.02 },
    solution: 'Check the source of the table, or make a new plan.',
  },
  'prepare.drift-spellings': {
    meaning: 'A saved plan merges spellings of a column, and the table has new ones.',
    params: { column: 'country', rows: 3, values: ['Germny'] },
  },
  'prepare.plan-does-not-fit': {
    meaning: 'An operation of a plan cannot be applied to the table.',
    params: { reason: badOperation },
  },
  'prepare.no-plan': {
    meaning: 'Neither the rules nor a language model produced a plan that the table passes.',
    params: { reason: message('prepare.none-proposed', {}) },
  },
  'examples.no-cell': {
    meaning: 'An example of a transformation refers to a cell that the table does not have.',
    params: { reason: message('approval.no-row', { row: 5_000, rows: 120 }) },
    solution: 'Run the node again, and edit cells of its current result.',
  },
  'prepare.no-cell': {
    meaning: 'The history of a cell was requested, and the prepared table does not have the cell.',
    params: { reason: message('prepare.no-prepared-row', { row: 5_000 }) },
    solution: 'Run the Prepare node again, and select the cell in its current result.',
  },
  'prepare.no-rows': {
    meaning: 'A plan cannot be made from a table without rows.',
    params: { count: 2, columns: ['id', 'price'] },
  },
  'prepare.no-links-table': {
    meaning: 'A plan for points and links was applied without the table of links.',
    params: { table: 'links' },
  },
  'model.no-answer': {
    meaning:
      'A Prepare node requested a plan from a language model and received no response. The plan is then created from rules.',
    params: { said: 'connection refused' },
  },
  'model.no-right': {
    meaning: 'The service of a language model rejected the key.',
    params: { status: '401', said: '' },
  },
  'model.not-found': {
    meaning: 'The service of a language model does not know the model, or its URL is wrong.',
    params: { said: '' },
  },
  'model.too-many': {
    meaning: 'The service of a language model rejected a request because of its rate limit.',
    params: { said: '' },
  },
  'model.failed': {
    meaning: 'The service of a language model returned an error.',
    params: { status: '500', said: '' },
  },
  'model.not-named.setting': {
    meaning: 'A Prepare node has settings for a language model, but no model.',
    params: { setting: 'modelSecret' },
  },
  'outside.no-egress.model':
    'A Prepare node uses a language model where the host of the run provides no network access.',
  'plan.invalid.setting': {
    meaning: 'The plan in the settings of a Prepare node does not have the form of a plan.',
    params: { path: 'operations.0.op', issue: 'unknown operation' },
  },
  'prepare.rows-dropped': {
    meaning: 'An operation of the plan dropped rows that do not meet the target.',
    params: { dropped: 12, reason: message('prepare.reason-no-label', {}) },
  },
  'prepare.links-dropped': {
    meaning: 'An operation of the plan dropped links whose ends are not among the points.',
    params: { dropped: 12, reason: 'A link needs both ends among the points.' },
  },
} as const satisfies AreaReference
