/** English messages: see README.md. */
export const nodesMessages = {
  'node.no-table':
    '.input {$found :string} .match $found || {{Node "{$node}" has no table on its input "{$port}".}} * {{Node "{$node}" needs a table on its input "{$port}", but got {$type :message}.}}',
  'node.no-table.hint': 'Connect the output of a node that returns a table.',
  'node.no-value': 'nothing',
  'outside.no-database': '"{$node}" queries a database, which a browser cannot do.',
  'outside.no-database.hint': 'Run this workflow on a server or with aw run.',
  'outside.no-mail': '"{$node}" sends email, which a browser cannot do.',
  'outside.no-mail.hint': 'Run this workflow on a server or with aw run.',
  'outside.no-files': '{$reason :message}',
  'outside.no-files.hint': 'Run this workflow on a server or with aw run.',
  'outside.no-folder': '"{$node}" uses the file "{$path}", but workflows have no folder here.',
  'outside.no-folder.hint':
    'Run it with a folder: aw run --folder FOLDER, or AW_FILES on a server. To read a file, you can also use a Load node.',
  'outside.no-egress': '"{$node}" sends requests, which are not allowed here.',
  'outside.no-egress.hint': 'Run the workflow in the page, on a server, or with aw run.',
  'outside.not-here':
    ".input {$port :string} .match $port databases {{Databases can't be queried from the browser.}} mail {{Email can't be sent from the browser.}} * {{Files of a folder can't be read or written here.}}",
  'outside.not-here.hint': 'Run this workflow on a server or with aw run.',
  'outside.rows-not-stored': 'Rows cannot be stored here.',
  'outside.response-not-stored': 'The response would be a file, and files cannot be stored here.',
  'database.summary':
    '.input {$name :string} .input {$access :string} .match $name $access || read {{A database, read-only\n{$statement}}} || * {{A database, read and write\n{$statement}}} * read {{{$name}, read-only\n{$statement}}} * * {{{$name}, read and write\n{$statement}}}',
  'database.rows-gone': 'The rows of "{$node}" are no longer stored here.',
  'database.rows-gone.hint': 'Run the workflow again.',
  'database.more-rows': 'The query returns more than {$max :integer} rows; the rest was dropped.',
  'database.more-rows.hint': 'Raise the limit, or select fewer rows in the statement.',
  'secret.missing':
    '.input {$what :string} .match $what database {{No database is selected.}} header {{The header for the secret has no name.}} query {{The query parameter for the secret has no name.}} * {{No secret is selected for sign-in.}}',
  'secret.missing.hint':
    '.input {$what :string} .match $what database {{Select the secret that contains its URL.}} * {{Fill it in, or sign in without a secret.}}',
  'secret.in-document':
    'The header "{$header}" is part of the document, where everyone with access to the workflow can read it.',
  'secret.in-document.hint': 'Store its value as a secret, and select the secret under "Sign in".',
  'email.summary': '.input {$to :string} .match $to || {{No recipient yet\n{$subject}}} * {{To {$to}\n{$subject}}}',
  'email.missing':
    '.input {$what :string} .match $what secret {{The mail server is missing.}} from {{The sender is missing.}} * {{The recipient is missing.}}',
  'email.missing.hint': 'Fill it in.',
  'email.address': '{$address} is not an email address.',
  'email.address.hint': 'Use the form ada@example.com.',
  'email.too-large': 'The attachment is larger than {$max :bytes}.',
  'email.too-large.hint': 'Send a link to the file instead.',
  'email.file-gone': 'The file "{$file}" no longer exists here.',
  'email.file-gone.hint': 'Pass the same file to the run again.',
  'file.gone': 'The file "{$file}" no longer exists here.',
  'file.gone.hint': 'Pass the same file to the run again.',
  'file.format': 'A table cannot be written as "{$path}": the extension must be one of {$formats :list type=or}.',
  'file.format.hint': 'End the path with .csv.',
  'file.read': 'Read {$path} ({$size :bytes}).',
  'file.wrote': 'Wrote {$path} ({$size :bytes}).',
  'file.write-summary': '.input {$overwrite :string} .match $overwrite yes {{{$path}, overwriting}} * {{{$path}}}',
  'http.summary':
    '.input {$paging :string} .match $paging none {{{$method} {$url}\nas {$type}}} * {{{$method} {$url}\npage by page, as {$type}}}',
  'http.page': 'page {$page :integer}',
  'http.more-pages': '{$url} has more than {$max :integer} pages; the rest was not requested.',
  'http.more-pages.hint': 'Raise the limit, or request larger pages.',
  'http.answer-gone': 'The response "{$file}" is no longer stored here.',
  'http.answer-gone.hint': 'Run the workflow again.',
  'http.paging':
    '.input {$type :string} .match $type head {{HEAD requests have no body, so there are no pages.}} * {{Pages can be combined only from JSON, but the response type is {$type}.}}',
  'http.paging.hint': 'Set the response to JSON or table.',
  'http.page-elsewhere': 'The next page is at "{$next}", but this one is at "{$current}".',
  'http.page-elsewhere.hint': 'Use a separate node for that host.',
  'http.status':
    '.input {$detail :string} .match $detail || {{"{$node}" got status {$status} from {$host}.}} * {{"{$node}" got status {$status} from {$host}: {$detail}.}}',
  'http.status.hint':
    '.input {$kind :string} .match $kind transient {{Run again later.}} denied {{Check the secret and how it is sent.}} * {{Check the URL, method, query and body.}}',
  'http.too-large': 'The response is larger than {$max :bytes}, which is too large for the run record.',
  'http.too-large.hint': 'Set the response to file or table, or request less at a time.',
  'http.not-json': 'The response of {$url} is not JSON: {$reason :message}',
  'http.not-json.hint': 'Set the response to text, or to table if it is a file.',
  'http.unsafe-json':
    '.input {$why :string} .match $why deep {{The response of {$url} is nested more than {$max :integer} levels deep.}} * {{The response of {$url} has a property "__proto__".}}',
  'http.unsafe-json.hint': 'Set the response to text or file.',
  'http.body': '{$reason :message}',
  'http.body.hint': '{$next :message}',
  'http.body-too-many-rows': 'A JSON body can have at most {$max :integer} rows, but the table has {$rows :integer}.',
  'http.body-in-batches': 'Send CSV, or send batches with a "For each" node.',
  'http.body-not-json': 'The body is not JSON: {$reason :message}',
  'http.body-write-json': 'Write JSON, or choose another kind of body.',
  'http.body-form': 'The fields of a form must be a JSON object: \\{"name": "value"\\}.',
  'http.body-no-json':
    '.input {$found :string} .match $found || {{There is nothing to send as JSON.}} * {{There is nothing to send as JSON: the input is {$type :message}.}}',
  'http.body-connect-json': 'Write the body, or connect JSON to the input.',
  'http.body-no-text': 'The input is {$type :message}, which cannot be sent as text.',
  'http.body-choose-kind': 'Choose "file", "csv" or "rows" as the kind of body.',
  'http.body-no-file':
    '.input {$found :string} .match $found || {{There is no file to send.}} * {{There is no file to send: the input is {$type :message}.}}',
  'http.body-connect-file': 'Connect a node that returns a file.',
  'http.body-no-table':
    '.input {$found :string} .match $found || {{There is no table to send.}} * {{There is no table to send: the input is {$type :message}.}}',
  'http.body-connect-table': 'Connect a node that returns a table.',
  'http.body-file-gone': 'The file "{$file}" no longer exists here.',
  'http.body-same-file': 'Pass the same file to the run again.',
  'http.body-too-large': 'The body is larger than {$max :bytes}.',
  'http.body-send-less': 'Send a file, or send less at a time.',
  'http.maybe-sent': '{$reason :message}',
  'http.maybe-sent.hint':
    'Check on the other system whether the request ran. Set an idempotency header if the service supports one.',
  'notification.summary':
    '.input {$channel :string} .input {$to :string} .match $channel $to page * {{To viewers of the run\n{$title}}} webhook || {{To a service\n{$title}}} email || {{No recipient yet\n{$title}}} * * {{To {$to}\n{$title}}}',
  'notification.missing':
    '.input {$what :string} .match $what url {{The URL of the service is missing.}} secret {{The secret of the mail server is missing.}} from {{The sender is missing.}} * {{The recipient is missing.}}',
  'notification.missing.hint': 'Fill it in.',
  'tool.schema': '{$reason :message}',
  'tool.schema.hint':
    'Write a JSON Schema, such as \\{"type": "object"\\}. References must stay within it ("#/$defs/…").',
  'tool.schema-not-object': 'A JSON Schema must be a JSON object; \\{\\} allows anything.',
  'tool.schema-pattern':
    'The pattern {$pattern} is not valid, or could take unbounded time: avoid nested repeats and references.',
  'tool.schema-invalid': 'This is not a JSON Schema: {$detail}',
  'tool.fault': '{$place}: {$detail}',
  'tool.fault-value': 'the value',
  'tool.arguments': '"{$tool}" does not accept these arguments: {$faults :list type=unit max=3}',
  'tool.arguments.hint': 'Change the arguments, or their schema.',
  'tool.arguments.not-json': 'A tool needs JSON, but the input is {$type :message}.',
  'tool.arguments.not-json.hint': 'Write the arguments, or connect JSON.',
  'tool.answer': 'The response of "{$tool}" does not match its schema: {$faults :list type=unit max=3}',
  'tool.answer.hint': 'Contact the operator of the tool, or change the schema of its responses.',
  'trigger.summary':
    '.input {$sample :string} .match $sample none {{Started manually}} * {{Started manually, with sample data}}',
  'trigger.needs-server':
    '.input {$trigger :string} .match $trigger event {{Events need a server. In the browser it runs manually, with the sample data.}} schedule {{Schedules need a server. In the browser it runs manually, with the sample data.}} * {{Webhooks need a server. In the browser it runs manually, with the sample data.}}',
  'trigger.needs-server.hint': 'Publish the workflow on a server to run it automatically.',
  'trigger.setting': '{$reason :message}',
  'trigger.setting.hint':
    '.input {$setting :string} .match $setting cron {{Write five fields, such as 0 6 * * * (every day at six).}} * {{Write it as Europe/Berlin, or UTC.}}',
  'trigger.cron-fields': '{$cron} does not have the five fields of a schedule.',
  'trigger.cron-invalid': '{$cron} is not a valid schedule: {$detail}',
  'trigger.time-zone': 'The time zone {$zone} does not exist.',
  'event.summary': 'On {$name}',
  'webhook.summary':
    '.input {$method :string} .input {$answer :string} .match $method $answer any at-once {{Any request\nResponds immediately}} any * {{Any request\nThe workflow responds}} * at-once {{{$method}\nResponds immediately}} * * {{{$method}\nThe workflow responds}}',
  'nodes.not-loaded': 'The node types of "{$module}" could not be loaded: {$reason :message}',
  'nodes.not-loaded.hint': 'Check that the module exists (in a page, on its own origin) and that its imports exist.',
  'nodes.none': '"{$module}" exports no node types.',
  'nodes.none.hint': 'Export an array of them as default.',
  'nodes.invalid': '{$reason :message}',
  'nodes.invalid.hint': 'Create it with defineNode, and its settings with zod 4.',
  'nodes.taken': '"{$module}" defines the node type {$name}, which is built in.',
  'nodes.taken.hint': 'Rename it.',
  'nodes.missing-type': 'an ID of a–z, 0–9 and "_"',
  'nodes.missing-version': 'a version from 1',
  'nodes.missing-ports': 'arrays of inputs and outputs',
  'nodes.missing-settings': 'settings as a zod schema',
  'nodes.missing-functions': 'the functions describe and run',
  'approval.summary':
    '.input {$hours :number} .input {$after :string} .match $hours $after 0 * {{{$message}}} * approve {{{$message}\nApproves after {$hours} h}} * fail {{{$message}\nFails after {$hours} h}} * * {{{$message}\nRejects after {$hours} h}}',
  'approval.deadline': '"{$node}" was not decided within {$hours :number} h.',
  'approval.deadline.hint': 'Run it again and decide in time.',
  'approval.edit-refused': '{$reason :message}',
  'approval.edit-refused.hint': 'Correct the edits and approve again.',
  'approval.edits-shape': 'Edits must be a list of at most 1,000 objects with row, column and value.',
  'approval.no-column': 'Column `{$column}` does not exist (has {$columns :list quote=code max=12}).',
  'approval.no-row': 'Row {$row :integer} does not exist (the table has {$rows :integer} rows).',
  'code.summary':
    '.input {$lines :integer} .input {$over :string} .match $lines $over one rows {{{$lines} line over each row}} one * {{{$lines} line over the value}} * rows {{{$lines} lines over each row}} * * {{{$lines} lines over the value}}',
  'code.no-sandbox': '"{$node}" has code, which cannot run here.',
  'code.no-sandbox.hint': 'Run it in the page, or with aw run.',
  'code.too-many-rows': '"{$node}" gets {$rows :integer} rows as one value; the limit is {$max :integer}.',
  'code.too-many-rows.hint': 'Process each row instead.',
  'code.no-table': '"{$node}" processes the rows of a table, but got {$type :message}.',
  'code.no-table.hint': 'Connect a table, or process the whole value.',
  'code.syntax': 'The code of "{$node}" is not valid{$place :message}: {$detail}',
  'code.syntax.hint': 'Correct the code. It is the body of a JavaScript function.',
  'code.failed': 'The code of "{$node}" failed{$place :message}: {$detail}',
  'code.failed.hint': 'Correct the code or its input. console.log shows values in the log.',
  'code.out-of-time': 'The code of "{$node}" exceeded its time limit{$place :message}: {$detail}',
  'code.out-of-time.hint': 'Reduce its work, or raise its time limit.',
  'code.out-of-memory': 'The code of "{$node}" exceeded its memory limit{$place :message}: {$detail}',
  'code.out-of-memory.hint': 'Keep less in memory, or raise its memory limit.',
  'code.too-deep': 'The code of "{$node}" nests calls too deeply{$place :message}: {$detail}',
  'code.too-deep.hint': 'Use a loop instead of recursion.',
  'code.ended': 'The code of "{$node}" was ended{$place :message}: {$detail}',
  'code.ended.hint': 'Run it again.',
  'code.line': '{| |}(line {$line})',
  'code.line-column': '{| |}(line {$line}, column {$column})',
  'rows.bad-cell':
    '.input {$count :integer} .match $count one {{"{$node}" returned {$count} value in `{$column}` that is not {$type}{$example :message}.}} * {{"{$node}" returned {$count} values in `{$column}` that are not {$type}{$example :message}.}}',
  'rows.bad-cell.hint': 'Return such values, or declare the column as VARCHAR.',
  'rows.bad-example': ', such as {$value} in row {$row :integer}',
  'rows.no-object': '"{$node}" returned {$value} as row {$row :integer}, which is not an object of columns.',
  'rows.no-object.hint':
    'Return an object such as \\{ ...row, total: 1 \\}, a list of such objects, or nothing to drop the row.',
  'rows.columns': '{$reason :message}',
  'rows.columns.hint':
    'Write one column per line, such as price DECIMAL(9,2), each name once. Types: BOOLEAN, INTEGER, BIGINT, DOUBLE, DECIMAL(p,s), VARCHAR, DATE, TIME, TIMESTAMP.',
  'rows.columns-line': 'Line {$line :integer} of the columns, "{$text}", is not a name and a type.',
  'rows.columns-twice': 'Column `{$column}` is declared twice.',
  'condition.summary': 'If {$expression}',
  'delay.summary':
    '.input {$seconds :number} .match $seconds one {{Waits {$seconds} second}} * {{Waits {$seconds} seconds}}',
  'delay.until-summary': 'Waits until {$time}',
  'delay.no-time': '"{$text}" is not a valid time.',
  'delay.no-time.hint': 'Write it as 2026-12-31T18:00:00Z.',
  'error-handler.summary':
    '.input {$takes :string} .match $takes input {{Handles the connected error}} * {{When anything fails}}',
  'for-each.summary':
    '.input {$parallel :integer} .match $parallel 1 {{For each {$what :message}}} * {{For each {$what :message}, {$parallel} in parallel}}',
  'for-each.what': '.input {$over :string} .match $over row {{row}} batch {{batch of {$size :integer}}} * {{item}}',
  'for-each.too-many-rows':
    '"{$node}" would run {$rows :integer} iterations, one per row; the limit is {$max :integer}.',
  'for-each.too-many-rows.hint': 'Iterate over batches, or use a node that processes the whole table.',
  'for-each.no-list': '"{$node}" iterates over a list or the rows of a table, but got {$type :message}.',
  'for-each.no-list.hint': 'Connect a table or a list.',
  'for-each.json-no-list': 'JSON that is not a list',
  'merge.summary': '{$wait :message}\n{$how :message}',
  'merge.wait':
    '.input {$wait :string} .input {$count :integer} .match $wait $count any 0 {{Any of the branches}} all 0 {{All of the branches}} first 0 {{The first of the branches}} any * {{Any of {$count} branches}} all * {{All of {$count} branches}} * * {{The first of {$count} branches}}',
  'merge.how': '.input {$how :string} .match $how one {{One value}} list {{A list}} * {{All rows}}',
  'merge.no-table': 'Only tables can be merged by rows, but an input of "{$node}" is {$type :message}.',
  'merge.no-table.hint': 'Merge them as a list.',
  'sub-workflow.summary':
    '.input {$count :integer} .match $count 0 {{Runs {$workflow :message}}} one {{Runs {$workflow :message} ({$count} node)}} * {{Runs {$workflow :message} ({$count} nodes)}}',
  'sub-workflow.none': 'no workflow yet',
  'transform.no-table': '"{$node}" processes the rows of a table, but got {$type :message}.',
  'transform.no-table.hint': 'Connect a table, or process the whole value.',
  'transform.too-many-rows': '"{$node}" gets {$rows :integer} rows as one value; the limit is {$max :integer}.',
  'transform.too-many-rows.hint': 'Process each row instead.',
  'variable.summary':
    '.input {$expression :string} .match $expression || {{{$name} = input}} * {{{$name} = {$expression}}}',
  'wait-for-event.summary':
    '.input {$seconds :number} .match $seconds 0 {{Waits for "{$name}"}} * {{Waits for "{$name}", at most {$seconds} s}}',
  'event.timeout': '"{$node}" waited {$seconds :number} s for the event "{$event}", which did not occur.',
  'event.timeout.hint': 'Send the event, or raise the timeout.',
  'webhook-response.summary':
    '.input {$body :string} .match $body input {{{$status}, the input}} * {{{$status}, a text}}',
  'response.header': '{$header} is not a valid header.',
  'response.header.hint': 'Use letters, digits and "-" for names, and one line for values.',
  'while.summary': 'While {$condition}\nat most {$max :integer} iterations',
  'while.no-result': 'Iteration {$iteration :integer} of "{$node}" returned nothing, so the next one has no input.',
  'while.no-result.hint': 'Connect every path through the body to the input "result".',
  'while.too-many-turns': '"{$node}" ran {$max :integer} iterations, and {$condition} is still true.',
  'while.too-many-turns.hint': 'Correct the condition, or raise the limit.',
  'summary.text': '{$text}',
  'aggregate.summary':
    '.input {$measures :integer} .input {$groups :integer} .match $measures $groups 0 0 {{Groups}} 0 * {{Groups for each {$by :list type=unit}}} * 0 {{{$list :list type=unit}}} * * {{{$list :list type=unit} for each {$by :list type=unit}}}',
  'measure.summary': '.input {$column :string} .match $column || {{row count}} * {{{$function} of {$column}}}',
  'aggregate.nothing-asked': 'Neither a group column nor a measure is selected.',
  'aggregate.nothing-asked.hint': 'Select at least one of them.',
  'table.no-column-chosen': 'Choose a column.',
  'table.missing-column':
    '.input {$table :string} .match $table left {{Column `{$column}` is not in the left table (has {$columns :list quote=code max=8}).}} right {{Column `{$column}` is not in the right table (has {$columns :list quote=code max=8}).}} links {{Column `{$column}` is not in the links (has {$columns :list quote=code max=8}).}} points {{Column `{$column}` is not in the points (has {$columns :list quote=code max=8}).}} * {{Column `{$column}` is not in the table (has {$columns :list quote=code max=8}).}}',
  'table.missing-column.hint':
    '.input {$nearest :string} .match $nearest || {{Choose another column.}} * {{Did you mean `{$nearest}`?}}',
  'table.repeated-name': 'Two columns would have the name `{$column}` (`{$other}`).',
  'table.repeated-name.hint': 'Rename one of them. Names are not case-sensitive.',
  'deduplicate.summary':
    '.input {$keep :string} .input {$count :integer} .match $keep $count first 0 {{Keeps the first of equal rows}} last 0 {{Keeps the last of equal rows}} first * {{Keeps the first row for each {$columns :list type=unit}}} * * {{Keeps the last row for each {$columns :list type=unit}}}',
  'table.no-name': 'The computed column has no name.',
  'table.no-name.hint': 'Enter a name.',
  'derive.replaces': 'Column `{$column}` is replaced by the computed values.',
  'fill.summary': '{$columns :message}: {$how :message}{$within :message}',
  'summary.all-columns': 'All columns',
  'summary.columns': '{$columns :list type=unit}',
  'fill.how':
    '.input {$how :string} .match $how constant {{{$value}}} previous {{previous value}} next {{next value}} mean {{mean}} median {{median}} mode {{most frequent value}} interpolate {{interpolated}} * {{{$how}}}',
  'fill.within': '{| |}within {$columns :list type=unit}',
  'fill.widened':
    '.input {$count :integer} .match $count one {{{$columns :list quote=code} becomes DOUBLE: computed values can have fractions.}} * {{{$columns :list quote=code} become DOUBLE: computed values can have fractions.}}',
  'fill.within-itself': 'Column `{$column}` is selected both to fill and to group by.',
  'fill.within-itself.hint': 'Remove it from one of the two settings.',
  'table.wrong-value':
    '.input {$use :string} .match $use constant {{Column `{$column}` ({$type}) cannot contain {$value :message}.}} * {{Column `{$column}` ({$type}) cannot be compared with {$value :message}.}}',
  'table.wrong-value.hint':
    '.input {$example :string} .match $example constant {{Enter a value of its type, or choose other columns.}} list {{Enter one value, or use "is one of".}} number {{Enter a number, such as 12.5.}} boolean {{Enter true or false.}} time {{Enter a time, such as 18:30.}} * {{Enter a date or time, such as 2026-11-20 or 2026-11-20 18:30.}}',
  'table.a-list': 'a list',
  'table.not-a-number': 'Column `{$column}` has type {$type} and no numbers, which {$function} needs.',
  'table.not-a-number.hint':
    '.input {$node :string} .match $node fill {{Fill it with the previous or next value, the most frequent value or a constant.}} * {{Choose a numeric column, or convert it with a "Rename and cast" node before.}}',
  'filter.summary': 'Keeps {$conditions :message}',
  'condition.every-row': 'every row',
  'condition.all': '{$conditions :list}',
  'condition.any': '{$conditions :list type=or}',
  'condition.and': '{$conditions :message}, and {$expression}',
  'condition.one':
    '.input {$is :string} .match $is equals {{{$column} is {$value}}} not-equals {{{$column} is not {$value}}} less {{{$column} < {$value}}} at-most {{{$column} ≤ {$value}}} more {{{$column} > {$value}}} at-least {{{$column} ≥ {$value}}} contains {{{$column} contains {$value}}} starts-with {{{$column} starts with {$value}}} ends-with {{{$column} ends with {$value}}} matches {{{$column} matches {$value}}} is-one-of {{{$column} is one of {$value}}} is-empty {{{$column} is empty}} * {{{$column} is not empty}}',
  'join.summary':
    '.input {$kind :string} .match $kind cross {{Every left row with every right row}} inner {{Inner join by {$keys :message}}} left {{Left join by {$keys :message}}} right {{Right join by {$keys :message}}} full {{Full join by {$keys :message}}} semi {{Semi join by {$keys :message}}} * {{Anti join by {$keys :message}}}',
  'join.equal-names': 'equal names',
  'join.empty-keys': '{$left :integer} left and {$right :integer} right rows have an empty key, which matches nothing.',
  'join.empty-keys.hint': 'Fill the key columns first if they should match.',
  'join.multiplied':
    '{$left :integer} left and {$right :integer} right rows produced {$rows :integer} rows: {$keys :integer} keys occur in several right rows and multiply their left rows.',
  'join.multiplied.hint': 'Remove duplicates from the right table by its keys, or add a key.',
  'join.no-keys': 'The tables have no column with the same name to join by.',
  'join.no-keys.hint': 'Choose a column of each table.',
  'join.too-large':
    '{$left :integer} rows with {$right :integer} rows each would make {$rows :integer} rows; the limit is {$max :integer}.',
  'join.too-large.hint': 'Join by keys, or filter both tables first.',
  'pivot.summary': '{$measure :message}: {$rows :message} by {$column :message}',
  'pivot.one-row': 'one row',
  'summary.a-column': 'a column',
  'pivot.too-many': 'Column `{$column}` has more than {$max :integer} values, and each would become a column.',
  'pivot.too-many.hint': 'Choose another column, or list the values that you need.',
  'pivot.no-values': 'Column `{$column}` has no values that could become columns.',
  'pivot.no-values.hint': 'List the values, or choose another column.',
  'pivot.renamed': 'The value {$value} of `{$column}` becomes column `{$name}`: its own name is empty or taken.',
  'cast.summary': '.input {$count :integer} .match $count 0 {{No changes yet}} * {{{$changes :list type=unit max=4}}}',
  'cast.change':
    '.input {$name :string} .input {$type :string} .match $name $type || || {{{$column}}} || * {{{$column} as {$type}}} * || {{{$column} → {$name}}} * * {{{$column} → {$name} as {$type}}}',
  'cast.impossible':
    '.input {$format :string} .match $format || {{Column `{$column}` ({$from}) cannot be converted to {$to}.}} * {{Column `{$column}` ({$from}) cannot be converted to {$to} by a format.}}',
  'cast.impossible.hint':
    '.input {$format :string} .match $format || {{Choose another type, or convert it to VARCHAR first.}} * {{Formats parse text as DATE, TIME or TIMESTAMP only.}}',
  'cast.failed':
    '.input {$count :integer} .match $count one {{{$count} cell of `{$column}` could not be converted.}} * {{{$count} cells of `{$column}` could not be converted.}}',
  'cast.failed.hint': 'Choose another type or format, or empty or keep cells that cannot be converted.',
  'sample.summary':
    '.input {$how :string} .match $how share {{{$share :percent maximumFractionDigits=4} of the rows}} rows {{{$rows :integer} random rows}} first {{The first {$rows :integer} rows}} * {{The last {$rows :integer} rows}}',
  'select.summary':
    '.input {$how :string} .match $how all {{Keeps all columns}} keep {{Keeps {$columns :list type=unit}}} * {{Drops {$columns :list type=unit}}}',
  'select.no-columns': 'All {$count :integer} columns would be dropped.',
  'select.no-columns.hint': 'Keep at least one column.',
  'sort.summary': '.input {$count :integer} .match $count 0 {{Keeps the order}} * {{By {$keys :list type=unit}}}',
  'sort.key': '.input {$direction :string} .match $direction descending {{{$column} descending}} * {{{$column}}}',
  'split.share-summary': '{$share :percent maximumFractionDigits=4} at random, and the rest',
  'split.value-summary':
    '.input {$count :integer} .match $count 0 {{By {$column :message}: no values yet, and the rest}} * {{By {$column :message}: {$values :list type=unit}, and the rest}}',
  'split.condition-summary': '{$conditions :message}, and the rest',
  'sql.summary': 'No statement yet',
  'sql.input-name':
    '.input {$why :string} .match $why twice {{The input `{$name}` is listed twice.}} taken {{The input name `{$name}` is reserved.}} * {{The input `{$name}` is not a plain name.}}',
  'sql.input-name.hint': 'Use letters, digits and "_", each name once.',
  'sql.parameter':
    '.input {$kind :string} .match $kind list {{The parameter `{$name}` is a list.}} * {{The parameter `{$name}` is an object.}}',
  'sql.parameter.hint': 'Use text, a number, true, false or null. Pass lists as a table.',
  'union.summary':
    '.input {$columns :string} .input {$by :string} .match $columns $by all name {{Rows of {$inputs :integer} tables\nAll columns by name}} all * {{Rows of {$inputs :integer} tables\nAll columns by position}} * name {{Rows of {$inputs :integer} tables\nCommon columns by name}} * * {{Rows of {$inputs :integer} tables\nCommon columns by position}}',
  'union.nothing-common': 'The tables have no column in common.',
  'union.nothing-common.hint': 'Use all columns, or match them by position.',
  'union.widened': 'Column `{$column}` has types {$types :list}: it becomes {$type}.',
  'unpivot.summary': '{$columns :message} to {$name} and {$value}',
  'unpivot.columns':
    '.input {$column :string} .match $column || {{No column is left to unpivot.}} * {{Column `{$column}` is selected both to keep and to unpivot.}}',
  'unpivot.columns.hint': 'Choose other columns.',
  'unpivot.widened': 'The columns have types {$types :list max=5}: `{$column}` becomes {$type}.',
  'chart.summary': '{$mark :message}{$axes :message}{$facet :message}',
  'chart.mark':
    '.input {$mark :string} .match $mark auto {{Best matching chart}} bar {{Bar chart}} line {{Line chart}} area {{Area chart}} scatter {{Scatter plot}} histogram {{Histogram}} box {{Box plot}} * {{Heat map}}',
  'chart.axes': '.input {$over :string} .match $over || {{{| |}of {$column}}} * {{{| |}of {$column} over {$over}}}',
  'chart.facet': ', by {$column}',
  'chart.no-value':
    '.input {$rows :integer} .match $rows one {{{$rows} row without a value in {$columns :list type=or quote=code} was left out.}} * {{{$rows} rows without a value in {$columns :list type=or quote=code} were left out.}}',
  'chart.sample': 'The chart shows a sample of about {$shown :integer} of {$rows :integer} rows.',
  'chart.left-out':
    '.input {$count :integer} .input {$order :string} .match $count $order one rows {{{$count} more value of `{$column}` was left out; the {$max :integer} with the most rows are shown.}} one * {{{$count} more value of `{$column}` was left out; the first {$max :integer} are shown.}} * rows {{{$count} more values of `{$column}` were left out; the {$max :integer} with the most rows are shown.}} * * {{{$count} more values of `{$column}` were left out; the first {$max :integer} are shown.}}',
  'chart.no-column': '{$reason :message}',
  'chart.no-column.hint': 'Choose a column.',
  'chart.needs-column':
    '.input {$axis :string} .match $axis x {{{$mark :message} needs a column for the X axis.}} spread {{{$mark :message} needs a column of numbers.}} * {{{$mark :message} needs a column for the Y axis.}}',
  'chart.needs-measured': 'The measure "{$measure}" needs a column.',
  'chart.unfit-column':
    '.input {$needs :string} .match $needs numbers {{Column `{$column}` has type {$type}, but {$mark :message} needs numbers there.}} * {{Column `{$column}` has type {$type}, but {$mark :message} needs numbers or times there.}}',
  'chart.unfit-column.hint': 'Choose another column, or another kind of chart.',
  'view.more-found': 'More than {$max :integer} cells match; the first ones are shown.',
  'view.no-value':
    '.input {$kind :string} .match $kind number {{"{$text}" is not a number, which column `{$column}` contains.}} time {{"{$text}" is not a time, which column `{$column}` contains.}} * {{"{$text}" is not a date, which column `{$column}` contains.}}',
  'view.no-value.hint':
    '.input {$kind :string} .match $kind number {{Enter digits with a point before decimals, such as 12.5.}} time {{Enter it as 14:30.}} * {{Enter it as 2026-11-20 or 2026-11-20 14:30.}}',
  'export.no-place': '"{$node}" exports a file, but files cannot be stored here.',
  'export.no-place.hint': 'Use a "Write file" node, or get the result with aw run --out.',
  'export.saved': 'Saved {$file} ({$size :bytes}).',
  'graph.no-table': 'There are no links or points to draw.',
  'graph.no-table.hint': 'Connect a table of links, a table of points, or both.',
  'graph.summary':
    '.input {$links :string} .input {$points :string} .match $links $points no no {{Points and links}} yes no {{Links from {$source} to {$target}}} no * {{Points by {$id}{$color :message}}} * * {{Links from {$source} to {$target}, points by {$id}{$color :message}}}',
  'graph.color': ', colored by {$column}',
  'table-view.summary':
    '.input {$columns :integer} .input {$more :string} .match $columns $more 0 * {{Shows the table}} one yes {{Shows at least {$columns} column}} one * {{Shows {$columns} column}} * yes {{Shows at least {$columns} columns}} * * {{Shows {$columns} columns}}',
  'nodes.invalid-definition': '{$name} of "{$module}" is not a node type: it is missing {$missing :list}.',
  'nodes.invalid-settings': 'The settings of {$name} of "{$module}" cannot be described: {$reason :message}',
} as const
