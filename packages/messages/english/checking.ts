/** Messages about findings in cells, schemas, validators and profiles. */
export const checkingMessages = {
  'finding.null-word': 'Missing values are written as words: {$words}.',
  'finding.unit-spelling':
    '.input {$canonical :string} .match $canonical 12 {{The column contains {$forms :integer} spellings of the unit "{$unit}", such as "{$example}". Repairs keep only the number; add the unit to the column name.}} * {{The column contains {$forms :integer} spellings of one unit, such as "{$example}". Repairs use the spelling of "{$canonical}".}}',
  'finding.time-format': 'Times are written as "{$canonical}"; this form is different: "{$example}".',
  'finding.date-format': 'Dates are written as "{$canonical}"; this form is different: "{$example}".',
  'finding.duration-format': 'Durations are written as "{$canonical}"; this form is different: "{$example}".',
  'finding.number-format': 'The column contains plain numbers; "{$example}" is another form of "{$canonical}".',
  'finding.code-format': 'Codes are written as "{$canonical}"; this form is different: "{$example}".',
  'finding.leading-zeros': 'Some codes have more or fewer leading zeros: "{$example}" instead of "{$canonical}".',
  'finding.letter-case':
    'Values are written in the letter case of "{$canonical}"; this case is different: "{$example}".',
  'finding.white-space':
    'The value has spaces at the start or end, or repeated spaces; most values in the column have none.',
  'finding.variant': '"{$example}" is another spelling of "{$canonical}".',
  'finding.encoding': '"{$example}" was decoded incorrectly; the text is "{$canonical}".',
  'finding.spilled-value': 'Values that belong in `{$to}` are in `{$from}`, and their cells in `{$to}` are empty.',
  'finding.contradiction':
    'Rows with the same `{$key}` contradict each other: {$agreeing :integer} of {$total :integer} have "{$value}".',
  'finding.gap':
    'The cell is empty; the column has no value in {$empty :integer} of {$rows :integer} rows. Empty cells are randomly distributed across the table.',
  'finding.check-digit': 'The check digit is wrong: this is not a valid {$code}.',
  'finding.impossible-value': 'This is not a possible {$type}.',
  'finding.type-latitude': 'latitude',
  'finding.type-longitude': 'longitude',
  'finding.type-percent': 'percentage',
  'finding.type-age': 'age',
  'finding.type-ph': 'pH value',
  'finding.type-month': 'month',
  'finding.type-day': 'day of a month',
  'finding.type-hour': 'hour',
  'finding.type-minute': 'minute',
  'finding.type-quarter': 'quarter',
  'finding.type-date': 'date',
  'finding.type-country-code': 'country code',
  'finding.type-currency-code': 'currency code',
  'finding.date-part': 'The date in `{$date}` requires "{$value}".',
  'finding.swapped-values': 'The values of {$columns} are swapped: each fits the other column.',
  'finding.total-row': 'The row is the total of all other rows: {$columns}.',
  'finding.group-pattern':
    'In almost all other rows where `{$column}` is "{$group}", the value has the pattern {$pattern}.',

  'finding.answer': 'A user marked the value as wrong.',
  'finding.learned': 'Users marked similar cells as wrong.',

  // Rows to review.
  'answers.row': 'The answer also applies to {$cells :integer} similar cells of `{$column}`.',
  'answers.worthwhile': 'The next answer can change findings in {$cells :integer} cells.',
  'answers.sufficient': 'After {$answers :integer} answers, more answers are not expected to change the findings.',

  // Common property of a group's cells; shown after the column name.
  'finding-group.null-word':
    '.input {$values :integer} .match $values one {{{$values} word for a missing value}} * {{{$values} words for missing values}}',
  'finding-group.unit-spelling':
    '.input {$values :integer} .match $values one {{{$values} spelling of a unit}} * {{{$values} spellings of one unit}}',
  'finding-group.time-format':
    '.input {$values :integer} .match $values one {{{$values} time in a different format}} * {{{$values} times in a different format}}',
  'finding-group.date-format':
    '.input {$values :integer} .match $values one {{{$values} date in a different format}} * {{{$values} dates in a different format}}',
  'finding-group.duration-format':
    '.input {$values :integer} .match $values one {{{$values} duration in a different format}} * {{{$values} durations in a different format}}',
  'finding-group.number-format':
    '.input {$values :integer} .match $values one {{{$values} number in a different format}} * {{{$values} numbers in a different format}}',
  'finding-group.code-format':
    '.input {$values :integer} .match $values one {{{$values} code in a different format}} * {{{$values} codes in a different format}}',
  'finding-group.leading-zeros':
    '.input {$values :integer} .match $values one {{{$values} code with different leading zeros}} * {{{$values} codes with different leading zeros}}',
  'finding-group.letter-case':
    '.input {$values :integer} .match $values one {{{$values} value in a different letter case}} * {{{$values} values in a different letter case}}',
  'finding-group.variant':
    '.input {$values :integer} .match $values one {{{$values} other spelling of a value}} * {{{$values} other spellings of values}}',
  'finding-group.encoding':
    '.input {$values :integer} .match $values one {{{$values} incorrectly decoded value}} * {{{$values} incorrectly decoded values}}',
  'finding-group.spilled-value': 'values of a neighboring column',
  'finding-group.contradiction': 'contradictions between rows',
  'finding-group.gap': 'empty cells',
  'finding-group.check-digit': 'wrong check digits',
  'finding-group.impossible-value':
    '.input {$values :integer} .match $values one {{{$values} impossible value}} * {{{$values} impossible values}}',
  'finding-group.date-part': 'contradictions with a date',
  'finding-group.swapped-values': 'swapped values',
  'finding-group.total-row': 'total rows',
  'finding-group.group-pattern': 'patterns of another group',
  'finding-group.white-space': 'extra spaces',
  'finding-group.missing': 'missing values',
  'finding-group.format': 'different formats',
  'finding-group.spelling': 'typos',
  'finding-group.pattern': 'unusual patterns',
  'finding-group.dependency': 'contradictions with other columns',
  'finding-group.sequence': 'contradictions with neighboring rows',
  'finding-group.outlier': 'outliers',
  'finding-group.duplicate': 'duplicate values',
  'finding-group.answer': 'values that users marked as wrong',

  // Reasons that a cell does not fit its column.
  'finding.format': 'The value has {$deviations :list}, unlike almost all other values in the column.',
  'finding.format-quotes': 'quotes around it',
  'finding.format-surrounding-space': 'whitespace at the start or end',
  'finding.format-repeated-space': 'repeated spaces',
  'finding.format-period': 'a period at the end',
  'finding.format-case': 'an unusual letter case',
  'finding.same-letters':
    '.input {$rows :integer} .match $rows one {{The value differs from "{$value}" ({$rows} row) only in its format.}} * {{The value differs from "{$value}" ({$rows} rows) only in its format.}}',
  'finding.typo':
    '.input {$rows :integer} .match $rows one {{The value is one character away from "{$value}", which is in {$rows} row.}} * {{The value is one character away from "{$value}", which is in {$rows} rows.}}',
  'finding.typo-in-word':
    '.input {$cells :integer} .match $cells one {{"{$word}" is one character away from "{$value}", which is in {$cells} cell.}} * {{"{$word}" is one character away from "{$value}", which is in {$cells} cells.}}',
  'finding.misplaced-space': 'If the space is moved by one character, all words occur in other cells: "{$words}".',
  'finding.inner-capital':
    '"{$word}" has an uppercase letter after a lowercase one, unlike almost all other words in the column.',
  'finding.lowercase-start': 'The value starts with a lowercase letter, unlike almost all other values in the column.',
  'finding.character':
    'The value has a character at a position where almost no other value in the column has that character.',
  'finding.pattern':
    'The value has the pattern {$pattern}; almost all values have {$usual :list type=or} (9 is a digit, a is a letter).',
  'finding.not-a-number': 'The value is not a number; almost all other values are.',
  'finding.number-zeros': 'The number has unnecessary or missing zeros.',
  'finding.more-decimals': 'The number has more decimal places than almost all others.',
  'finding.fewer-decimals': 'The number has fewer decimal places than almost all others.',
  'finding.impossible-date': 'This date or time does not exist.',
  'finding.negative': 'The number is negative; almost all others are not.',
  'finding.not-negative': 'The number is not negative; almost all others are.',
  'finding.outlier': '{$value :value} is far outside the usual range ({$min :value} to {$max :value}).',
  'finding.empty':
    '.input {$rows :integer} .match $rows one {{The cell is empty; only {$empty :integer} of {$rows} row has no value here.}} * {{The cell is empty; only {$empty :integer} of {$rows} rows have no value here.}}',
  'finding.null-value':
    '.input {$rows :integer} .match $rows one {{"{$value}" means a missing value, which only {$cells :integer} of {$rows} row has.}} * {{"{$value}" means a missing value, which only {$cells :integer} of {$rows} rows have.}}',

  // Reasons that a cell does not fit other columns or rows.
  'finding.column': '`{$column}`',
  'finding.column-part':
    '.input {$part :string} .match $part first {{the first part of `{$column}`}} second {{the second part of `{$column}`}} * {{the last part of `{$column}`}}',
  'finding.column-start': 'the first {$length :integer} characters of `{$column}`',
  'finding.dependency':
    '.input {$total :integer} .match $total one {{{$agreeing :integer} of {$total} other row with the same {$columns :list} has "{$value}".}} * {{{$agreeing :integer} of {$total} other rows with the same {$columns :list} have "{$value}".}}',
  'finding.dependency.rows': 'Rows with the same {$columns :list} have "{$value}".',
  'finding.neighbor-value': 'The rows above and below have "{$value}".',
  'finding.sequence': 'The values above and below increase or decrease in even steps, which suggest "{$value}".',
  'finding.derived': 'The value can be derived from {$columns :list quote=code}: "{$value}".',
  'finding.several-columns': 'The value contradicts the values of several other columns.',
  'finding.unsorted': 'The rows above and below are sorted, but this value is not between their values.',
  'finding.expected-range':
    '.input {$by :string} .match $by all {{The value is far from the others: 95% of them are between {$min :value} and {$max :value}.}} rows {{The rows above and below suggest a value between {$min :value} and {$max :value}.}} group-rows {{The rows above and below with the same `{$column}` suggest a value between {$min :value} and {$max :value}.}} group {{Among rows with the same `{$column}`, 95% of the values are between {$min :value} and {$max :value}.}} ratio {{The value is usually proportional to `{$column}`, which suggests a value between {$min :value} and {$max :value}.}} * {{Rows with a similar `{$column}` have values between {$min :value} and {$max :value}.}}',

  // Duplicate rows.
  'finding.duplicate-row':
    '.input {$repaired :string} .match $repaired true {{Once its cells are repaired, the row equals row {$like :integer} in all columns.}} * {{The row equals row {$like :integer} in all columns.}}',
  'finding.duplicate-row-except-key':
    '.input {$repaired :string} .match $repaired true {{Once its cells are repaired, the row equals row {$like :integer} in all columns except {$columns :list quote=code}, whose values are unique.}} * {{The row equals row {$like :integer} in all columns except {$columns :list quote=code}, whose values are unique.}}',
  'finding.similar-row': 'The row equals row {$like :integer} except in `{$column}`: "{$value}" and "{$other}".',
  'finding.similar-row-empty':
    'The row equals row {$like :integer} except in `{$column}`, where one of the two is empty.',
  'check.sampled':
    '{$checked :integer} of {$rows :integer} rows were checked, in {$blocks :integer} blocks from all parts of the table, because it has more than {$maxCells :integer} cells.',
  'check.sampled.hint': 'To check all rows, split the table and check each part.',
  'check.by-model':
    '.input {$doubts :integer} .input {$proposals :integer} .match $doubts $proposals 0 0 {{The language model "{$model}" at {$host} reviewed uncertain findings ({$reviewed :integer}) and questioned none of them.}} 0 * {{The language model "{$model}" at {$host} reviewed uncertain findings ({$reviewed :integer}) and proposed values: {$proposed :list type=unit max=10}.}} * 0 {{The language model "{$model}" at {$host} reviewed uncertain findings ({$reviewed :integer}) and questioned {$doubted :list type=unit max=10}.}} * * {{The language model "{$model}" at {$host} reviewed uncertain findings ({$reviewed :integer}), questioned {$doubted :list type=unit max=10}, and proposed values: {$proposed :list type=unit max=10}.}}',
  'check.by-model.hint': 'Findings and repairs did not change. Compare these cells with the source.',

  // Rules of a schema and their failures.
  'validate.family':
    '.input {$family :string} .match $family number {{a number}} integer {{a whole number}} text {{text}} boolean {{true or false}} date {{a date}} time {{a time of day}} nested {{nested}} * {{any value}}',
  'validate.rule-type': '`{$column}` is {$family :message}',
  'validate.type':
    '`{$column}` is {$type :message}, not {$family :message}: {$failing :integer} of {$rows :integer} rows fail.',
  'validate.not-integer': '`{$column}` is not a whole number in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-nullable': '`{$column}` has a value in every row',
  'validate.nullable': '`{$column}` is null in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-unique': '`{$column}` has no duplicates',
  'validate.unique': '`{$column}` has duplicate values in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-min': '`{$column}` is at least {$min :value}',
  'validate.min':
    '`{$column}` is less than {$min :value} or not a number in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-max': '`{$column}` is at most {$max :value}',
  'validate.max':
    '`{$column}` is greater than {$max :value} or not a number in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-more-than': '`{$column}` is greater than {$bound :string}',
  'validate.more-than':
    '`{$column}` is not greater than {$bound :string} in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-less-than': '`{$column}` is less than {$bound :string}',
  'validate.less-than':
    '`{$column}` is not less than {$bound :string} in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-earliest': '`{$column}` is not before {$earliest}',
  'validate.earliest':
    '`{$column}` is before {$earliest} or not a date in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-latest': '`{$column}` is not after {$latest}',
  'validate.latest': '`{$column}` is after {$latest} or not a date in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-min-length': '`{$column}` has at least {$length :integer} characters',
  'validate.min-length':
    '`{$column}` has fewer than {$length :integer} characters in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-max-length': '`{$column}` has at most {$length :integer} characters',
  'validate.max-length':
    '`{$column}` has more than {$length :integer} characters in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-pattern': '`{$column}` matches {$pattern}',
  'validate.no-match': '`{$column}` does not match {$pattern} in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-enum': '`{$column}` is one of {$values :list type=or max=8}',
  'validate.enum':
    '`{$column}` is not one of {$values :list type=or max=8} in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-finite': '`{$column}` is finite',
  'validate.finite': '`{$column}` is infinite or not a number in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-sequence': '`{$column}` contains each row number from 0 exactly once',
  'validate.sequence':
    '`{$column}` does not contain each number from 0 to {$last :integer} exactly once: {$failing :integer} of {$rows :integer} rows fail.',
  'validate.rule-not-constant': '`{$column}` has more than one value',
  'validate.not-constant': '`{$column}` has only one value, in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-not-copy-of': '`{$column}` is not a copy of {$others :list type=or quote=code}',
  'validate.not-copy-of':
    '`{$column}` is a copy of {$others :list type=or quote=code}: {$failing :integer} of {$rows :integer} rows fail.',
  'validate.rule-max-distinct': '`{$column}` has at most {$max :integer} distinct values',
  'validate.max-distinct':
    '`{$column}` has more than {$max :integer} distinct values: {$failing :integer} of {$rows :integer} rows fail.',
  'validate.rule-key': '{$columns :list quote=code} are unique together',
  'validate.key':
    '{$columns :list quote=code} have duplicate combinations of values in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-reference': 'The values of {$columns :list quote=code} exist in {$to :list quote=code} of `{$table}`',
  'validate.reference':
    'The values of {$columns :list quote=code} have no match in `{$table}` in {$failing :integer} of {$rows :integer} rows.',
  'validate.rule-condition': '{$holds} where {$when}',
  'validate.rule-dependent': '`{$dependent}` has a value where `{$column}` has one',
  'validate.not-met': '{$failing :integer} of {$rows :integer} rows do not meet the rule: {$rule :message}',
  'validate.rows-failed': '{$failing :integer} of {$rows :integer} rows fail: {$said}',
  'validate.passed': '.input {$rows :integer} .match $rows one {{The row passes.}} * {{All {$rows} rows pass.}}',
  'validate.rule-column': '`{$column}` is in the table',
  'validate.rule-optional-column': '`{$column}` is optional',
  'validate.column-present': '`{$column}` is in the table.',
  'validate.column-optional': '`{$column}` is not in the table and is optional.',
  'validate.column-missing': 'Column `{$column}` is not in the table. Columns: {$columns :list quote=code max=12}.',
  'validate.rule-min-rows':
    '.input {$min :integer} .match $min one {{The table has at least {$min} row}} * {{The table has at least {$min} rows}}',
  'validate.rule-max-rows':
    '.input {$max :integer} .match $max one {{The table has at most {$max} row}} * {{The table has at most {$max} rows}}',
  'validate.row-count':
    '.input {$rows :integer} .match $rows one {{The table has {$rows} row.}} * {{The table has {$rows} rows.}}',
  'validate.rule-rows': 'The rows meet the rules',
  'validate.no-rows': 'The table has no rows to check.',
  'validate.no-rows.hint': 'Check the output of the previous node.',
  'validate.rule-strict': 'The table has no other columns',
  'validate.no-other-columns': 'The table has no other columns.',
  'validate.other-columns': 'The table also has {$columns :list quote=code}.',
  'validate.rule-any': 'One of {$alternatives :integer} alternatives passes',
  'validate.any':
    'None of {$alternatives :integer} alternatives passes. The closest is alternative {$nearest :integer}: {$reason :message}',
  'validate.sentences': '{$first :message} {$second :message}',
  'validate.table-check-passed': 'The condition is true.',
  'validate.table-check-not-true': '"{$expression}" is not true: the value is {$value :string}.',
  'validate.table-check-no-value': '"{$expression}" has no value. Check the names in it.',
  'validate.table-check-failed': '"{$expression}" cannot be evaluated: {$reason :message}',
  'validate.expression-failed': 'The expression is not valid: {$reason :message}',
  'validate.predicate-failed': 'The SQL predicate is not valid: {$reason :message}',
  'validate.no-sandbox': 'Code cannot run here. Run the check in the page or on a server.',
  'validate.code-failed':
    '.input {$line :string} .match $line || {{The code failed: {$reason :message}}} * {{The code failed on line {$line}: {$reason :message}}}',
  'validate.no-host-check': 'No check "{$name}" is registered. Registered checks: {$names :list}.',
  'validate.no-host-check.none': 'No check "{$name}" is registered.',
  'validate.host-check-failed': 'The check "{$name}" failed: {$reason}',
  'validate.host-failed': 'The table does not pass the check "{$name}".',
  'validate.uncounted': '{$reason :message} {$hint :message}',
  'validate.pattern': 'The rule "{$rule :message}" could not be checked: {$reason :message}',
  'validate.pattern.hint': 'Use RE2 syntax, which does not support lookaround or backreferences.',
  'validate.rule-failed': '{$reason :message}',
  'validate.by-model':
    '.input {$rules :integer} .match $rules one {{The language model "{$model}" at {$host} proposed {$rules} rule. It does not decide whether the table is valid.}} * {{The language model "{$model}" at {$host} proposed {$rules} rules. They do not decide whether the table is valid.}}',
  'validate.by-model.hint': 'Add the correct rules to the schema.',
  'validate.missing-column': 'Column `{$column}` is not in the table. Columns: {$columns :list quote=code max=12}.',
  'validate.missing-column.hint': 'Correct the name in the schema, or add the column in a previous node.',
  'validate.no-plan':
    'The schema "plan" checks what the plan of a Prepare node promises, but the input "plan" has no plan.',
  'validate.no-plan.hint': 'Connect the output "plan" of the Prepare node to the input "plan", or select other rules.',
  'validate.not-valid':
    '.input {$failed :integer} .match $failed one {{The table is not valid: {$failed} of {$rules :integer} rules fails. {$reason :message}}} * {{The table is not valid: {$failed} of {$rules :integer} rules fail. {$reason :message}}}',
  'validate.not-valid.hint': 'Check the report, and correct the data or the schema; or set "If invalid" to "Report".',

  // Schemas and validators that cannot be used.
  'schema.pattern': 'The pattern {$pattern} of `{$column}` is not valid: {$reason :message}',
  'schema.pattern.hint': 'Use RE2 syntax, which does not support lookaround or backreferences.',
  'schema.invalid-date':
    '`{$bound :string}` of `{$column}` is "{$value :string}", which is not a date, a date with time or a time of day.',
  'schema.invalid-date.hint': 'Use 2024-01-31, 2024-01-31T12:00:00 or 12:00.',
  'schema.length': '`{$bound :string}` of `{$column}` is {$value :string}, which is negative.',
  'schema.empty-range': 'No value in `{$column}` can be within its limits: the lower limit is above the upper limit.',
  'schema.empty-range.hint': 'Swap the limits if they are reversed.',
  'schema.condition': 'The condition "{$rule :message}" is not valid: {$reason :message}',
  'schema.condition.hint': 'Write a JSONata expression over the columns, such as `price > 0 or amount = 0`.',
  'schema.reference':
    'The foreign key {$columns :list quote=code} refers to a different number of columns: {$to :list quote=code}.',
  'schema.reference.hint': 'List the same number of columns on both sides.',
  'schema.no-table': 'The table `{$table}`, referenced by {$columns :list quote=code}, is not connected.',
  'schema.no-table.hint':
    '.input {$names :string} .match $names || {{Connect the table.}} * {{Connect the table, or use one of these names: {$names}.}}',
  'schema.missing-column': 'Column `{$column}` is not in the table. Columns: {$columns :list quote=code max=12}.',
  'schema.missing-column.hint': 'Correct the name in the schema.',
  'schema.empty': 'The schema is empty.',
  'schema.empty.hint':
    'A schema is JSON such as \\{"columns": ["id", \\{"name": "price", "type": "number", "min": 0\\}]\\}.',
  'schema.empty.no-rules': 'No rules are set for the table.',
  'schema.empty.no-rules.hint': 'Add at least one rule: a schema, table checks, or a condition for rows.',
  'schema.not-json': '{$reason :message}',
  'schema.not-json.hint':
    'A schema is JSON such as \\{"columns": ["id", \\{"name": "price", "type": "number", "min": 0\\}]\\}.',
  'schema.not-an-object': 'A schema is a JSON object, not {$found}.',
  'schema.not-an-object.hint':
    'A schema is JSON such as \\{"columns": ["id", \\{"name": "price", "type": "number", "min": 0\\}]\\}.',
  'schema.invalid':
    '.input {$path :string} .match $path || {{The schema is not valid: {$issue :message}.}} * {{`{$path}` in the schema is not valid: {$issue :message}.}}',
  'schema.invalid.hint':
    'A schema is JSON such as \\{"columns": ["id", \\{"name": "price", "type": "number", "min": 0\\}]\\}.',
  'schema.invalid-column': 'use a name, or an object with a name and rules',
  'schema.invalid.custom': 'The target is a custom schema, but no schema is set.',
  'schema.invalid.custom.hint':
    'Write the schema as JSON, such as \\{"columns": [\\{"name": "id", "unique": true\\}]\\}.',
  'schema.several': 'The package describes {$tables :integer} tables: {$names :list}.',
  'schema.several.hint': 'Use the schema of one table, which is the object in its "schema" property.',
  'schema.unsupported-feature': '{$subject :message}: {$feature :message} is not supported and is not checked.',
  'schema.unsupported-feature.hint': 'To check it, add a condition over the columns.',
  'schema.subject-schema': 'Schema',
  'schema.subject-row': 'Row',
  'schema.subject-rows': 'List of rows',
  'schema.subject-column': '`{$column}`',
  'schema.feature-keyword': '"{$name}"',
  'schema.feature-keyword-value': '"{$name}": {$value :string}',
  'schema.feature-type': 'the type {$value :string}',
  'schema.feature-format': 'the format {$value :string}',
  'schema.feature-constraint': 'the constraint "{$name}"',
  'schema.feature-constraint-value': 'the constraint "{$name}": {$value :string}',
  'schema.feature-field': 'the field {$value :string} without a name',
  'schema.feature-missing-values': '"missingValues", which is a setting of the loader,',
  'schema.feature-foreign-key': 'the foreign key {$value :string}',
  'schema.feature-additional': 'a schema in "additionalProperties"',
  'schema.feature-schema': 'the schema {$value :string}',
  'schema.feature-value': 'the allowed value {$value :string}',
  'validator.invalid':
    '.input {$kind :string} .match $kind || {{The validator is not valid: {$issue}}} * {{The validator "{$kind}" is not valid: {$issue}}}',
  'validator.invalid.hint':
    'A validator is a schema such as \\{"columns": ["id"]\\}, or \\{"info": ["rows > 0"]\\}, \\{"expression": "price > 0"\\}, \\{"sql": "price > 0"\\}, \\{"code": "return row.price > 0"\\}, or several of these in \\{"all": […]\\} or \\{"any": […]\\}.',

  // Findings of profiles.
  'profile.semantic-uuid': 'The column type is UUID.',
  'profile.semantic-name': 'The column name is `{$name}`.',
  'profile.semantic-range': 'The column name is `{$name}`, and {$share :percent} of the values are in range.',
  'profile.semantic-named-form':
    'The column name is `{$name}`, and {$share :percent} of the values have the expected format.',
  'profile.semantic-form': '{$share :percent} of the values have the expected format.',
  'profile.semantic-years': 'Whole numbers from {$min :value} to {$max :value} in a column named like a calendar unit.',
  'profile.semantic-counts-rows': 'The values number the rows consecutively.',
  'profile.semantic-countries': 'The values are country codes (ISO 3166).',
  'profile.semantic-ids': 'All values are distinct and look like ids.',
  'profile.semantic-codes': 'All values are distinct codes of the same length.',
  'profile.semantic-prose': 'Text with {$words :integer} words on average, mostly sentences.',
  'profile.semantic-few': '{$distinct :integer} distinct values in {$rows :integer} rows.',
  'profile.drift-column-missing': '`{$column}` is missing.',
  'profile.drift-column-new': '`{$column}` is new ({$type :columnType}).',
  'profile.drift-no-rows': 'The table has no rows.',
  'profile.drift-rows': 'The table has {$after :integer} rows; it had {$before :integer}.',
  'profile.drift-type': '`{$column}` has the type {$after}; it was {$before}.',
  'profile.drift-meaning': '`{$column}` looks like {$after}; it previously looked like {$before}.',
  'profile.drift-unique':
    '`{$column}` is no longer unique: {$distinct :integer} distinct values in {$rows :integer} rows.',
  'profile.drift-nulls':
    '`{$column}` is null in {$after :percent maximumFractionDigits=1} of the rows; it was {$before :percent maximumFractionDigits=1}.',
  'profile.drift-range':
    '`{$column}` ranges from {$min :value} to {$max :value}; it ranged from {$minBefore :value} to {$maxBefore :value}.',
  'profile.drift-new-values': '`{$column}` has new values: {$values :list quote=text max=5}.',
  'profile.drift-values-missing': '`{$column}` no longer has these values: {$values :list quote=text max=5}.',
  'profile.drift-distribution':
    'The distribution of `{$column}` has changed (population stability index {$psi :string}, Jensen–Shannon distance {$distance :string}).',
  'profile.sampled':
    '{$finding :message} Based on {$rows :integer} of {$total :integer} rows, ± {$error :percent maximumFractionDigits=1}.',
  'profile.searched': '{$finding :message} Searched {$rows :integer} of {$total :integer} rows.',
  'profile.left-out': '{$finding :message} {$left :integer} weaker findings are not listed.',
  'profile.key': '{$columns :list quote=code} identifies all {$rows :integer} rows.',
  'profile.key-pair': '{$columns :list quote=code} together identify all {$rows :integer} rows.',
  'profile.near-key':
    '`{$column}` is almost a key: {$repeats :integer} of {$rows :integer} rows have a duplicate value.',
  'profile.duplicates':
    '.input {$extra :integer} .match $extra one {{{$extra} row duplicates an earlier row in all columns (distinct rows: {$groups :integer}).}} * {{{$extra} rows duplicate an earlier row in all columns (distinct rows: {$groups :integer}).}}',
  'profile.duplicates-except-key':
    '.input {$extra :integer} .match $extra one {{{$extra} row duplicates an earlier row except for {$columns :list quote=code}.}} * {{{$extra} rows duplicate an earlier row except for {$columns :list quote=code}.}}',
  'profile.equal-except': 'equal except for {$columns :list quote=code}',
  'profile.differ-in': 'different in {$columns :list quote=code}',
  'profile.near-duplicates':
    '.input {$pairs :integer} .match $pairs one {{{$pairs} pair of rows is a possible duplicate, such as rows {$row :integer} and {$other :integer}.}} * {{{$pairs} pairs of rows are possible duplicates, such as rows {$row :integer} and {$other :integer}.}}',
  'profile.dependency': '`{$to}` depends on `{$from}` in all {$rows :integer} rows that have both.',
  'profile.dependency-violated':
    '`{$to}` depends on `{$from}` except in {$violations :integer} of {$rows :integer} rows ({$share :percent maximumFractionDigits=2}).',
  'profile.correlation':
    '.input {$direction :string} .match $direction up {{{$columns :list quote=code} rise and fall together: {$measure} {$value :string}.}} down {{{$columns :list quote=code} move in opposite directions: {$measure} {$value :string}.}} * {{{$columns :list quote=code} are associated: {$measure} {$value :string}.}}',
  'profile.outliers':
    '.input {$count :integer} .match $count one {{{$count} value of `{$column}` ({$share :percent maximumFractionDigits=2}) is far outside the usual range ({$min :value} to {$max :value}).}} * {{{$count} values of `{$column}` ({$share :percent maximumFractionDigits=2}) are far outside the usual range ({$min :value} to {$max :value}).}}',
  'profile.pattern': 'All values of `{$column}` have the pattern `{$pattern}`.',
  'profile.patterns':
    '.input {$others :integer} .match $others one {{{$share :percent maximumFractionDigits=1} of the values of `{$column}` have the pattern `{$pattern}`; there is {$others} other pattern.}} * {{{$share :percent maximumFractionDigits=1} of the values of `{$column}` have the pattern `{$pattern}`; there are {$others} other patterns.}}',
  'profile.spellings':
    '.input {$values :integer} .match $values one {{{$values} value of `{$column}` has several spellings, such as {$examples :list quote=text}.}} * {{{$values} values of `{$column}` have several spellings, such as {$examples :list quote=text}.}}',

  // Summaries and reports of the Validate node.
  'validation.summary': '{$checks :list type=unit} · {$action :message}',
  'validation.stops': 'Stops if invalid',
  'validation.continues': 'Reports failures and continues',
  'validation.cosmo-ready': 'Cosmo-ready check',
  'validation.plan': 'Checks the target of the plan',
  'validation.columns':
    '.input {$columns :integer} .match $columns one {{Checks {$columns} column}} * {{Checks {$columns} columns}}',
  'validation.validator': 'Checks with a validator',
  'validation.table-checks':
    '.input {$facts :integer} .match $facts one {{{$facts} table check}} * {{{$facts} table checks}}',
  'validation.expression': 'every row with an expression',
  'validation.predicate': 'every row with SQL',
  'validation.code': 'every row with code',
  'validation.host': 'the check "{$name}"',
  'validation.nothing': 'No rules yet',
} as const
