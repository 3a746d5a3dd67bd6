import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

const table = message('value-type', { type: 'table' })
const text = message('value-type', { type: 'text' })
const barChart = message('chart.mark', { mark: 'bar' })

/** The built-in nodes: tables, logic, actions, triggers and views. */
export const nodeReference = {
  'node.no-table': {
    meaning: 'A node that processes tables received a different kind of value.',
    params: { node: 'Filter', port: 'table', found: 'text', type: text },
  },
  'outside.no-database': {
    meaning: 'A Database query node was run in the browser, which cannot connect to databases.',
    params: { node: 'Database query' },
  },
  'outside.no-mail': {
    meaning: 'An Email or Notification node was run in the browser, which cannot send email.',
    params: { node: 'Email' },
  },
  'outside.no-files': {
    meaning: 'A node returns a file or rows, but this environment cannot store them.',
    params: { reason: message('outside.rows-not-stored', {}) },
  },
  'outside.no-folder': {
    meaning: 'A Read file or Write file node runs in an environment that gives workflows no access to a folder.',
    params: { node: 'Write file', path: 'reports/2026.csv' },
  },
  'outside.no-egress': {
    meaning: 'A node sends requests, but this environment provides no network access.',
    params: { node: 'HTTP request' },
  },
  'outside.not-available': {
    meaning: 'A warning before the run: the workflow contains a node that works only on a server or the command line.',
    params: { port: 'databases' },
  },
  'database.rows-deleted': {
    meaning: 'A resumed run needs the rows that a Database query node read earlier, but they were deleted.',
    params: { node: 'Database query' },
  },
  'database.more-rows': {
    meaning: 'A Database query node read as many rows as its limit allows, but the query returns more.',
    params: { max: 10_000 },
  },
  'secret.missing': {
    meaning:
      'A node uses authentication, but its secret, or the name of the header or parameter for the secret, is not set.',
    params: { what: 'database' },
  },
  'secret.in-document': {
    meaning: 'A header such as Authorization is written into the settings of a node.',
    params: { header: 'Authorization' },
  },
  'email.missing': {
    meaning: 'The mail server, sender or recipient of an Email node is not set.',
    params: { what: 'from' },
  },
  'email.address': {
    meaning: 'A sender or recipient of an Email node is not an email address.',
    params: { address: '"ada.example.com"' },
  },
  'email.too-large': {
    meaning: 'The file at the input of an Email node is larger than mail servers usually accept.',
    params: { max: 20_000_000 },
  },
  'email.file-missing': {
    meaning: 'An Email node attaches a file from an earlier run, but the file was deleted.',
    params: { file: 'report.pdf' },
  },
  'file.stored-file-missing': {
    meaning: 'A Write file node writes a file from an earlier run, but the file was deleted.',
    params: { file: 'report.pdf' },
  },
  'file.format': {
    meaning: 'A Write file node writes a table, but the file extension does not belong to a table format.',
    params: { path: 'reports/2026.txt', formats: ['.csv', '.json', '.parquet'] },
  },
  'http.no-url': {
    meaning: 'The URL of a node that calls a service, such as an HTTP request node, is not set.',
  },
  'http.more-pages': {
    meaning: 'An HTTP request node requests page by page and has reached its maximum number of pages.',
    params: { max: 100 },
  },
  'http.response-deleted': {
    meaning: 'A resumed run needs a response that an HTTP request node received earlier, but it was deleted.',
    params: { file: 'orders.json' },
  },
  'http.paging': {
    meaning: 'An HTTP request node requests page by page, but its method or response type does not support pages.',
    params: { type: 'text' },
  },
  'http.page-other-origin': {
    meaning:
      'The link to the next page points to another origin. It is not followed, because headers with secrets would be sent there.',
    params: { next: 'https://b.example.com', current: 'https://a.example.com' },
  },
  'http.status': {
    meaning: 'A service responded to a request from a node with an error status.',
    params: { status: '403', detail: 'token expired', kind: 'denied' },
  },
  'http.too-large': {
    meaning: 'JSON and text responses are stored in the run record, which limits the size of values.',
    params: { max: 10_000_000 },
  },
  'http.not-json': {
    meaning: 'An HTTP request node expects JSON, but the response is not JSON.',
    params: { reason: message('json.empty', {}) },
  },
  'http.unsafe-json': {
    meaning: 'A JSON response is nested too deeply or contains a property that is dangerous to process.',
    params: { why: 'deep', max: 100 },
  },
  'http.body': {
    meaning: 'The request body cannot be created from the input and settings of the node.',
    params: {
      reason: message('http.body-no-file', { found: '', type: text }),
      next: message('http.body-connect-file', {}),
    },
  },
  'http.maybe-sent': {
    meaning:
      'A request that changes data failed after it was sent. It is not repeated automatically, because it may have been processed.',
    params: { reason: message('egress.timeout', { phase: 'total', host: 'api.example.com', limit: 30_000 }) },
  },
  'notification.missing': {
    meaning: 'The URL, mail server, sender or recipient that the channel of a Notification node requires is not set.',
    params: { what: 'url' },
  },
  'tool.schema': {
    meaning: 'A schema in a Custom tool node is not a supported JSON Schema.',
    params: { reason: message('tool.schema-not-object', {}) },
  },
  'tool.arguments': {
    meaning: 'The arguments of a Custom tool node do not match the input schema of the tool. The tool was not called.',
    params: { tool: 'crm', faults: ['/id: must be string'] },
  },
  'tool.arguments.not-json': {
    meaning: 'A Custom tool node has no arguments in its settings, and its input is not JSON.',
    params: { type: table },
  },
  'mcp-tool.failed': {
    meaning: 'A tool on an MCP server reported an error. The reason is the text from the server.',
    params: { tool: 'search_tickets', reason: 'The query is empty.' },
  },
  'mcp-tool.no-rows': {
    meaning: 'An MCP tool node with the result type Table received a result that is not a list of objects.',
    params: { tool: 'search_tickets' },
  },
  'mcp-tool.none': 'The server or the tool of an MCP tool node is not set.',
  'tool.invalid-response': {
    meaning: 'The response from a tool does not match the output schema in the node.',
    params: { tool: 'crm', faults: ['/total: must be number'] },
  },
  'trigger.needs-server': {
    meaning: 'A note: the trigger fires automatically only on a server. In a page, the run is started manually.',
    params: { trigger: 'schedule' },
  },
  'trigger.setting': {
    meaning: 'A schedule has an invalid time, interval, date or time zone.',
    params: { setting: 'cron', reason: message('trigger.cron-fields', { cron: '"0 6 * *"' }) },
  },
  'nodes.not-loaded': {
    meaning: 'A module with custom node types could not be imported.',
    params: { module: './nodes.js', reason: 'status 404' },
  },
  'nodes.none': {
    meaning: 'A module with node types was imported, but its default export is not an array of node types.',
    params: { module: './nodes.js' },
  },
  'nodes.invalid': {
    meaning: 'A module exports a value that is not a valid node type.',
    params: {
      reason: message('nodes.invalid-definition', {
        name: '"crm"',
        module: './nodes.js',
        missing: [message('nodes.missing-version', {})],
      }),
    },
  },
  'nodes.taken': {
    meaning: 'A module defines a node type with the name of a built-in node type.',
    params: { module: './nodes.js', name: '"filter"' },
  },
  'approval.deadline': {
    meaning: 'No decision was made before the deadline of an Approval node, which is set to fail in this case.',
    params: { node: 'Approve payment', hours: 24 },
  },
  'approval.edit-refused': {
    meaning:
      'A reviewer changed cells and approved the table, but one of the changed cells is not in the table or its value is not valid.',
    params: { reason: message('approval.no-column', { column: 'amout', columns: ['id', 'amount'] }) },
  },
  'code.no-sandbox': {
    meaning: 'A Code node runs in an environment without a sandbox for code.',
    params: { node: 'Code' },
  },
  'code.too-many-rows': {
    meaning: 'A Code node is set to process an entire table as one value, but the table has too many rows.',
    params: { node: 'Code', rows: 250_000, max: 100_000 },
  },
  'code.no-table': {
    meaning: 'A Code node is set to process rows, but received a value that is not a table.',
    params: { node: 'Code', type: text },
  },
  'rows.bad-cell': {
    meaning: 'Code or a transformation returned values that do not fit the declared type of a column.',
    params: {
      node: 'Code',
      count: 3,
      column: 'total',
      type: 'DOUBLE',
      example: message('rows.bad-example', { value: '"n/a"', row: 17 }),
    },
  },
  'rows.value-too-large': {
    meaning: 'Code or an expression processes all rows at once as JSON, and the JSON text is too long.',
    params: { node: 'Code', bytes: 1_500_000_000, max: 256_000_000 },
  },
  'rows.too-large': {
    meaning:
      'The rows that code or a transformation returns are kept in memory until all of them are complete, so their total size is limited.',
    params: { node: 'Transform', rows: 120_000, max: 1_000_000_000 },
  },
  'rows.not-an-object': {
    meaning: 'Code returned something other than an object for a row.',
    params: { node: 'Code', value: '42', row: 17 },
  },
  'rows.columns': {
    meaning: 'The declaration of the result columns of a Code node cannot be read.',
    params: { reason: message('rows.columns-line', { line: 2, text: 'total money' }) },
  },
  'delay.invalid-time': {
    meaning: 'A Delay node is set to wait until a time, but the time is not valid.',
    params: { text: 'tomorrow' },
  },
  'for-each.too-many-rows': {
    meaning: 'A "For each" node would run its body once per row of a large table.',
    params: { node: 'For each', rows: 250_000, max: 10_000 },
  },
  'for-each.not-a-list': {
    meaning: 'A "For each" node received a value that is neither a list nor a table.',
    params: { node: 'For each', type: text },
  },
  'merge.no-table': {
    meaning: 'A Merge node is set to combine rows, but one of its inputs is not a table.',
    params: { node: 'Merge', type: text },
  },
  'transform.no-table': {
    meaning: 'A Transform node is set to process rows, but received a value that is not a table.',
    params: { node: 'Transform', type: text },
  },
  'transform.too-many-rows': {
    meaning: 'A Transform node is set to process an entire table as one value, but the table has too many rows.',
    params: { node: 'Transform', rows: 250_000, max: 100_000 },
  },
  'event.timeout': {
    meaning: 'A "Wait for event" node reached its timeout.',
    params: { node: 'Wait for event', seconds: 3_600, event: 'payment-received' },
  },
  'response.header': {
    meaning: 'A "Webhook response" node sets a header with an invalid name or value.',
    params: { header: '"Content Type"' },
  },
  'while.no-result': {
    meaning: 'The body of a While loop ended without a value for the next iteration.',
    params: { node: 'While', iteration: 3 },
  },
  'while.too-many-iterations': {
    meaning: 'A While loop reached its maximum number of iterations while its condition was still true.',
    params: { node: 'While', max: 1_000, condition: 'input.next != null' },
  },
  'aggregate.nothing-selected':
    'An Aggregate node has neither groups nor measures, so its result would have no columns.',
  'table.no-column-selected': {
    meaning: 'A setting that requires a column is not set.',
    solution: 'Select a column in the node. The columns are listed after the previous nodes have run.',
  },
  'table.missing-column': {
    meaning:
      'A setting refers to a column that the input table does not have, for example because an earlier node was changed.',
    params: { table: 'input', column: 'amout', columns: ['id', 'amount', 'date'], nearest: 'amount' },
  },
  'table.duplicate-name': {
    meaning: 'The result of a node would have two columns whose names are identical or differ only in case.',
    params: { column: 'id', other: 'ID' },
  },
  'table.unnamed-column': 'The name of the new column of a "Compute column" node is not set.',
  'derive.replaces': {
    meaning: 'A note: a "Compute column" node uses the name of an existing column.',
    solution: 'No action is required if that is intended. Otherwise, enter another name.',
  },
  'fill.widened': {
    meaning: 'A note: a "Fill empty cells" node computes means or interpolated values for a column of whole numbers.',
    params: { count: 1, columns: ['amount'] },
    solution: 'No action is required. Optionally, choose a fill method that keeps whole numbers.',
  },
  'fill.within-itself':
    'A "Fill empty cells" node fills a column within groups, and the groups are defined by the same column.',
  'table.wrong-value': {
    meaning: 'A constant in a condition or in a "Fill empty cells" node is not valid for the type of its column.',
    params: { use: 'comparison', type: 'DOUBLE', value: '"n/a"', example: 'number' },
  },
  'table.not-a-number': {
    meaning: 'A measure or a fill method requires numbers, but the column has a different type.',
    params: { type: 'VARCHAR', function: 'mean', node: 'aggregate' },
  },
  'join.empty-keys': {
    meaning: 'A note: rows with an empty key have no match in a join.',
    params: { left: 12, right: 3 },
  },
  'join.multiplied': {
    meaning:
      'A join found several right rows for the same left row. The result then has more rows than the left table.',
    params: { left: 1_200, right: 800, rows: 1_950, keys: 40 },
  },
  'join.no-keys': 'A Join node joins on columns with the same name, but the tables have no such columns.',
  'join.too-large': {
    meaning: 'A cross join, which combines every left row with every right row, would produce too many rows.',
    params: { left: 250_000, right: 1_200, rows: 300_000_000, max: 100_000_000 },
  },
  'pivot.too-many': {
    meaning: 'A Pivot node turns each value into a column, and a table cannot have that many columns.',
    params: { column: 'customer', max: 1_000 },
  },
  'pivot.no-values': {
    meaning: 'A Pivot node turns each value into a column, but the source column is null in all rows.',
    params: { column: 'status' },
  },
  'pivot.renamed': {
    meaning: 'A note: the name of a column that a Pivot node creates is empty or belongs to another column.',
    params: { column: 'status', value: '""', name: 'status_1' },
    solution: 'No action is required. Optionally, change the values before the Pivot node.',
  },
  'cast.impossible': {
    meaning: 'A "Rename and cast" node is set to convert a column to a type that its values cannot be converted to.',
    params: { format: '', from: 'BOOLEAN', to: 'DATE' },
  },
  'cast.failed': {
    meaning: 'A "Rename and cast" node found values that cannot be converted to the new type.',
    params: { count: 3 },
  },
  'select.no-columns': { meaning: 'A "Select columns" node would drop every column.', params: { count: 3 } },
  'sql.input-name': {
    meaning: 'The inputs of a SQL node are tables in its statement, so their names must be valid table names.',
    params: { why: 'twice', name: 'orders' },
  },
  'sql.parameter': {
    meaning: 'A parameter of a SQL node is a list or an object, which cannot be compared with a cell.',
    params: { kind: 'list', name: 'ids' },
  },
  'union.no-common-columns':
    'A Union node is set to keep common columns, but no column name occurs in all of its tables.',
  'union.widened': {
    meaning:
      'A note: a column has different types in the tables of a Union node and gets a type that can represent all values.',
    params: { types: ['BIGINT', 'DOUBLE'], type: 'DOUBLE' },
    solution: 'No action is required. Optionally, convert the column in one of the tables first.',
  },
  'unpivot.columns':
    'An Unpivot node has no columns to turn into rows, or a column is selected both to keep and to unpivot.',
  'unpivot.widened': {
    meaning:
      'A note: an Unpivot node combines columns of different types into one column, which gets a type that can represent all values.',
    params: { types: ['BIGINT', 'VARCHAR'], column: 'value', type: 'VARCHAR' },
    solution: 'No action is required. Optionally, select columns of one type.',
  },
  'chart.no-value': {
    meaning: 'A note: rows without a value for an axis do not appear in the chart.',
    params: { rows: 12, columns: ['price'] },
    solution: 'Fill the column before the chart if the rows should appear.',
  },
  'chart.sample': {
    meaning: 'A note: a chart of a large table is drawn from a sample, because drawing every row would be slow.',
    params: { shown: 10_000, rows: 1_200_000 },
    solution: 'Filter or aggregate the table before the chart to see all of its rows.',
  },
  'chart.values-omitted': {
    meaning: 'A note: an axis, color or facet has more values than a chart can show legibly.',
    params: { count: 14, order: 'rows', column: 'country', max: 20 },
    solution: 'Group or filter the values before the chart to choose which are shown.',
  },
  'chart.no-column': {
    meaning: 'The column for an axis or a measure that the chart type requires is not set in a Chart node.',
    params: { reason: message('chart.needs-column', { axis: 'x', mark: barChart }) },
  },
  'chart.unsupported-column-type': {
    meaning: 'A column of a Chart node has a type that the chart type does not support.',
    params: {
      needs: 'numbers',
      column: 'country',
      type: 'VARCHAR',
      mark: message('chart.mark', { mark: 'histogram' }),
    },
  },
  'view.too-many-matches': {
    meaning: 'A note: a search in a table view found more cells than it lists.',
    params: { max: 1_000 },
    solution: 'Search for a longer string.',
  },
  'view.invalid-value': {
    meaning: 'A filter in a table view compares a column with a value that is not valid for the column type.',
    params: { kind: 'number', text: 'ten' },
  },
  'export.no-storage': {
    meaning: 'An Export node runs in an environment that cannot store files.',
    params: { node: 'Export' },
  },
  'graph.no-table': 'A Graph node has no input.',
  'code.syntax': {
    meaning: 'The code in a Code node has a syntax error.',
    params: { node: 'Code', place: message('code.line', { line: 3 }), detail: 'unexpected token "}"' },
  },
  'code.failed': {
    meaning: 'The code in a Code node threw an error.',
    params: {
      node: 'Code',
      place: message('code.line-column', { line: 3, column: 14 }),
      detail: 'row.price is not a number',
    },
  },
  'code.out-of-time': {
    meaning: 'The code in a Code node ran longer than the time limit in its settings.',
    params: { node: 'Code', place: '', detail: message('code.detail.out-of-time', { limit: 10_000 }) },
  },
  'code.out-of-memory': {
    meaning: 'The code in a Code node used more memory than the limit in its settings.',
    params: { node: 'Code', place: '', detail: message('code.detail.out-of-memory', { megabytes: 64 }) },
  },
  'code.result-too-large': {
    meaning: 'The result of a Code node is too large to be passed out of the sandbox.',
    params: {
      node: 'Code',
      place: '',
      detail: message('code.detail.result-too-large', { values: 5_000_000, characters: 64_000_000 }),
    },
  },
  'code.too-deep': {
    meaning: 'Function calls in a Code node are nested too deeply, for example because of infinite recursion.',
    params: { node: 'Code', place: message('code.line', { line: 3 }), detail: message('code.detail.too-deep', {}) },
  },
  'code.ended': {
    meaning:
      'The sandbox of a Code node was closed before the code had finished, for example because the run was canceled.',
    params: { node: 'Code', place: '', detail: message('code.detail.sandbox-closed', {}) },
  },
} as const satisfies ReferenceEntries
