/** Messages about reading and editing workflow documents and plans. */
export const documentMessages = {
  'workflow.not-json': 'The text is not valid JSON: {$reason :message}',
  'workflow.not-json.hint':
    'Choose a workflow file: JSON with "name", "nodes" and "edges" (or "connections" or "steps").',
  'json.malformed': 'The text is not valid JSON: {$reason :message}',
  'json.empty': 'it is empty.',
  'json.unexpected-at':
    'unexpected {$found :message} at line {$line :integer}, column {$column :integer}; expected {$expected :message}.',
  'json.end': 'end of text',
  'json.a-value': 'a value',
  'json.a-name': 'a name in double quotes',
  'json.closing-quote': 'a closing double quote',
  'json.closing-quote-before-break': 'a closing double quote (write line breaks as \\\\n)',
  'json.an-escape': 'a JSON escape (\\\\" \\\\\\\\ \\\\/ \\\\b \\\\f \\\\n \\\\r \\\\t \\\\uXXXX)',
  'json.character': '"{$sign}"',
  'json.character-or-end': '"{$sign}" or "{$end}"',
  'yaml.malformed': 'The text is not valid YAML: {$reason :message}',
  'yaml.malformed.hint': 'Correct it, or send the same document as JSON.',
  'yaml.too-long': 'it has more than {$max :integer} characters.',
  'yaml.syntax': 'line {$line :integer}: {$detail}.',
  'yaml.too-deep': 'it is nested too deeply.',
  'workflow.not-an-object': 'A workflow must be a JSON object, but found {$found :message}.',
  'workflow.not-an-object.hint':
    'Choose a workflow file: JSON with "name", "nodes" and "edges" (or "connections" or "steps").',
  'workflow.too-deep': 'This workflow is nested more than {$max :integer} levels deep.',
  'workflow.too-deep.hint': 'Reduce the nesting of its settings.',
  'workflow.too-large':
    '.input {$what :string} .match $what nodes {{This workflow has {$count :integer} nodes; the limit is {$max :integer}.}} edges {{This workflow has {$count :integer} edges; the limit is {$max :integer}.}} groups {{This workflow has {$count :integer} groups; the limit is {$max :integer}.}} notes {{This workflow has {$count :integer} notes; the limit is {$max :integer}.}} * {{This workflow has {$count :integer} characters; the limit is {$max :integer}.}}',
  'workflow.too-large.hint': 'Split it into sub-workflows.',
  'workflow.too-slow': 'Validating this workflow took more than {$seconds :integer} seconds and was stopped.',
  'workflow.too-slow.hint': 'Split it into sub-workflows.',
  'workflow.reserved-name': '"{$name}" at {$path} is a reserved name.',
  'workflow.reserved-name.hint': 'Rename the property.',
  'workflow.unknown-shape':
    '.input {$count :integer} .match $count 0 {{The workflow has no "nodes" property: it is an empty object.}} * {{The workflow has no "nodes" property (found: {$names :list max=8}).}}',
  'workflow.unknown-shape.hint': 'A workflow is JSON with "name", "nodes" and "edges" (or "connections" or "steps").',
  'workflow.invalid':
    '.input {$path :string} .match $path || {{The workflow is not valid: {$reason :message}.}} * {{{$path}: {$reason :message}.}}',
  'workflow.invalid.hint': 'A workflow is JSON with "name", "nodes" and "edges" (or "connections" or "steps").',
  'workflow.newer-version':
    'This workflow has format version {$version}; this program supports up to version {$supported}.',
  'workflow.newer-version.hint': 'Update the program, or export the workflow in an older version.',
  'workflow.unknown-step':
    'A step depends on "{$step}", which is not a step of the workflow (available: {$steps :list max=8}).',
  'workflow.unknown-step.hint': 'Use the ID of one of its steps.',
  'value.expected-only': 'expected {$expected :message}',
  'value.expected': 'expected {$expected :message}, found {$found :message}',
  'value.refused': '{$reason :message} (found {$found :message})',
  'value.with-found': '{$reason :message}, found {$found :message}',
  'value.unknown-keys':
    '.input {$count :integer} .match $count one {{unknown property {$keys :list quote=text}}} * {{unknown properties {$keys :list quote=text}}}',
  'value.string': 'text',
  'value.number': 'a number',
  'value.integer': 'an integer',
  'value.boolean': 'true or false',
  'value.object': 'an object',
  'value.array': 'an array',
  'value.empty-array': 'an empty array',
  'value.nothing': 'nothing',
  'value.supported': 'a supported value',
  'value.one-of': '{$values :list type=or}',
  'value.max': 'at most {$max}',
  'value.min': 'at least {$min}',
  'value.max-characters':
    '.input {$max :integer} .match $max one {{at most {$max} character}} * {{at most {$max} characters}}',
  'value.min-characters':
    '.input {$min :integer} .match $min one {{at least {$min} character}} * {{at least {$min} characters}}',
  'value.max-items': '.input {$max :integer} .match $max one {{at most {$max} item}} * {{at most {$max} items}}',
  'value.min-items': '.input {$min :integer} .match $min one {{at least {$min} item}} * {{at least {$min} items}}',
  'value.id-characters': 'Use letters, digits, "_", ".", ":" or "-", at most 128 characters',
  'value.name-missing': 'A workflow needs a name',
  'value.name-too-long': 'A name can have at most 200 characters',
  'edit.invalid': '{$reason :message}',
  'edit.invalid.hint': 'The workflow is unchanged. Change the value and try again.',
  'edit.setting-unnamed': 'The edit does not name a setting.',
  'edit.too-deep': 'These settings are nested more than {$max :integer} levels deep.',
  'edit.reserved-name': '"{$name}" is a reserved name and cannot be used in settings.',
  'edit.value-refused':
    '.input {$path :string} .match $path || {{The value {$value :message} ({$part}) is not valid: {$reason :message}.}} * {{The value {$value :message} ({$part}) is not valid at {$path}: {$reason :message}.}}',
  'edit.value-truncated': '{$start}… ({$length :integer} characters)',
  'edit.refused': '{$reason :message}',
  'edit.refused.hint': 'The workflow changed in the meantime. Try again.',
  'edit.id-taken':
    '.input {$kind :string} .match $kind edge {{An edge with the ID "{$id}" already exists.}} group {{A group with the ID "{$id}" already exists.}} note {{A note with the ID "{$id}" already exists.}} * {{A node with the ID "{$id}" already exists.}}',
  'edit.not-found':
    '.input {$kind :string} .match $kind edge {{Edge "{$id}" does not exist.}} group {{Group "{$id}" does not exist.}} note {{Note "{$id}" does not exist.}} node {{Node "{$id}" does not exist.}} * {{"{$id}" is not among the {$kind}.}}',
  'edit.no-workflow-inside': 'Setting "{$setting}" of "{$node}" is not a workflow: {$reason :message}',
  'document.edge-removed':
    'Removed the edge from "{$source}" to "{$target}": {$missing :list quote=text} no longer exists.',
  'document.edge-removed.hint': 'Connect the nodes again if needed.',
  'document.duplicate-id':
    '.input {$kind :string} .match $kind edge {{Two edges have the ID "{$id}"; the second one is now "{$other}".}} group {{Two groups have the ID "{$id}"; the second one is now "{$other}".}} note {{Two notes have the ID "{$id}"; the second one is now "{$other}".}} * {{Two nodes have the ID "{$id}"; the second one is now "{$other}".}}',
  'document.duplicate-id.hint': 'Compare both and remove the one you do not need.',
  'plan.cells-repaired': '{$cells :integer} cells ({$rule}). First: {$reason :message}',
  'plan.rows-deduplicated': '{$rows :integer} rows. First (row {$row :integer}): {$reason :message}',
  'value.variable-name': 'Use letters, digits and "_", and do not begin with a digit',
  'json.malformed.hint': 'Correct the JSON text, such as \\{"name": "Ada"\\}.',
  'plan.edit-no-links': 'The plan has no links.',
  'plan.edit-id':
    '.input {$id :string} .match $id || {{The operation has no ID.}} * {{The plan already has an operation with the ID `{$id}`.}}',
  'plan.edit-no-operation': 'The plan has no operation `{$id}` (available: {$ids :list quote=code max=8}).',
  'plan.edit-before-itself': 'Operation `{$id}` cannot be moved before itself.',
  'plan.edit-invalid':
    '.input {$path :string} .match $path || {{The operation is not valid: {$reason :message}.}} * {{The operation is not valid at {$path}: {$reason :message}.}}',
} as const
