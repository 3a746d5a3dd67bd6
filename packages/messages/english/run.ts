/** Messages about planning and running workflows, run records, and approvals. */
export const runMessages = {
  'run.compensating': 'Undoing the effects of this node because the run failed.',
  'run.approved': '.input {$by :string} .match $by || {{Approved}} * {{Approved by {$by}}}',
  'run.rejected': '.input {$by :string} .match $by || {{Rejected}} * {{Rejected by {$by}}}',
  'run.marked-done': '.input {$by :string} .match $by || {{Marked as done}} * {{Marked as done by {$by}}}',
  'run.retry-approved':
    '.input {$by :string} .match $by || {{Approved to run again}} * {{Approved to run again by {$by}}}',
  'run.retry-rejected':
    '.input {$by :string} .match $by || {{Not run again: rejected}} * {{Not run again: rejected by {$by}}}',
  'run.effect-unknown': 'It is unknown whether "{$effect}" ran before the interruption.',
  'run.migrated': 'Run continued with different node type versions: {$types :list}.',
  'run.type-version': '"{$type}" {$version}',
  'run.resumed': 'Run resumed after an interruption.',
  'run.never-reached': 'Not run: no branch led to this node.',
  'run.damaged-event': 'Event {$index :integer} of the run record ({$type}) cannot be read: {$reason :message}.',
  'run.damaged-event.hint': 'Only the events before it are shown. Export the workflow and run it again.',
  'run.invalid-record': '{$reason :message}',
  'run.invalid-record.hint': 'Only the events before it are shown. Export the workflow and run it again.',
  'run.wrong-event': 'The run record has event {$found :integer} instead of event {$expected :integer}.',
  'run.no-first-event': 'The run record does not contain the start of the run.',
  'run.second-start': 'Event {$index :integer} starts another run.',
  'sub-workflow.inside': 'In "{$node}": {$reason :message}',
  'run.iteration-failed': 'Iteration {$iteration :integer} of "{$loop}" failed: {$reason :message}',
  'sub-workflow.no-port':
    '.input {$side :string} .match $side input {{The workflow\'s input "{$name}" is connected to port "{$port}" of node "{$node}", which does not exist.}} * {{The workflow\'s output "{$name}" is connected to port "{$port}" of node "{$node}", which does not exist.}}',
  'sub-workflow.no-port.hint': 'Connect it to an existing port.',
  'workflow.cycle': '{$reason :message}',
  'workflow.cycle.hint': 'Remove one of the edges between them, or use a loop node.',
  'node.unknown-type.summary': 'Unknown type "{$type}"',
  'node.describe-failed': '"{$node}" cannot describe its outputs: {$reason :message}',
  'node.describe-failed.hint':
    'This is a bug in the node type, not in the workflow. Report it to the author of the type.',
  'edge.invalid': '{$reason :message}',
  'edge.invalid.hint': 'Connect another port, or insert a node that converts the value.',
  'edge.wrong-type': '"{$node}" accepts {$expected :message} at "{$port}" but receives {$found :message}.',
  'edge.type-mismatch': '"{$source}" outputs {$found :message}; "{$node}" accepts {$expected :message} at "{$port}".',
  'edge.no-node': 'Edge "{$edge}" connects to node "{$node}", which does not exist.',
  'edge.port-taken': 'Input "{$port}" of "{$node}" has more than one edge.',
  'edge.no-port':
    '.input {$side :string} .match $side input {{"{$node}" has no input "{$port}" (available: {$ports :list quote=text}).}} * {{"{$node}" has no output "{$port}" (available: {$ports :list quote=text}).}}',
  'edge.no-ports':
    '.input {$side :string} .match $side input {{"{$node}" has no inputs.}} * {{"{$node}" has no outputs.}}',
  'value-type':
    '.input {$type :string} .match $type table {{a table}} file {{a file}} text {{text}} control {{a control signal}} json {{JSON}} any {{any value}} * {{{$type}}}',
  'run.no-trigger': '"{$workflow}" has no trigger that accepts data.',
  'run.no-trigger.hint': 'Add a "Manual start" node, or start the run without data.',
  'run.no-file-input': '{$reason :message}',
  'run.no-file-input.hint':
    '.input {$count :integer} .match $count 0 {{Add a Load node.}} * {{These nodes read a file: {$readers :list}.}}',
  'run.no-file': '"{$node}" has no file: none is selected in the node, and none was passed to the run.',
  'run.no-file.hint':
    '.input {$host :string} .match $host command-line {{Pass a file: --input FILE.}} * {{Choose a dataset in the node, or pass a file to the run.}}',
  'loop.wrong-return-port':
    'The body of "{$loop}" leads back into the loop, but not at {$ports :list type=or quote=text}.',
  'loop.wrong-return-port.hint': 'Connect it to the input {$ports :list type=or quote=text}.',
  'loop.overlap': '"{$node}" is in the bodies of both "{$one}" and "{$other}", and neither loop is inside the other.',
  'loop.overlap.hint': 'Collect the results of "{$one}" first, then use them in the body of "{$other}".',
  'loop.source-outside-body':
    '"{$node}" is connected to loop "{$loop}" at {$inputs :list type=or quote=text} but is not inside it.',
  'loop.source-outside-body.hint':
    'The body starts at the output {$outputs :list type=or quote=text}. If the node is inside an inner loop, connect that loop node instead.',
  'node.disabled': 'Not run: the node is disabled.',
  'node.bypassed': 'Bypassed: inputs are passed through.',
  'node.not-triggered': 'Not run: the workflow starts at its triggers.',
  'node.version-not-installed':
    'This run started with version {$version} of "{$type}"; the installed version is {$installed}.',
  'node.version-not-installed.hint': 'Install version {$version}, start a new run, or cancel this one.',
  'node.unknown-type': 'Node type "{$type}" does not exist.',
  'node.unknown-type.hint': 'Replace the node, or install its type. Similar types: {$types :list quote=text}.',
  'node.newer-version':
    'This node was created with version {$version} of "{$type}"; the installed version is {$installed}.',
  'node.newer-version.hint': 'Update the program.',
  'node.migration-failed':
    'The settings of "{$node}" (version {$version}) cannot be migrated to version {$installed}: {$reason :message}',
  'node.migration-failed.hint': 'Configure the node again.',
  'node.migrated':
    '"{$node}" has a setting from version {$version}: "{$before}". It still works and is interpreted as "{$after}".',
  'node.migrated.hint': 'Update the node to version {$installed}, which uses the new form.',
  'node.invalid-setting':
    '.input {$setting :string} .input {$expressions :string} .match $setting $expressions || filled {{Settings of "{$node}", after evaluating expressions: {$reason :message}.}} || * {{Settings of "{$node}": {$reason :message}.}} * filled {{Setting "{$setting}" of "{$node}", after evaluating expressions: {$reason :message}.}} * * {{Setting "{$setting}" of "{$node}": {$reason :message}.}}',
  'node.invalid-setting.hint':
    '.input {$expressions :string} .match $expressions filled {{Check the values of its \\{\\{…\\}\\} expressions.}} * {{Select the node and correct the setting.}}',
  'workflow.duplicate-id': 'Two nodes have the ID "{$id}".',
  'workflow.duplicate-id.hint': 'Change one of the IDs.',
  'sub-workflow.recursive': '"{$node}" runs the workflow "{$workflow}", which contains it.',
  'sub-workflow.recursive.hint': 'Choose another workflow, or use a loop.',
  'sub-workflow.missing': '"{$node}" runs the workflow "{$workflow}", which does not exist here.',
  'sub-workflow.missing.hint':
    '.input {$host :string} .match $host command-line {{Save it next to this workflow as NAME.json, or pass its folder: --workflows FOLDER.}} * {{Choose another workflow, or import it.}}',
  'sub-workflow.ambiguous': '"{$node}" runs the workflow "{$workflow}", but several workflows have this name.',
  'sub-workflow.ambiguous.hint': 'Rename one of them, or enter the ID of the workflow.',
  'sub-workflow.too-many-nodes': 'With "{$node}", more than {$max :integer} nodes would run in sub-workflows.',
  'sub-workflow.too-many-nodes.hint': 'Use one sub-workflow in a loop instead of many.',
  'node.missing-input': 'Input "{$port}" of "{$node}" is not connected.',
  'node.missing-input.hint': 'Connect {$type :message}.',
  'run.too-large':
    '.input {$unit :string} .match $unit events {{The run of "{$workflow}" recorded more than {$max :integer} events and was stopped.}} * {{The run of "{$workflow}" recorded more than {$max :integer} characters of values and was stopped.}}',
  'run.too-large.hint': 'Run loops with fewer iterations, and pass long values as tables or files.',
  'run.too-long':
    '.input {$workflow :string} .match $workflow || {{The run exceeded its time limit of {$limit :duration} and was stopped.}} * {{The run of "{$workflow}" exceeded its time limit of {$limit :duration} and was stopped.}}',
  'run.too-long.hint':
    '.input {$workflow :string} .match $workflow || {{Raise AW_RUN_SECONDS, or process less data.}} * {{Raise the time limit, or process less data.}}',
  'fork.no-record': 'The run has no stored record to fork.',
  'fork.no-record.hint': 'Start the workflow again.',
  'fork.no-event': 'The record of run "{$run}" has no event {$event} (events: 0 to {$last}).',
  'fork.no-event.hint': 'Use one of these numbers.',
  'fork.no-node': 'Run "{$run}" has no node "{$node}".',
  'fork.several-outputs':
    'The output of "{$node}" cannot be changed in the same fork, because the node completed after another node whose output is changed.',
  'fork.several-outputs.hint': 'Fork the new run for the next change.',
  'fork.no-output': 'Node "{$node}" had no output by event {$event}.',
  'fork.no-output.hint': 'Fork after the event that completed it.',
  'effect.not-recorded': 'The run record does not contain the result of "{$effect}" in node "{$node}".',
  'effect.not-recorded.hint': 'Run the workflow again.',
  'mcp.ask-input':
    '.input {$mode :string} .match $mode url {{The tool "{$tool}" of the MCP server "{$server}" asks you to open the URL below: {$said}\n\nApprove when you have finished there, or reject to decline.}} * {{The tool "{$tool}" of the MCP server "{$server}" asks for input: {$said}\n\nApprove to send it to the server, or reject to decline.}}',
  'effect.ask':
    'The run was interrupted during "{$effect}", which may or may not have taken effect. Check the other system, then decide.',
  'effect.refused': '"{$effect}" was interrupted and not repeated, because a reviewer decided against it.',
  'effect.refused.hint': 'If it is safe to repeat it, run from here.',
  'effect.not-json':
    '.input {$what :string} .match $what request {{The request for "{$effect}" cannot be stored as JSON: {$place :message} is {$reason :message}.}} * {{The result of "{$effect}" cannot be stored as JSON: {$place :message} is {$reason :message}.}}',
  'effect.not-json.hint': 'Return null, booleans, finite numbers, strings, arrays and plain objects.',
  'effect.unknown': 'The run was interrupted during "{$effect}", which may or may not have taken effect.',
  'effect.unknown.hint': 'Check the other system. Then run from here, or fork the run with its result.',
  'effect.waiting': 'Node "{$node}" is waiting for a decision.',
  'effect.waiting.hint': 'Open the run and make the decision.',
  'effect.cannot-ask': 'Node "{$node}" requests a decision, but cannot wait for one at this point.',
  'effect.cannot-ask.hint': 'Do not request decisions while the effects of a failed run are being undone.',
  'nested.not-completed': 'The workflow inside the node did not complete: {$state :message}.',
  'nested.not-completed.hint': 'Use a workflow that does not wait for events.',
  'nested.waiting': 'it is waiting for an event',
  'json.the-value': 'the value',
  'json.value-to-review': 'the value to review',
  'json.output': 'output "{$port}"',
  'json.the-report': 'the report',
  'json.at': '{$what :message} at {$path}',
  'json.a-kind': 'a {$kind}',
  'json.circular-reference': 'a circular reference',
  'json.nested-too-deep': 'nested too deeply',
  'json.not-a-plain-object': 'not a plain object',
  'node.not-json': '"{$node}" returned a value that cannot be stored as JSON: {$place :message} is {$reason :message}.',
  'node.not-json.hint':
    'Return null, booleans, finite numbers, strings, arrays and plain objects. Convert dates and large numbers to strings.',
  'record.mismatch':
    'Event {$index} ({$type}) of the run record does not follow from the events before it: {$reason :message}',
  'record.mismatch.hint':
    'Events are missing, duplicated, or belong to another run. Resume from a complete copy of the record, or start a new run.',
  'run.type-version-not-installed':
    '.input {$installed :integer} .match $installed 0 {{This run started with version {$version} of node type "{$type}", which is not installed.}} * {{This run started with version {$version} of node type "{$type}"; the installed version is {$installed}.}}',
  'run.type-version-not-installed.hint':
    '.input {$installed :integer} .match $installed 0 {{Install version {$version} of the type and resume, or cancel the run.}} * {{Install version {$version} and resume, migrate the run to version {$installed}, or cancel it.}}',
  'record.newer':
    '.input {$name :string} .match $name || {{The run record was written by a newer version of the program (format {$format}; supported: {$supported}).}} * {{{$name} was written by a newer version of the program (format {$format}; supported: {$supported}).}}',
  'record.newer.hint': 'Update the program. The {$lines :integer} lines of the record are unchanged.',
  'record.torn':
    '.input {$name :string} .match $name || {{The last event of the run record is incomplete after a crash and was dropped; {$kept :integer} events before it are complete.}} * {{{$name}: the last event is incomplete after a crash and was dropped; {$kept :integer} events before it are complete.}}',
  'record.torn.hint': 'Resume the run. Lost work is repeated or verified.',
  'record.damaged':
    '.input {$name :string} .match $name || {{Line {$line} of the run record cannot be read: {$reason :message} This line and the following ones ({$lost :integer} in total) were dropped.}} * {{{$name}: line {$line} cannot be read: {$reason :message} This line and the following ones ({$lost :integer} in total) were dropped.}}',
  'record.damaged.hint': 'Resume the run from the events before it.',
  'record.no-event': 'it is not an event.',
  'record.invalid-event': 'the event is not valid: {$reason :message}.',
  'record.wrong-number': 'it is event {$found :integer}, expected {$expected :integer}.',
  'table.missing':
    '.input {$node :string} .match $node || {{A table of {$rows :integer} rows ({$table}) no longer exists and cannot be computed again.}} * {{A table of {$rows :integer} rows ({$table}) no longer exists, and "{$node}" cannot compute it again.}}',
  'table.missing.hint': 'Run the node that computed it. If the output of that node is pinned, remove the pin first.',
  'record.empty': 'The run cannot be resumed: its record does not contain its start.',
  'record.empty.hint': 'Start the workflow again.',
  'run.cannot-migrate': 'The run cannot be migrated: {$reason :message}',
  'run.no-node': 'The workflow has no node "{$node}" to run.',
  'run.no-node.hint': 'Use one of these: {$nodes :list type=unit}.',
  'run.outside-part':
    '.input {$part :string} .match $part to {{Not run: this run ends at {$node :list quote=text max=5}.}} from {{Not run: this run starts at {$node :list quote=text max=5}.}} * {{Not run: this run is limited to {$node :list quote=text max=5}.}}',
  'pin.table-missing': 'A table pinned at "{$node}" no longer exists.',
  'pin.table-missing.hint': 'Remove the pin, run the node, and pin it again.',
  'run.stale-input': '"{$node}" uses outdated results: "{$source}" has changed since they were computed.',
  'run.stale-input.hint': 'To get current results, run to "{$node}".',
  'run.no-input': '"{$node}" cannot run alone: "{$source}", which provides its input, has no results yet.',
  'run.no-input.hint': 'Run to "{$node}" instead.',
  'run.too-much-memory':
    '.input {$node :string} .match $node || {{The run used more than {$limit :bytes} of memory and was stopped.}} * {{"{$node}" cannot start: the tables of the run use about {$used :bytes}; the limit is {$limit :bytes}.}}',
  'run.too-much-memory.hint':
    '.input {$node :string} .match $node || {{Process fewer rows or columns at a time, or raise AW_RUN_MEMORY.}} * {{Filter or aggregate earlier, or raise the memory limit of the run.}}',
  'node.out-of-time': '"{$node}" exceeded its time limit of {$limit :duration} for all attempts together.',
  'node.out-of-time.hint': "Raise the timeout in the workflow settings, or reduce the node's work.",
  'node.timeout': '"{$node}" exceeded its time limit of {$limit :duration}.',
  'node.timeout.hint': "Raise the timeout in the workflow settings, or reduce the node's work.",
  'compensation.cancelled':
    '.input {$when :string} .match $when midway {{Undoing the effects of "{$node}" was interrupted: the run was canceled. It is unknown how many were undone.}} * {{The effects of "{$node}" were not undone: the run was canceled.}}',
  'compensation.cancelled.hint': 'Check the effects, and undo them manually where needed.',
  'run.not-active': 'Run "{$run}" is not active here.',
  'run.not-active.hint': 'Resume the run, then make the decision.',
  'node.internal':
    '.input {$reason :string} .match $reason || {{The node failed without an error message.}} * {{{$reason}}}',
  'node.internal.hint':
    'This is a bug in the node, not in your data. Run again. If it fails again, report it with the run log.',
  'approval.not-waiting':
    '.input {$node :string} .match $node || {{No approval is pending in run "{$run}".}} * {{"{$node}" is not waiting for approval: it was already decided or not yet requested.}}',
  'approval.not-waiting.hint': 'Review the current state of the run.',
  'approval.too-late': 'The deadline for a response to "{$node}" was {$deadline :moment}.',
  'approval.too-late.hint': 'The default decision was applied.',
  'approval.stale':
    'The value of "{$node}" has changed: the decision refers to {$decided}, but the current value is {$shown}.',
  'approval.stale.hint': 'Review the current value and decide again.',
  'approval.no-effect': '"{$node}" is waiting for approval and has no effect that could be marked as done.',
  'approval.no-effect.hint': 'Approve or reject it.',
  'approval.outcome':
    '.input {$outcome :string} .match $outcome unexpected {{A result was passed for the effect of "{$node}", which was not marked as done.}} * {{The effect of "{$node}" was marked as done without its result.}}',
  'approval.outcome.hint': 'Mark the effect as done with its result as JSON, or approve or reject it without a result.',
  'node.not-run-after':
    '.input {$state :string} .match $state failed {{Not run: "{$node}" failed.}} skipped {{Not run: "{$node}" was skipped.}} no-error {{Not run: "{$node}" did not fail.}} cancelled {{Not run: "{$node}" was canceled.}} * {{Not run: "{$node}" had no output at "{$port}".}}',
  'node.not-run-ended': 'Not run: the run ended first.',
  'node.nothing-failed': 'Not run: nothing failed.',
  'run.reads-no-file': 'Node "{$node}" does not read a file from outside the workflow.',
  'run.no-such-reader': 'The workflow has no node "{$node}" that reads a file.',
  'run.no-reader': 'No node in "{$workflow}" reads a file from outside the workflow.',
  'workflow.cycle-path': 'These nodes depend on each other: {$path}.',
  'workflow.cycle-loop-end': '"{$node}" is in the body of "{$loop}" and uses the loop\'s final output.',
} as const
