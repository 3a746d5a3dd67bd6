import type { Config, Workflow } from '@aw-flow/schema'

/** A workflow with one common mistake, and the problem that it causes. */
export interface PlantedError {
  readonly name: string
  readonly workflow: Workflow
  /** The node that has the problem. */
  readonly node: string
  readonly code: string
  /** Names of other workflows. */
  readonly otherWorkflows?: Readonly<Record<string, Workflow>>
}

type Step = readonly [id: string, type: string, config?: Config, label?: string]

/** Contents of the files, keyed by dataset ID. */
export const plantedFiles: Readonly<Record<string, string>> = {
  'orders.csv': `order_id,customer_id,amount,status,order_date
1,17,120.5,paid,2024-01-03
2,18,80.25,open,2024-01-17
3,17,30,paid,2024-02-01
4,19,99.9,paid,2024-02-11
`,
  'customers.csv': `id,customer_name,Home Country
17,Ada,Germany
18,Bo,France
19,Cy,Italy
`,
  'staff.csv': `Employee No,First Name,Salary,Start Date,Team
E-01,Ines,52000,2019-04-01,Sales
E-02,Jon,48500,2021-10-15,Sales
E-03,Kim,on request,2017-01-09,IT
`,
  'sensors.csv': `station;temp;humidity;place
north;21,5;40;roof, west
south;19,0;38;roof, east
north;22,5;44;yard, west
`,
  'books.csv': `isbn,title,price,stock,published
9780140449136,The Odyssey,12.5,4,1996-11-01
9780141439600,Emma,9,0,2003-04-29
9780679783268,Persuasion,11.25,7,2000-10-10
`,
  'surveys.csv': `person,city,score,remark
p1,Köln,7,fine
p2,Zürich,n/a?,late
p3,Köln,9,fine
`,
  'stock.csv': `sku,on_hand
A1,5
B2,0
`,
}

export const createLoadStep = (id: string, file: string, config: Config = {}): Step => [
  id,
  'loading',
  { dataset: file, ...config },
]

export function createPlantedWorkflow(name: string, steps: readonly Step[], edges: readonly string[]): Workflow {
  return {
    version: 3,
    name,
    nodes: steps.map(([id, type, config = {}, label = id], index) => ({
      id,
      type,
      position: { x: index * 240, y: 0 },
      data: { label, config },
    })),
    edges: edges.map((edge, index) => {
      const [source = '', target = ''] = edge.split(' > ')
      const [from = '', sourceHandle = 'table'] = source.split('.')
      const [to = '', targetHandle = 'table'] = target.split('.')
      return { id: `e${index + 1}`, source: from, sourceHandle, target: to, targetHandle }
    }),
    settings: {},
  } as unknown as Workflow
}

export const orders = createLoadStep('orders', 'orders.csv')
export const staff = createLoadStep('staff', 'staff.csv')
export const books = createLoadStep('books', 'books.csv')

/** Planted errors that were used to develop the rules. */
export const knownErrors: readonly PlantedError[] = [
  {
    name: 'a filter names a column with a typo',
    workflow: createPlantedWorkflow(
      'A',
      [orders, ['big', 'filter', { conditions: [{ column: 'amuont', is: 'more', value: 50 }] }]],
      ['orders > big'],
    ),
    node: 'big',
    code: 'table.missing-column',
  },
  {
    name: 'an aggregate sums a column that one cell turned into text',
    workflow: createPlantedWorkflow(
      'B',
      [staff, ['pay', 'aggregate', { groupBy: ['Team'], measures: [{ function: 'sum', column: 'Salary' }] }]],
      ['staff > pay'],
    ),
    node: 'pay',
    code: 'table.not-a-number',
  },
  {
    name: 'a statement has a typo in a keyword',
    workflow: createPlantedWorkflow(
      'C',
      [orders, ['q', 'sql', { statement: 'SELECT status, count(*) AS n FORM input GROUP BY status' }]],
      ['orders > q.input'],
    ),
    node: 'q',
    code: 'sql.syntax',
  },
  {
    name: 'a node was added and not connected',
    workflow: createPlantedWorkflow('D', [books, ['by', 'sort', { by: [{ column: 'price' }] }]], []),
    node: 'by',
    code: 'node.missing-input',
  },
  {
    name: 'an edge creates a cycle',
    workflow: createPlantedWorkflow(
      'E',
      [orders, ['all', 'union', {}], ['top', 'sort', { by: [{ column: 'amount', direction: 'descending' }] }]],
      ['orders > all.in1', 'all > top', 'top > all.in2'],
    ),
    node: 'top',
    code: 'workflow.cycle',
  },
  {
    name: 'two columns get the same new name',
    workflow: createPlantedWorkflow(
      'F',
      [
        createLoadStep('customers', 'customers.csv'),
        [
          'names',
          'rename_and_cast',
          {
            columns: [
              { column: 'customer_name', name: 'customer' },
              { column: 'id', name: 'Customer' },
            ],
          },
        ],
      ],
      ['customers > names'],
    ),
    node: 'names',
    code: 'table.duplicate-name',
  },
  {
    name: 'a file has the wrong delimiter setting',
    workflow: createPlantedWorkflow(
      'G',
      [
        createLoadStep('sensors', 'sensors.csv', { delimiter: ',' }),
        ['mean', 'aggregate', { groupBy: ['station'], measures: [{ function: 'mean', column: 'temp' }] }],
      ],
      ['sensors > mean'],
    ),
    node: 'mean',
    code: 'table.not-a-number',
  },
  {
    name: 'a statement converts text that is not a number',
    workflow: createPlantedWorkflow(
      'H',
      [
        createLoadStep('answers', 'surveys.csv'),
        ['q', 'sql', { statement: 'SELECT person, CAST(score AS INTEGER) AS score FROM input' }],
      ],
      ['answers > q.input'],
    ),
    node: 'q',
    code: 'sql.conversion',
  },
  {
    name: 'a join has no key with the same name on both sides',
    workflow: createPlantedWorkflow(
      'I',
      [orders, createLoadStep('customers', 'customers.csv'), ['both', 'join', {}]],
      ['orders > both.left', 'customers > both.right'],
    ),
    node: 'both',
    code: 'join.no-keys',
  },
  {
    name: 'a validation rule names a column that was renamed',
    workflow: createPlantedWorkflow(
      'J',
      [
        books,
        [
          'check',
          'validation',
          {
            schema: '{"columns": [{"name": "title"}, {"name": "prices", "type": "number", "min": 0}]}',
            onInvalid: 'fail',
          },
        ],
      ],
      ['books > check'],
    ),
    node: 'check',
    code: 'validate.not-valid',
  },
]

