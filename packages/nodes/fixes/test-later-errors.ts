import {
  books,
  createLoadStep,
  orders,
  createPlantedWorkflow,
  staff,
  type PlantedError,
} from './test-planted-errors.ts'

/** Planted errors that were added after the rules were written. */
export const laterErrors: readonly PlantedError[] = [
  {
    name: 'a statement has a typo in GROUP',
    workflow: createPlantedWorkflow(
      'U',
      [staff, ['q', 'sql', { statement: 'SELECT Team, count(*) AS people FROM input GRUOP BY Team' }]],
      ['staff > q.input'],
    ),
    node: 'q',
    code: 'sql.syntax',
  },
  {
    name: 'a statement counts per team without GROUP BY',
    workflow: createPlantedWorkflow(
      'V',
      [staff, ['q', 'sql', { statement: 'SELECT Team, count(*) AS people FROM input' }]],
      ['staff > q.input'],
    ),
    node: 'q',
    code: 'sql.names',
  },
  {
    name: 'a filter expression uses a SQL operator',
    workflow: createPlantedWorkflow(
      'W',
      [books, ['cheap', 'filter', { expression: 'price < 12 AND stock > 0' }]],
      ['books > cheap'],
    ),
    node: 'cheap',
    code: 'expression.invalid',
  },
  {
    name: 'a computed column uses a JavaScript comparison',
    workflow: createPlantedWorkflow(
      'X',
      [
        createLoadStep('stock', 'stock.csv'),
        ['state', 'derive_column', { column: 'state', expression: 'on_hand == 0 ? "out" : "in"' }],
      ],
      ['stock > state'],
    ),
    node: 'state',
    code: 'expression.invalid',
  },
  {
    name: 'a sort uses the old name of a renamed column',
    workflow: createPlantedWorkflow(
      'Y',
      [
        books,
        ['names', 'rename_and_cast', { columns: [{ column: 'published', name: 'released' }] }],
        ['by', 'sort', { by: [{ column: 'published' }] }],
      ],
      ['books > names', 'names > by'],
    ),
    node: 'by',
    code: 'table.missing-column',
  },
  {
    name: 'an aggregate needs a column that an earlier step removed',
    workflow: createPlantedWorkflow(
      'Z',
      [
        orders,
        ['few', 'select', { columns: ['order_id', 'status'] }],
        ['total', 'aggregate', { groupBy: ['status'], measures: [{ function: 'sum', column: 'amount' }] }],
      ],
      ['orders > few', 'few > total'],
    ),
    node: 'total',
    code: 'table.missing-column',
  },
  {
    name: 'a statement has a typo in a column',
    workflow: createPlantedWorkflow(
      'AA',
      [orders, ['q', 'sql', { statement: 'SELECT status, sum(amonut) AS total FROM input GROUP BY status' }]],
      ['orders > q.input'],
    ),
    node: 'q',
    code: 'sql.names',
  },
  {
    name: 'a filter compares a number with an amount of money',
    workflow: createPlantedWorkflow(
      'AB',
      [orders, ['big', 'filter', { conditions: [{ column: 'amount', is: 'at-least', value: '80,50 €' }] }]],
      ['orders > big'],
    ),
    node: 'big',
    code: 'table.wrong-value',
  },
  {
    name: 'a node type is misspelled',
    workflow: createPlantedWorkflow('AC', [books, ['unique', 'dedupliacte', {}]], ['books > unique']),
    node: 'unique',
    code: 'node.unknown-type',
  },
  {
    name: 'a sort direction is abbreviated',
    workflow: createPlantedWorkflow(
      'AD',
      [books, ['by', 'sort', { by: [{ column: 'price', direction: 'desc' }] }]],
      ['books > by'],
    ),
    node: 'by',
    code: 'node.invalid-setting',
  },
  {
    name: 'both tables are connected to the left input of a join',
    workflow: createPlantedWorkflow(
      'AE',
      [
        orders,
        createLoadStep('customers', 'customers.csv'),
        ['both', 'join', { keys: [{ left: 'customer_id', right: 'id' }] }],
      ],
      ['orders > both.left', 'customers > both.left'],
    ),
    node: 'both',
    code: 'edge.invalid',
  },
  {
    name: 'a statement sums text',
    workflow: createPlantedWorkflow(
      'AF',
      [
        createLoadStep('answers', 'surveys.csv'),
        ['q', 'sql', { statement: 'SELECT city, sum(score) AS total FROM input GROUP BY city' }],
      ],
      ['answers > q.input'],
    ),
    node: 'q',
    code: 'sql.names',
  },
  {
    name: 'a statement has a typo in a function',
    workflow: createPlantedWorkflow(
      'AG',
      [books, ['q', 'sql', { statement: 'SELECT uper(title) AS title FROM input' }]],
      ['books > q.input'],
    ),
    node: 'q',
    code: 'sql.names',
  },
  {
    name: 'a statement converts text with colons',
    workflow: createPlantedWorkflow(
      'AI',
      [
        createLoadStep('answers', 'surveys.csv'),
        ['q', 'sql', { statement: 'SELECT person, score::INTEGER AS score FROM input' }],
      ],
      ['answers > q.input'],
    ),
    node: 'q',
    code: 'sql.conversion',
  },
  {
    name: 'a statement selects a column that is not grouped',
    workflow: createPlantedWorkflow(
      'AJ',
      [
        orders,
        [
          'q',
          'sql',
          { statement: 'SELECT status, customer_id, sum(amount) AS total FROM input GROUP BY status ORDER BY 1' },
        ],
      ],
      ['orders > q.input'],
    ),
    node: 'q',
    code: 'sql.names',
  },
  {
    name: 'a statement transposes two letters of a short name',
    workflow: createPlantedWorkflow(
      'AK',
      [createLoadStep('answers', 'surveys.csv'), ['q', 'sql', { statement: 'SELECT person, scroe FROM input' }]],
      ['answers > q.input'],
    ),
    node: 'q',
    code: 'sql.names',
  },
  {
    name: 'the number of rows is text',
    workflow: createPlantedWorkflow('AH', [books, ['few', 'sample', { how: 'first', rows: '2' }]], ['books > few']),
    node: 'few',
    code: 'node.invalid-setting',
  },
  {
    name: 'a statement lacks BY',
    workflow: createPlantedWorkflow(
      'CA',
      [orders, ['q', 'sql', { statement: 'SELECT customer_id, amount FROM input ORDER amount' }]],
      ['orders > q.input'],
    ),
    node: 'q',
    code: 'sql.syntax',
  },
  {
    name: 'a statement does not quote a name with a space',
    workflow: createPlantedWorkflow(
      'CB',
      [staff, ['q', 'sql', { statement: 'SELECT First Name, Team FROM input' }]],
      ['staff > q.input'],
    ),
    node: 'q',
    code: 'sql.syntax',
  },
  {
    name: 'an expression calls a SQL function',
    workflow: createPlantedWorkflow(
      'CC',
      [books, ['loud', 'derive_column', { column: 'loud', expression: 'upper(title)' }]],
      ['books > loud'],
    ),
    node: 'loud',
    code: 'expression.invalid',
  },
  {
    name: 'a row check has a typo in a column',
    workflow: createPlantedWorkflow(
      'CD',
      [books, ['check', 'validation', { schema: '', expression: 'prise > 0', onInvalid: 'fail' }]],
      ['books > check'],
    ),
    node: 'check',
    code: 'validate.not-valid',
  },
  {
    name: 'a setting is written in lower case',
    workflow: createPlantedWorkflow('CE', [books, ['stats', 'aggregate', { groupby: ['title'] }]], ['books > stats']),
    node: 'stats',
    code: 'node.invalid-setting',
  },
  {
    name: 'a cast stops at a cell that is not a number',
    workflow: createPlantedWorkflow(
      'CF',
      [
        createLoadStep('answers', 'surveys.csv'),
        ['numbers', 'rename_and_cast', { columns: [{ column: 'score', type: 'INTEGER' }], onFailure: 'fail' }],
      ],
      ['answers > numbers'],
    ),
    node: 'numbers',
    code: 'cast.failed',
  },
]

