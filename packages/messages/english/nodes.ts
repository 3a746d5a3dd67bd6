/** Messages from the built-in nodes. */
export const nodeMessages = {
  'node.no-table':
    '.input {$found :string} .match $found || {{Input "{$port}" of node "{$node}" received no table.}} * {{Input "{$port}" of node "{$node}" requires a table, but received {$type :message}.}}',
  'node.no-table.hint': 'Connect the output of a node that returns a table.',
  'node.no-value': 'nothing',
  'outside.no-database': '"{$node}" cannot query a database from the browser.',
  'outside.no-database.hint': 'Run this workflow on a server or with aw run.',
  'outside.no-mail': '"{$node}" cannot send email from the browser.',
  'outside.no-mail.hint': 'Run this workflow on a server or with aw run.',
  'outside.no-files': '{$reason :message}',
  'outside.no-files.hint': 'Run this workflow on a server or with aw run.',
  'outside.no-folder': '"{$node}" uses the file "{$path}", but no folder is open to workflows here.',
  'outside.no-folder.hint':
    'Run the workflow with a folder: aw run --folder FOLDER, or AW_FILES on a server. To read a file, you can also use a Load node.',
  'outside.no-egress': '"{$node}" sends network requests, which are not allowed here.',
  'outside.no-egress.hint': 'Run the workflow in the page, on a server, or with aw run.',
  'outside.not-available':
    '.input {$port :string} .match $port databases {{Databases cannot be queried from the browser.}} mail {{Email cannot be sent from the browser.}} events {{Events can be published only on a server.}} mcp {{This page has no MCP servers.}} web {{Web tools can be called only on a server.}} * {{Files in a folder cannot be read or written here.}}',
  'outside.not-available.hint': 'Run this workflow on a server or with aw run.',
  'outside.rows-not-stored': 'Rows cannot be stored here.',
  'outside.response-not-stored': 'The response would be a file, and files cannot be stored here.',
  'database.summary':
    '.input {$name :string} .input {$access :string} .match $name $access || read {{A database, read-only\n{$statement}}} || * {{A database, read and write\n{$statement}}} * read {{{$name}, read-only\n{$statement}}} * * {{{$name}, read and write\n{$statement}}}',
  'database.rows-deleted': 'The stored rows from "{$node}" were deleted.',
  'database.rows-deleted.hint': 'Run the workflow again.',
  'database.more-rows': 'The query returns more than {$max :integer} rows; the remaining rows were not read.',
  'database.more-rows.hint': 'Raise the limit, or select fewer rows in the statement.',
  'secret.missing':
    '.input {$what :string} .match $what database {{No database is selected.}} header {{The header for the secret has no name.}} query {{The query parameter for the secret has no name.}} * {{No secret is selected for authentication.}}',
  'secret.missing.hint':
    '.input {$what :string} .match $what database {{Select the secret that contains its URL.}} * {{Set the missing value in the node, or set "Authentication" to "None".}}',
  'secret.in-document':
    'The header "{$header}" is stored in the workflow, where everyone with access to the workflow can read it.',
  'secret.in-document.hint': 'Store its value as a secret, then select the secret under "Authentication".',
  'email.summary': '.input {$to :string} .match $to || {{No recipient yet\n{$subject}}} * {{To {$to}\n{$subject}}}',
  'email.missing':
    '.input {$what :string} .match $what secret {{The mail server is missing.}} from {{The sender is missing.}} * {{The recipient is missing.}}',
  'email.missing.hint': 'Set the missing value in the node.',
  'email.address': '{$address} is not a valid email address.',
  'email.address.hint': 'Use an address such as ada@example.com.',
  'email.too-large': 'The attachment is larger than {$max :bytes}.',
  'email.too-large.hint': 'Send a link to the file instead.',
  'email.file-missing': 'The file "{$file}" no longer exists here.',
  'email.file-missing.hint': 'Pass the same file to the run again.',
  'file.stored-file-missing': 'The file "{$file}" no longer exists here.',
  'file.stored-file-missing.hint': 'Pass the same file to the run again.',
  'file.format': 'A table cannot be written as "{$path}": the file extension must be {$formats :list type=or}.',
  'file.format.hint': 'Change the file extension, for example to .csv.',
  'file.read': 'Read {$path} ({$size :bytes}).',
  'file.written': 'Wrote {$path} ({$size :bytes}).',
  'file.write-summary': '.input {$overwrite :string} .match $overwrite yes {{{$path}, overwriting}} * {{{$path}}}',
  'http.summary':
    '.input {$paging :string} .input {$type :string} .match $paging $type none json {{{$method} {$url}\nas JSON}} none text {{{$method} {$url}\nas text}} none table {{{$method} {$url}\nas a table}} none * {{{$method} {$url}\nas a file}} * json {{{$method} {$url}\npage by page, as JSON}} * text {{{$method} {$url}\npage by page, as text}} * table {{{$method} {$url}\npage by page, as a table}} * * {{{$method} {$url}\npage by page, as a file}}',
  'http.no-url': 'No URL is set.',
  'http.no-url.hint': 'Enter the URL of the service, such as https://api.example.com/items.',
  'http.page': 'page {$page :integer}',
  'http.more-pages': '{$url} has more than {$max :integer} pages; the remaining pages were not requested.',
  'http.more-pages.hint': 'Raise the limit, or request larger pages.',
  'http.response-deleted': 'The stored response "{$file}" was deleted.',
  'http.response-deleted.hint': 'Run the workflow again.',
  'http.paging':
    '.input {$type :string} .match $type head {{Responses to HEAD requests have no body, so they have no pages.}} * {{Pages can be combined only from JSON, but the response type is {$type}.}}',
  'http.paging.hint': 'Set the response type to JSON or table.',
  'http.page-other-origin': 'The next page is on a different origin: "{$next}" instead of "{$current}".',
  'http.page-other-origin.hint': 'Request that origin with a separate node.',
  'http.status':
    '.input {$detail :string} .match $detail || {{"{$node}" received status {$status} from {$host}.}} * {{"{$node}" received status {$status} from {$host}: {$detail}.}}',
  'http.status.hint':
    '.input {$kind :string} .match $kind transient {{Run again later.}} denied {{Check the secret and how it is sent.}} * {{Check the URL, method, query and body of the request.}}',
  'http.too-large': 'The response is larger than {$max :bytes}, which is too large for the run record.',
  'http.too-large.hint': 'Set the response type to file or table, or request less data at a time.',
  'http.not-json': 'The response from {$url} is not JSON: {$reason :message}',
  'http.not-json.hint': 'Set the response type to text, or to table if it is a file.',
  'http.unsafe-json':
    '.input {$why :string} .match $why deep {{The response from {$url} is nested more than {$max :integer} levels deep.}} * {{The response from {$url} has a property "__proto__".}}',
  'http.unsafe-json.hint': 'Set the response type to text or file.',
  'http.body': '{$reason :message}',
  'http.body.hint': '{$next :message}',
  'http.body-too-many-rows': 'A JSON body can have at most {$max :integer} rows, but the table has {$rows :integer}.',
  'http.body-in-batches': 'Send CSV, or send batches with a "For each" node.',
  'http.body-not-json': 'The body is not JSON: {$reason :message}',
  'http.body-write-json': 'Enter JSON, or choose a different body type.',
  'http.body-form': 'The fields of a form must be a JSON object: \\{"name": "value"\\}.',
  'http.body-not-sendable-as-json':
    '.input {$found :string} .match $found || {{The node has no input to send as JSON.}} * {{The input cannot be sent as JSON: it is {$type :message}.}}',
  'http.body-connect-json': 'Write the body, or connect JSON to the input.',
  'http.body-no-text': 'The input is {$type :message}, which cannot be sent as text.',
  'http.body-choose-kind': 'Set the body type to "Input file", "Input table as CSV" or "Input table as JSON rows".',
  'http.body-no-file':
    '.input {$found :string} .match $found || {{The node has no input file to send.}} * {{The input is not a file: it is {$type :message}.}}',
  'http.body-connect-file': 'Connect a node that returns a file.',
  'http.body-no-table':
    '.input {$found :string} .match $found || {{The node has no input table to send.}} * {{The input is not a table: it is {$type :message}.}}',
  'http.body-connect-table': 'Connect a node that returns a table.',
  'http.body-file-missing': 'The file "{$file}" no longer exists here.',
  'http.body-same-file': 'Pass the same file to the run again.',
  'http.body-too-large': 'The body is larger than {$max :bytes}.',
  'http.body-send-less': 'Send a file, or send less data at a time.',
  'http.maybe-sent': '{$reason :message}',
  'http.maybe-sent.hint':
    'Check in the other system whether the request was processed. Set an idempotency header if the service supports one.',
  'notification.summary':
    '.input {$channel :string} .input {$to :string} .match $channel $to page * {{To viewers of the run\n{$title}}} webhook || {{To a service\n{$title}}} email || {{No recipient yet\n{$title}}} * * {{To {$to}\n{$title}}}',
  'notification.missing':
    '.input {$what :string} .match $what url {{The URL of the service is missing.}} secret {{The secret of the mail server is missing.}} from {{The sender is missing.}} * {{The recipient is missing.}}',
  'notification.missing.hint': 'Set the missing value in the node.',
  'tool.schema': '{$reason :message}',
  'tool.schema.hint':
    'Enter a JSON Schema, such as \\{"type": "object"\\}. References must stay within the schema ("#/$defs/…").',
  'tool.schema-not-object': 'A JSON Schema must be a JSON object; \\{\\} allows any value.',
  'tool.schema-pattern':
    'The pattern {$pattern} is not valid or could take too long to match. Avoid nested quantifiers and backreferences.',
  'tool.schema-invalid': 'This is not a JSON Schema: {$detail}',
  'tool.violation': '{$place}: {$detail}',
  'tool.violation-value': 'the value',
  'tool.arguments': '"{$tool}" does not accept these arguments: {$faults :list type=unit max=3}',
  'tool.arguments.hint': 'Change the arguments, or their schema.',
  'tool.arguments.not-json': 'Tool arguments must be JSON, but the input is {$type :message}.',
  'tool.arguments.not-json.hint': 'Enter the arguments in the node, or connect a node that returns JSON.',
  'tool.invalid-response': 'The response from "{$tool}" does not match its schema: {$faults :list type=unit max=3}',
  'mcp-tool.failed': 'The tool "{$tool}" failed: {$reason}',
  'mcp-tool.failed.hint': 'Check the arguments in the node.',
  'mcp-tool.no-rows': 'The result of "{$tool}" does not contain a list of objects.',
  'mcp-tool.no-rows.hint': 'Set the result type to JSON.',
  'mcp-tool.none': 'No MCP tool is selected.',
  'mcp-tool.none.hint': 'Enter an MCP server and the name of its tool.',
  'tool.invalid-response.hint': 'Contact the operator of the tool, or change its response schema.',
  'trigger.summary':
    '.input {$sample :string} .match $sample none {{Started manually}} * {{Started manually, with sample data}}',
  'trigger.needs-server':
    '.input {$trigger :string} .match $trigger event {{Events require a server. In the browser, the workflow is started manually with the sample data.}} schedule {{Schedules require a server. In the browser, the workflow is started manually with the sample data.}} * {{Webhooks require a server. In the browser, the workflow is started manually with the sample data.}}',
  'trigger.needs-server.hint': 'Publish the workflow on a server, then turn on the trigger there.',
  'trigger.setting': '{$reason :message}',
  'trigger.setting.hint':
    '.input {$setting :string} .match $setting cron {{Use five fields, such as 0 6 * * * (every day at 06:00).}} timeZone {{Use an IANA time zone such as Europe/Berlin, or UTC.}} everySeconds {{Enter a whole number of seconds, such as 900.}} times {{Enter times such as 08:30.}} end {{Choose an end that is after the start.}} * {{Enter dates such as 2026-12-24.}}',
  'schedule.summary':
    '.input {$every :string} .match $every minute {{Every minute\n{$zone}}} minutes {{Every {$step} minutes\n{$zone}}} hour {{Every hour at minute {$minute}\n{$zone}}} hours {{Every {$step} hours at minute {$minute}\n{$zone}}} day {{Every day at {$at :time timeZone=UTC}\n{$zone}}} weekday {{Monday to Friday at {$at :time timeZone=UTC}\n{$zone}}} week {{Every {$at :date fields=weekday length=long timeZone=UTC} at {$at :time timeZone=UTC}\n{$zone}}} month {{Day {$day} of every month at {$at :time timeZone=UTC}\n{$zone}}} * {{{$cron}\n{$zone}}}',
  'trigger.cron-fields': 'The schedule {$cron} does not have five or six fields.',
  'trigger.cron-field':
    '.input {$field :string} .match $field second {{"{$value}" in {$cron} is not a valid second (0 to 59, *, */10).}} minute {{"{$value}" in {$cron} is not a valid minute (0 to 59, *, */15).}} hour {{"{$value}" in {$cron} is not a valid hour (0 to 23, *, */2).}} day-of-month {{"{$value}" in {$cron} is not a valid day of the month (1 to 31, *, L, 15W).}} month {{"{$value}" in {$cron} is not a valid month (1 to 12, *, JAN).}} * {{"{$value}" in {$cron} is not a valid day of the week (0 to 7, *, MON, 5L, 5#2).}}',
  'trigger.cron-invalid': '{$cron} is not a valid schedule: {$detail}',
  'trigger.cron-never': 'No date matches the schedule {$cron}.',
  'trigger.time-zone': 'The time zone {$zone} does not exist.',
  'event.summary': 'On {$name}',
  'publish-event.summary': 'Publishes {$name}',
  'webhook.summary':
    '.input {$method :string} .input {$answer :string} .match $method $answer any at-once {{Any request\nResponds immediately}} any * {{Any request\nThe workflow responds}} * at-once {{{$method}\nResponds immediately}} * * {{{$method}\nThe workflow responds}}',
  'nodes.not-loaded': 'The node types in "{$module}" could not be loaded: {$reason :message}',
  'nodes.not-loaded.hint':
    'Check that the module and its imports exist. A page can load modules only from its own origin.',
  'nodes.none': '"{$module}" exports no node types.',
  'nodes.none.hint': 'Export an array of node types as the default export.',
  'nodes.invalid': '{$reason :message}',
  'nodes.invalid.hint': 'Define the node type with defineNode, and its settings with zod 4.',
  'nodes.taken': '"{$module}" defines the node type {$name}, which is built in.',
  'nodes.taken.hint': 'Rename the node type.',
  'nodes.missing-type': 'an ID that consists of a–z, 0–9 and "_"',
  'nodes.missing-version': 'a version number of 1 or more',
  'nodes.missing-ports': 'arrays of inputs and outputs',
  'nodes.missing-settings': 'settings as a zod schema',
  'nodes.missing-functions': 'the functions "describe" and "run"',
  'approval.summary':
    '.input {$hours :number} .input {$after :string} .match $hours $after 0 * {{{$message}}} * approve {{{$message}\nApproves after {$hours} h}} * fail {{{$message}\nFails after {$hours} h}} * * {{{$message}\nRejects after {$hours} h}}',
  'approval.deadline': 'No decision on "{$node}" was made within {$hours :number} h.',
  'approval.deadline.hint': 'Run the workflow again, and decide before the deadline.',
  'approval.edit-refused': '{$reason :message}',
  'approval.edit-refused.hint': 'Correct the edits and approve again.',
  'approval.edits-shape': 'Edits must be a list of at most 1,000 objects with row, column and value.',
  'approval.no-column': 'Column `{$column}` does not exist (available: {$columns :list quote=code max=12}).',
  'approval.no-row': 'Row {$row :integer} does not exist (the table has {$rows :integer} rows).',
  'code.summary':
    '.input {$lines :integer} .input {$over :string} .match $lines $over one rows {{{$lines} line for each row}} one * {{{$lines} line for the value}} * rows {{{$lines} lines for each row}} * * {{{$lines} lines for the value}}',
  'code.no-sandbox': '"{$node}" contains code, which cannot run here.',
  'code.no-sandbox.hint': 'Run the workflow in the page or with aw run.',
  'code.too-many-rows': '"{$node}" would process {$rows :integer} rows as one value; the limit is {$max :integer}.',
  'code.too-many-rows.hint': 'Process each row instead.',
  'code.no-table': '"{$node}" processes the rows of a table, but received {$type :message}.',
  'code.no-table.hint': 'Connect a table, or process the input as one value.',
  'code.syntax': 'The code in "{$node}" is not valid{$place :message}: {$detail :message}',
  'code.syntax.hint': 'Correct the code. It is the body of a JavaScript function.',
  'code.failed': 'The code in "{$node}" failed{$place :message}: {$detail :message}',
  'code.failed.hint': 'Correct the code or its input. Use console.log to write values to the log.',
  'code.out-of-time': 'The code in "{$node}" exceeded its time limit{$place :message}: {$detail :message}',
  'code.out-of-time.hint': 'Simplify the code, or raise its time limit.',
  'code.out-of-memory': 'The code in "{$node}" exceeded its memory limit{$place :message}: {$detail :message}',
  'code.out-of-memory.hint': 'Keep less data in memory, or raise the memory limit.',
  'code.result-too-large': 'The result of the code in "{$node}" is too large{$place :message}: {$detail :message}',
  'code.result-too-large.hint': 'Return less data, or process each row of a table.',
  'code.too-deep': 'The code in "{$node}" nests calls too deeply{$place :message}: {$detail :message}',
  'code.too-deep.hint': 'Use a loop instead of recursion.',
  'code.ended': 'The code in "{$node}" was stopped{$place :message}: {$detail :message}',
  'code.ended.hint': 'Run the workflow again.',
  'code.detail.out-of-time': 'It ran longer than {$limit :duration}.',
  'code.detail.stopped': 'It ran longer than {$limit :duration} and was stopped.',
  'code.detail.out-of-memory': 'It used more than {$megabytes :integer} MB of memory.',
  'code.detail.result-too-large':
    'A result can have at most {$values :integer} values and {$characters :integer} characters as JSON.',
  'code.detail.too-deep': 'It exceeded the maximum call depth.',
  'code.detail.values-too-deep': 'Its values or calls are nested too deeply.',
  'code.detail.no-message': 'It threw an error without a message.',
  'code.detail.closed-function': 'It contains a "\\}" that closes the enclosing function.',
  'code.detail.never-settles': 'It waits for a promise that never settles.',
  'code.detail.sandbox-failed': 'The sandbox failed: {$reason :message}',
  'code.detail.sandbox-ended': 'The sandbox stopped unexpectedly: {$reason :message}',
  'code.detail.sandbox-closed': 'The sandbox was closed.',
  'code.detail.not-open': 'It was already closed.',
  'code.detail.script-not-loaded': 'its script could not be loaded',
  'code.log-limit': 'The maximum number of log lines was reached. Further lines are dropped.',
  'code.line': '{| |}(line {$line})',
  'code.line-column': '{| |}(line {$line}, column {$column})',
  'rows.bad-cell':
    '.input {$count :integer} .match $count one {{"{$node}" returned {$count} value in `{$column}` that does not fit the type {$type :columnType}{$example :message}.}} * {{"{$node}" returned {$count} values in `{$column}` that do not fit the type {$type :columnType}{$example :message}.}}',
  'rows.bad-cell.hint': 'Return values of this type, or set the column type to "text".',
  'rows.bad-example': ', such as {$value} in row {$row :integer}',
  'rows.not-an-object': '"{$node}" returned {$value} as row {$row :integer}, which is not an object of columns.',
  'rows.not-an-object.hint':
    'Return an object such as \\{ ...row, total: 1 \\} or a list of such objects. To drop the row, return nothing.',
  'rows.value-too-large': '"{$node}" would process {$bytes :bytes} of text at once; the limit is {$max :bytes}.',
  'rows.value-too-large.hint': 'Select fewer columns or rows first, or process each row.',
  'rows.too-large': '"{$node}" returned more than {$max :bytes} in {$rows :integer} rows.',
  'rows.too-large.hint': 'Return shorter values, or process the rows in batches.',
  'rows.columns': '{$reason :message}',
  'rows.columns.hint': 'Give each column a unique name and a type.',
  'rows.columns-line':
    'Line {$line :integer} of the column list, "{$text}", is not a column name with a type, such as price DECIMAL(9,2).',
  'rows.duplicate-column': 'Column `{$column}` is declared twice.',
  'condition.summary': 'If {$expression}',
  'delay.summary':
    '.input {$seconds :number} .match $seconds one {{Waits {$seconds} second}} * {{Waits {$seconds} seconds}}',
  'delay.until-summary': 'Waits until {$time}',
  'delay.invalid-time': '"{$text}" is not a valid time.',
  'delay.invalid-time.hint': 'Use a time such as 2026-12-31T18:00:00Z.',
  'error-handler.summary':
    '.input {$takes :string} .match $takes input {{Handles the connected error}} * {{Handles any error}}',
  'for-each.summary':
    '.input {$parallel :integer} .match $parallel 1 {{For each {$what :message}}} * {{For each {$what :message}, {$parallel} in parallel}}',
  'for-each.what': '.input {$over :string} .match $over row {{row}} batch {{batch of {$size :integer}}} * {{item}}',
  'for-each.too-many-rows':
    '"{$node}" would run {$rows :integer} iterations, one per row; the limit is {$max :integer}.',
  'for-each.too-many-rows.hint': 'Iterate over batches, or use a node that processes the entire table.',
  'for-each.not-a-list': '"{$node}" iterates over a list or the rows of a table, but received {$type :message}.',
  'for-each.not-a-list.hint': 'Connect a table or a list.',
  'for-each.json-not-a-list': 'JSON that is not a list',
  'merge.summary': '{$wait :message}\n{$how :message}',
  'merge.wait':
    '.input {$wait :string} .input {$count :integer} .match $wait $count any 0 {{Any of the branches}} all 0 {{All of the branches}} first 0 {{The first of the branches}} any * {{Any of {$count} branches}} all * {{All of {$count} branches}} * * {{The first of {$count} branches}}',
  'merge.how': '.input {$how :string} .match $how one {{One value}} list {{A list}} * {{All rows}}',
  'merge.no-table': 'Only tables can be merged by rows, but "{$node}" received {$type :message} at an input.',
  'merge.no-table.hint': 'Merge them as a list.',
  'sub-workflow.summary':
    '.input {$count :integer} .match $count 0 {{Runs {$workflow :message}}} one {{Runs {$workflow :message} ({$count} node)}} * {{Runs {$workflow :message} ({$count} nodes)}}',
  'sub-workflow.none': 'no workflow yet',
  'transform.no-table': '"{$node}" processes the rows of a table, but received {$type :message}.',
  'transform.no-table.hint': 'Connect a table, or process the input as one value.',
  'transform.too-many-rows':
    '"{$node}" would process {$rows :integer} rows as one value; the limit is {$max :integer}.',
  'transform.too-many-rows.hint': 'Process each row instead.',
  'variable.summary':
    '.input {$expression :string} .match $expression || {{{$name} = input}} * {{{$name} = {$expression}}}',
  'wait-for-event.summary':
    '.input {$seconds :number} .match $seconds 0 {{Waits for "{$name}"}} * {{Waits for "{$name}", at most {$seconds} s}}',
  'event.timeout': '"{$node}" waited {$seconds :number} s for the event "{$event}", which was not received.',
  'event.timeout.hint': 'Send the event, or raise the timeout.',
  'webhook-response.summary':
    '.input {$body :string} .match $body input {{{$status}, the input}} * {{{$status}, text}}',
  'response.header': '{$header} is not a valid header.',
  'response.header.hint': 'Use letters, digits and "-" in the name, and no line breaks in the value.',
  'while.summary': 'While {$condition}\nat most {$max :integer} iterations',
  'while.no-result': 'Iteration {$iteration :integer} of "{$node}" returned nothing, so the next one has no input.',
  'while.no-result.hint': 'Connect every path through the body to the input "result".',
  'while.too-many-iterations': '"{$node}" ran {$max :integer} iterations, and {$condition} is still true.',
  'while.too-many-iterations.hint': 'Correct the condition, or raise the limit.',
  'summary.text': '{$text}',
  'aggregate.summary':
    '.input {$measures :integer} .input {$groups :integer} .match $measures $groups 0 0 {{Groups}} 0 * {{Groups for each {$by :list type=unit}}} * 0 {{{$list :list type=unit}}} * * {{{$list :list type=unit} for each {$by :list type=unit}}}',
  'measure.summary':
    '.input {$column :string} .input {$function :string} .match $column $function || * {{row count}} * |count distinct| {{distinct count of {$column}}} * stddev {{standard deviation of {$column}}} * * {{{$function} of {$column}}}',
  'aggregate.nothing-selected': 'Neither a group column nor a measure is selected.',
  'aggregate.nothing-selected.hint': 'Select at least one of them.',
  'table.no-column-selected': 'Choose a column.',
  'table.missing-column':
    '.input {$table :string} .match $table left {{Column `{$column}` is not in the left table (available: {$columns :list quote=code max=8}).}} right {{Column `{$column}` is not in the right table (available: {$columns :list quote=code max=8}).}} links {{Column `{$column}` is not in the links (available: {$columns :list quote=code max=8}).}} points {{Column `{$column}` is not in the points (available: {$columns :list quote=code max=8}).}} * {{Column `{$column}` is not in the table (available: {$columns :list quote=code max=8}).}}',
  'table.missing-column.hint':
    '.input {$nearest :string} .match $nearest || {{Choose another column.}} * {{Did you mean `{$nearest}`?}}',
  'table.duplicate-name': 'Two columns would have the same name: `{$column}` and `{$other}`.',
  'table.duplicate-name.hint': 'Rename one of them. Column names are not case-sensitive.',
  'deduplicate.summary':
    '.input {$keep :string} .input {$count :integer} .match $keep $count first 0 {{Keeps the first of identical rows}} last 0 {{Keeps the last of identical rows}} first * {{Keeps the first row for each {$columns :list type=unit}}} * * {{Keeps the last row for each {$columns :list type=unit}}}',
  'table.unnamed-column': 'The computed column has no name.',
  'table.unnamed-column.hint': 'Enter a name.',
  'derive.replaces': 'The values of column `{$column}` are replaced by the computed values.',
  'fill.summary': '{$columns :message}: {$how :message}{$within :message}',
  'summary.all-columns': 'All columns',
  'summary.columns': '{$columns :list type=unit}',
  'fill.how':
    '.input {$how :string} .match $how constant {{{$value :value}}} previous {{previous value}} next {{next value}} mean {{mean}} median {{median}} mode {{most frequent value}} interpolate {{interpolated}} * {{{$how}}}',
  'fill.within': '{| |}within {$columns :list type=unit}',
  'fill.widened':
    '.input {$count :integer} .match $count one {{The type of {$columns :list quote=code} changes to decimal number, because computed values can have fractions.}} * {{The types of {$columns :list quote=code} change to decimal number, because computed values can have fractions.}}',
  'fill.within-itself': 'Column `{$column}` is selected both to fill and to group by.',
  'fill.within-itself.hint': 'Remove it from one of the two settings.',
  'table.wrong-value':
    '.input {$use :string} .match $use constant {{Column `{$column}` ({$type :columnType}) cannot contain {$value :message}.}} * {{Column `{$column}` ({$type :columnType}) cannot be compared with {$value :message}.}}',
  'table.wrong-value.hint':
    '.input {$example :string} .match $example constant {{Enter a value of this type, or choose other columns.}} list {{Enter one value, or use "is one of".}} number {{Enter a number, such as 12.5.}} boolean {{Enter true or false.}} time {{Enter a time, such as 18:30.}} * {{Enter a date or time, such as 2026-11-20 or 2026-11-20 18:30.}}',
  'table.a-list': 'a list',
  'column-type':
    '.input {$type :string} .match $type VARCHAR {{text}} BIGINT {{integer}} DOUBLE {{decimal number}} DECIMAL {{exact decimal}} BOOLEAN {{boolean}} DATE {{date}} TIMESTAMP {{date and time}} TIME {{time of day}} UUID {{UUID}} INTERVAL {{duration}} LIST {{list}} STRUCT {{object}} * {{{$type}}}',
  'table.not-a-number': 'Column `{$column}` has the type {$type :columnType}, but {$function} requires numbers.',
  'table.not-a-number.hint':
    '.input {$node :string} .match $node fill {{Fill it with the previous or next value, the most frequent value or a constant.}} * {{Choose a numeric column, or convert it first with a "Rename and cast" node.}}',
  'filter.summary': 'Keeps {$conditions :message}',
  'condition.every-row': 'every row',
  'condition.all': '{$conditions :list}',
  'condition.any': '{$conditions :list type=or}',
  'condition.group': '({$conditions :message})',
  'condition.and': '{$conditions :message}, and {$expression}',
  'condition.value': '{$value :value}',
  'condition.one':
    '.input {$is :string} .match $is equals {{{$column} is {$value :message}}} not-equals {{{$column} is not {$value :message}}} less {{{$column} < {$value :message}}} at-most {{{$column} ≤ {$value :message}}} more {{{$column} > {$value :message}}} at-least {{{$column} ≥ {$value :message}}} contains {{{$column} contains {$value :message}}} starts-with {{{$column} starts with {$value :message}}} ends-with {{{$column} ends with {$value :message}}} matches {{{$column} matches {$value :message}}} is-one-of {{{$column} is one of {$value :message}}} is-empty {{{$column} is empty}} * {{{$column} is not empty}}',
  'join.summary':
    '.input {$kind :string} .match $kind cross {{Every left row with every right row}} inner {{Inner join on {$keys :message}}} left {{Left join on {$keys :message}}} right {{Right join on {$keys :message}}} full {{Full join on {$keys :message}}} semi {{Semi join on {$keys :message}}} * {{Anti join on {$keys :message}}}',
  'join.equal-names': 'equal names',
  'join.empty-keys':
    '{$left :integer} left and {$right :integer} right rows have an empty key. Empty keys never match.',
  'join.empty-keys.hint': 'If these rows should match, fill the key columns first.',
  'join.multiplied':
    '{$left :integer} left and {$right :integer} right rows produced {$rows :integer} rows: {$keys :integer} keys occur in several right rows, so their left rows are repeated.',
  'join.multiplied.hint': 'Remove rows with duplicate keys from the right table, or add a key.',
  'join.no-keys': 'The tables have no column with the same name to join on.',
  'join.no-keys.hint': 'Choose a column from each table.',
  'join.too-large':
    'Joining {$left :integer} with {$right :integer} rows would produce {$rows :integer} rows; the limit is {$max :integer}.',
  'join.too-large.hint': 'Join on keys, or filter both tables first.',
  'pivot.summary': '{$measure :message}: {$rows :message} by {$column :message}',
  'pivot.one-row': 'one row',
  'summary.a-column': 'a column',
  'pivot.too-many': 'Column `{$column}` has more than {$max :integer} values, and each would become a column.',
  'pivot.too-many.hint': 'Choose another column, or list the values that you need.',
  'pivot.no-values': 'Column `{$column}` has no values that could become columns.',
  'pivot.no-values.hint': 'List the values, or choose another column.',
  'pivot.renamed':
    'The value {$value} of `{$column}` becomes column `{$name}`, because its own name is empty or already taken.',
  'cast.summary': '.input {$count :integer} .match $count 0 {{No changes yet}} * {{{$changes :list type=unit max=4}}}',
  'cast.change':
    '.input {$name :string} .input {$type :string} .match $name $type || || {{{$column}}} || * {{{$column} as {$type :columnType}}} * || {{{$column} → {$name}}} * * {{{$column} → {$name} as {$type :columnType}}}',
  'cast.impossible':
    '.input {$format :string} .match $format || {{Column `{$column}` ({$from :columnType}) cannot be converted to {$to :columnType}.}} * {{Column `{$column}` ({$from :columnType}) cannot be converted to {$to :columnType} with a format.}}',
  'cast.impossible.hint':
    '.input {$format :string} .match $format || {{Choose another type, or convert it to text first.}} * {{Formats parse text only as dates, times of day, or dates with times.}}',
  'cast.failed':
    '.input {$count :integer} .match $count one {{{$count} cell in `{$column}` could not be converted.}} * {{{$count} cells in `{$column}` could not be converted.}}',
  'cast.failed.hint': 'Choose another type or format, or set the node to leave these cells empty or keep them as text.',
  'sample.summary':
    '.input {$how :string} .match $how share {{{$share :percent maximumFractionDigits=4} of the rows}} rows {{{$rows :integer} random rows}} first {{The first {$rows :integer} rows}} * {{The last {$rows :integer} rows}}',
  'select.summary':
    '.input {$how :string} .match $how all {{Keeps all columns}} keep {{Keeps {$columns :list type=unit}}} * {{Drops {$columns :list type=unit}}}',
  'select.no-columns': 'All {$count :integer} columns would be dropped.',
  'select.no-columns.hint': 'Keep at least one column.',
  'sort.summary':
    '.input {$count :integer} .match $count 0 {{Keeps the current order}} * {{By {$keys :list type=unit}}}',
  'sort.key': '.input {$direction :string} .match $direction descending {{{$column} descending}} * {{{$column}}}',
  'split.share-summary': '{$share :percent maximumFractionDigits=4} at random, and the rest',
  'split.value-summary':
    '.input {$count :integer} .match $count 0 {{By {$column :message}: no values yet}} * {{By {$column :message}: {$values :list type=unit}, and the rest}}',
  'split.condition-summary': '{$conditions :message}, and the rest',
  'sql.summary': 'No statement yet',
  'sql.input-name':
    '.input {$why :string} .match $why twice {{The input `{$name}` is listed twice.}} taken {{The input name `{$name}` is reserved.}} * {{The input `{$name}` is not a plain name.}}',
  'sql.input-name.hint': 'Use letters, digits and "_", and use each name only once.',
  'sql.parameter':
    '.input {$kind :string} .match $kind list {{The parameter `{$name}` is a list.}} * {{The parameter `{$name}` is an object.}}',
  'sql.parameter.hint': 'Use text, a number, true, false or null. Pass lists as a table.',
  'union.summary':
    '.input {$columns :string} .input {$by :string} .match $columns $by all name {{Rows of {$inputs :integer} tables\nAll columns by name}} all * {{Rows of {$inputs :integer} tables\nAll columns by position}} * name {{Rows of {$inputs :integer} tables\nCommon columns by name}} * * {{Rows of {$inputs :integer} tables\nCommon columns by position}}',
  'union.no-common-columns': 'The tables have no column in common.',
  'union.no-common-columns.hint': 'Use all columns, or match them by position.',
  'fix.update-node': 'Update the node to version {$version}',
  'fix.replace': '`{$from}` → `{$to}`',
  'fix.use': 'Use `{$column}`',
  'fix.convert': 'Convert `{$column}` where possible, and leave the other cells empty',
  'fix.target': 'Set a fixed target for `{$tool}`',
  'fix.target-copy': 'Use a copy of `{$workflow}` with a fixed target',
  'fix.remove-rule': 'Remove the rule for `{$column}`',
  'fix.connect': 'Connect "{$from}" to "{$to}"',
  'fix.disconnect': 'Remove the connection from "{$from}" to "{$to}"',
  'union.widened':
    'Column `{$column}` has the types {$types :list of=columnType}. Its type in the result is {$type :columnType}.',
  'unpivot.summary': '{$columns :message} to {$name} and {$value}',
  'unpivot.columns':
    '.input {$column :string} .match $column || {{No column is left to unpivot.}} * {{Column `{$column}` is selected both to keep and to unpivot.}}',
  'unpivot.columns.hint': 'Choose other columns.',
  'unpivot.widened':
    'The columns have the types {$types :list of=columnType max=5}. The type of `{$column}` is {$type :columnType}.',
  'chart.summary': '{$mark :message}{$axes :message}{$facet :message}',
  'chart.mark':
    '.input {$mark :string} .match $mark auto {{Best matching chart}} bar {{Bar chart}} line {{Line chart}} area {{Area chart}} scatter {{Scatter plot}} histogram {{Histogram}} box {{Box plot}} * {{Heat map}}',
  'chart.axes': '.input {$over :string} .match $over || {{{| |}of {$column}}} * {{{| |}of {$column} over {$over}}}',
  'chart.facet': ', by {$column}',
  'chart.no-value':
    '.input {$rows :integer} .match $rows one {{{$rows} row without a value in {$columns :list type=or quote=code} is not shown.}} * {{{$rows} rows without a value in {$columns :list type=or quote=code} are not shown.}}',
  'chart.sample': 'The chart shows a sample of about {$shown :integer} of {$rows :integer} rows.',
  'chart.values-omitted':
    '.input {$count :integer} .input {$order :string} .match $count $order one rows {{{$count} more value of `{$column}` is not shown. The chart shows the {$max :integer} values with the most rows.}} one * {{{$count} more value of `{$column}` is not shown. The chart shows the first {$max :integer} values.}} * rows {{{$count} more values of `{$column}` are not shown. The chart shows the {$max :integer} values with the most rows.}} * * {{{$count} more values of `{$column}` are not shown. The chart shows the first {$max :integer} values.}}',
  'chart.no-column': '{$reason :message}',
  'chart.no-column.hint': 'Choose a column.',
  'chart.needs-column':
    '.input {$axis :string} .match $axis x {{The chart type "{$mark :message}" requires a column for the X axis.}} spread {{The chart type "{$mark :message}" requires a column of numbers.}} * {{The chart type "{$mark :message}" requires a column for the Y axis.}}',
  'chart.measure-needs-column': 'The measure "{$measure}" requires a column.',
  'chart.unsupported-column-type':
    '.input {$needs :string} .match $needs numbers {{Column `{$column}` has the type {$type :columnType}, but the chart type "{$mark :message}" requires numbers on this axis.}} * {{Column `{$column}` has the type {$type :columnType}, but the chart type "{$mark :message}" requires numbers or times on this axis.}}',
  'chart.unsupported-column-type.hint': 'Choose another column or chart type.',
  'view.too-many-matches': 'More than {$max :integer} cells match. Only the first {$max :integer} are shown.',
  'view.invalid-value':
    '.input {$kind :string} .match $kind number {{Column `{$column}` contains numbers, but "{$text}" is not a number.}} time {{Column `{$column}` contains times, but "{$text}" is not a time.}} * {{Column `{$column}` contains dates, but "{$text}" is not a date.}}',
  'view.invalid-value.hint':
    '.input {$kind :string} .match $kind number {{Use a period as the decimal separator, as in 12.5.}} time {{Enter a time such as 14:30.}} * {{Enter a date such as 2026-11-20, or a date and time such as 2026-11-20 14:30.}}',
  'export.no-storage': '"{$node}" exports a file, but files cannot be stored here.',
  'export.no-storage.hint': 'Use a "Write file" node, or get the result with aw run --out.',
  'export.saved': 'Saved {$file} ({$size :bytes}).',
  'graph.no-table': 'The graph has no links or points.',
  'graph.no-table.hint': 'Connect a table of links, a table of points, or both.',
  'graph.summary':
    '.input {$links :string} .input {$points :string} .match $links $points no no {{Points and links}} yes no {{Links from {$source} to {$target}}} no * {{Points by {$id}{$color :message}}} * * {{Links from {$source} to {$target}, points by {$id}{$color :message}}}',
  'graph.color': ', colored by {$column}',
  'table-view.summary':
    '.input {$columns :integer} .input {$more :string} .match $columns $more 0 * {{Shows the table}} one yes {{Shows at least {$columns} column}} one * {{Shows {$columns} column}} * yes {{Shows at least {$columns} columns}} * * {{Shows {$columns} columns}}',
  'nodes.invalid-definition': '{$name} from "{$module}" is not a node type: it is missing {$missing :list}.',
  'nodes.invalid-settings': 'The settings of {$name} from "{$module}" cannot be described: {$reason :message}',
} as const