/** Held-out planted errors, which were not used to develop the rules. */
export const heldOutErrors: readonly PlantedError[] = [
  {
    name: 'a selection writes a column with underscores instead of spaces',
    workflow: createPlantedWorkflow(
      'K',
      [staff, ['keep', 'select', { columns: ['first_name', 'Team'] }]],
      ['staff > keep'],
    ),
    node: 'keep',
    code: 'table.missing-column',
  },
  {
    name: 'an expression has a typo in a function',
    workflow: createPlantedWorkflow(
      'L',
      [books, ['loud', 'derive_column', { column: 'loud', expression: '$uppercse(title)' }]],
      ['books > loud'],
    ),
    node: 'loud',
    code: 'expression.invalid',
  },
  {
    name: 'a statement names the previous node instead of the input',
    workflow: createPlantedWorkflow(
      'M',
      [orders, ['q', 'sql', { statement: "SELECT * FROM orders WHERE status = 'paid'" }]],
      ['orders > q.input'],
    ),
    node: 'q',
    code: 'sql.other-table',
  },
  {
    name: 'an edge from another program refers to a port that does not exist',
    workflow: createPlantedWorkflow(
      'N',
      [books, ['few', 'sample', { how: 'first', rows: 2 }]],
      ['books.main > few.main'],
    ),
    node: 'few',
    code: 'edge.invalid',
  },
  {
    name: 'a union keeps common columns of tables that have none',
    workflow: createPlantedWorkflow(
      'O',
      [books, createLoadStep('stock', 'stock.csv'), ['all', 'union', { columns: 'common' }]],
      ['books > all.in1', 'stock > all.in2'],
    ),
    node: 'all',
    code: 'union.no-common-columns',
  },
  {
    name: 'a filter compares a date with a date in German notation',
    workflow: createPlantedWorkflow(
      'P',
      [orders, ['late', 'filter', { conditions: [{ column: 'order_date', is: 'more', value: '31.01.2024' }] }]],
      ['orders > late'],
    ),
    node: 'late',
    code: 'table.wrong-value',
  },
  {
    name: 'an aggregate uses the name of the SQL function',
    workflow: createPlantedWorkflow(
      'Q',
      [books, ['stats', 'aggregate', { measures: [{ function: 'avg', column: 'price' }] }]],
      ['books > stats'],
    ),
    node: 'stats',
    code: 'node.invalid-setting',
  },
  {
    name: 'a condition reads a node that was renamed',
    workflow: createPlantedWorkflow(
      'R',
      [orders, ['check', 'condition', { expression: 'order.table.rows > 2' }], ['show', 'table']],
      ['orders > check.value', 'check.true > show'],
    ),
    node: 'check',
    code: 'expression.unknown-name',
  },
  {
    name: 'a sub-workflow is called by a name with a typo',
    workflow: createPlantedWorkflow('S', [['sub', 'sub_workflow', { workflow: 'Clean adresses' }]], []),
    node: 'sub',
    code: 'sub-workflow.missing',
    otherWorkflows: { 'Clean addresses': createPlantedWorkflow('Clean addresses', [books], []) },
  },
  {
    name: 'a statement compares a column with a name in double quotes',
    workflow: createPlantedWorkflow(
      'T',
      [orders, ['q', 'sql', { statement: 'SELECT order_id, amount FROM input WHERE status = "paid"' }]],
      ['orders > q.input'],
    ),
    node: 'q',
    code: 'sql.names',
  },
]