/** Planted errors that no known edit fixes, or that several edits could fix. */
export const errorsWithoutFix: readonly PlantedError[] = [
  {
    name: 'a number that can mean 1.5 or 1500',
    workflow: createPlantedWorkflow(
      'BA',
      [orders, ['big', 'filter', { conditions: [{ column: 'amount', is: 'more', value: '1,500' }] }]],
      ['orders > big'],
    ),
    node: 'big',
    code: 'table.wrong-value',
  },
  {
    name: 'a date that can mean March 4 or April 3',
    workflow: createPlantedWorkflow(
      'BB',
      [orders, ['late', 'filter', { conditions: [{ column: 'order_date', is: 'more', value: '03/04/2024' }] }]],
      ['orders > late'],
    ),
    node: 'late',
    code: 'table.wrong-value',
  },
  {
    name: 'an input that two tables could connect to',
    workflow: createPlantedWorkflow('BC', [orders, books, ['by', 'sort', { by: [] }]], []),
    node: 'by',
    code: 'node.missing-input',
  },
  {
    name: 'a column name that does not resemble any other',
    workflow: createPlantedWorkflow(
      'BD',
      [orders, ['big', 'filter', { conditions: [{ column: 'discount', is: 'more', value: 1 }] }]],
      ['orders > big'],
    ),
    node: 'big',
    code: 'table.missing-column',
  },
  {
    name: 'a sum of names, which are not numbers',
    workflow: createPlantedWorkflow(
      'BE',
      [staff, ['pay', 'aggregate', { measures: [{ function: 'sum', column: 'First Name' }] }]],
      ['staff > pay'],
    ),
    node: 'pay',
    code: 'table.not-a-number',
  },
  {
    name: 'a join of tables that do not refer to each other',
    workflow: createPlantedWorkflow(
      'BF',
      [books, createLoadStep('stock', 'stock.csv'), ['both', 'join', {}]],
      ['books > both.left', 'stock > both.right'],
    ),
    node: 'both',
    code: 'join.no-keys',
  },
  {
    name: 'a corrected column whose type the aggregate cannot sum',
    workflow: createPlantedWorkflow(
      'BG',
      [staff, ['pay', 'aggregate', { measures: [{ function: 'sum', column: 'Teem' }] }]],
      ['staff > pay'],
    ),
    node: 'pay',
    code: 'table.missing-column',
  },
  {
    name: 'a file that was deleted',
    workflow: createPlantedWorkflow('BH', [createLoadStep('gone', 'gone.csv')], []),
    node: 'gone',
    code: 'load.dataset-missing',
  },
]
