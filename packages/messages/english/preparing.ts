/** Messages about preparation plans and language models. */
export const preparingMessages = {
  // Descriptions of plan operations: one code per kind.
  'operation.trim':
    '.input {$inner :string} .match $inner true {{Trim `{$column}` and collapse inner whitespace}} * {{Trim whitespace in `{$column}`}}',
  'operation.case':
    '.input {$to :string} .match $to upper {{Convert `{$column}` to uppercase}} lower {{Convert `{$column}` to lowercase}} title {{Convert `{$column}` to title case}} * {{Convert `{$column}` to sentence case}}',
  'operation.replace':
    '.input {$isPattern :string} .match $isPattern true {{Replace matches of {$find} with "{$with}" in `{$column}`}} * {{Replace "{$find}" with "{$with}" in `{$column}`}}',
  'operation.parse-number': 'Parse `{$column}` as numbers',
  'operation.parse-date':
    '.input {$type :string} .match $type DATE {{Parse `{$column}` as dates ({$format})}} * {{Parse `{$column}` as dates with times ({$format})}}',
  'operation.parse-currency':
    '.input {$currency :string} .match $currency || {{Parse `{$column}` as amounts}} * {{Parse `{$column}` as amounts, with the currency in `{$currency}`}}',
  'operation.cast': 'Convert `{$column}` to {$type :columnType}',
  'operation.finite': 'Set infinite values in `{$column}` to null',
  'operation.empty-texts': 'Set {$texts :list type=or quote=text max=5} in `{$column}` to null',
  'operation.map-values':
    '.input {$others :string} .match $others empty {{Replace {$values :integer} listed values in `{$column}` and set all others to null}} * {{Replace {$values :integer} listed values in `{$column}`}}',
  'operation.merge-spellings':
    '.input {$groups :integer} .match $groups one {{Merge {$groups} group of spellings in `{$column}`}} * {{Merge {$groups} groups of spellings in `{$column}`}}',
  'operation.scale': 'Scale `{$column}`: (value - {$offset :string}) / {$divisor :string}',
  'operation.unscale': 'Reverse the scaling of `{$column}`: value * {$divisor :string} + {$offset :string}',
  'operation.empty-where': 'Set `{$column}` to null in rows where {$expression}',
  'operation.set-cells':
    '.input {$cells :integer} .match $cells one {{Set {$cells} cell in `{$column}`}} * {{Set {$cells} cells in `{$column}`}}',
  'operation.rename': 'Rename `{$column}` to `{$to}`',
  'operation.copy': 'Copy `{$column}` to `{$to}` as {$type :columnType}',
  'operation.split': 'Split `{$column}` at "{$separator}" into {$into :list quote=code max=6}',
  'operation.join-columns': 'Join {$columns :list quote=code max=6} into `{$to}`',
  'operation.extract': 'Extract matches of {$pattern} from `{$column}` into `{$to}`',
  'operation.derive': 'Compute `{$to}` as {$expression}',
  'operation.flag': 'Add `{$to}` to flag rows where {$expression}',
  'operation.encode':
    '.input {$how :string} .match $how one-hot {{Encode {$values :integer} values of `{$column}` as columns of 0 and 1}} * {{Encode {$values :integer} values of `{$column}` as numbers in `{$to}`}}',
  'operation.decode': 'Decode {$values :integer} values of `{$to}` from {$columns :list quote=code max=6}',
  'operation.bucket': 'Bucket `{$column}` into {$ranges :integer} ranges in `{$to}`',
  'operation.project':
    'Compute the coordinates `{$x}` and `{$y}` from {$columns :list quote=code max=6} (projection, seed {$seed :string})',
  'operation.generate-id': 'Generate an id for each row in `{$to}`',
  'operation.number-rows': 'Number the rows in `{$to}`',
  'operation.drop-column': 'Drop `{$column}`',
  'operation.select': 'Keep {$columns :list quote=code max=6}',
  'operation.order-columns': 'Move {$columns :list quote=code max=6} to the front',
  'operation.drop-null-rows': 'Drop rows without {$columns :list type=or quote=code max=6}',
  'operation.drop-rows': 'Drop rows where {$expression}',
  'operation.filter': 'Keep rows where {$expression}',
  'operation.deduplicate':
    '.input {$keep :string} .match $keep first {{Keep the first of identical rows}} * {{Keep the last of identical rows}}',
  'operation.deduplicate.columns':
    '.input {$keep :string} .match $keep first {{Keep the first of the rows with equal {$columns :list quote=code max=6}}} * {{Keep the last of the rows with equal {$columns :list quote=code max=6}}}',
  'operation.fill':
    '.input {$how :string} .match $how constant {{Fill nulls in `{$column}` with "{$value :string}"}} previous {{Fill nulls in `{$column}` with the value above}} next {{Fill nulls in `{$column}` with the value below}} mean {{Fill nulls in `{$column}` with the mean}} median {{Fill nulls in `{$column}` with the median}} * {{Fill nulls in `{$column}` with the most frequent value}}',
  'operation.interpolate':
    '.input {$by :string} .match $by || {{Interpolate nulls in `{$column}`}} * {{Interpolate nulls in `{$column}` along `{$by}`}}',
  'operation.within': '{$operation :message} within {$columns :list quote=code max=6}',
  'operation.pivot':
    '.input {$value :string} .match $value || {{Pivot {$values :integer} values of `{$column}`: {$function}}} * {{Pivot {$values :integer} values of `{$column}`: {$function} of `{$value}`}}',
  'operation.unpivot': 'Unpivot {$columns :list quote=code max=6}',
  'operation.join-tables': 'Join with `{$table}` by {$keys :list quote=code}',
  'operation.geocode': 'Look up the latitude and longitude of `{$column}` in `{$table}`',
  'operation.points-of-links': 'Create a point for each distinct `{$source}` and `{$target}`',
  'operation.resolve-links': 'Find `{$source}` and `{$target}` among the points',

  // Reasons for operations.
  'prepare.reason-unnamed-column': 'The column has no name and no values.',
  'prepare.reason-untrimmed': 'Surrounding whitespace makes otherwise equal values different.',
  'prepare.reason-not-finite': 'Infinite values and NaN count as null.',
  'prepare.reason-nested': 'Lists and objects cannot be used as numbers.',
  'prepare.reason-no-values': 'The column has no values.',
  'prepare.reason-constant': 'All values are the same.',
  'prepare.reason-row-number': 'The column is the row number.',
  'prepare.reason-unique-text':
    'Every row has a different value, such as a name or an id, so there is nothing to learn from it.',
  'prepare.reason-too-many-categories': '{$distinct :integer} distinct values are too many for categories.',
  'prepare.reason-flag-null': 'Records which rows have no `{$column}`.',
  'prepare.reason-needs-numbers': 'The target requires numbers.',
  'prepare.reason-boolean-as-number': 'The target requires numbers: 1 is true, 0 is false.',
  'prepare.reason-no-label': 'Rows without the label cannot be used for training.',
  'prepare.reason-median-fraction': 'The median can have a fractional part.',
  'prepare.reason-median': 'Nulls become the median of the column.',
  'prepare.reason-scale': 'Scales values between {$min :value} and {$max :value} to the range 0 to 1.',
  'prepare.reason-scale-wide':
    'Scales values between {$min :value} and {$max :value} to the range -1 to 1: the difference between these limits exceeds the largest representable number.',
  'prepare.reason-scale-time': 'Scales the values to the range 0 to 1.',
  'prepare.reason-unknown-false': 'Nulls count as false and are flagged.',
  'prepare.reason-seconds': 'Represents a time as seconds since 1970.',
  'prepare.reason-replaced': '`{$column}` replaces the column.',
  'prepare.reason-replaced-by-values': 'One column per value replaces the column.',
  'prepare.reason-not-comparable': 'The values cannot be compared.',
  'prepare.reason-ordinal': '{$values :integer} values are numbered in order.',
  'prepare.reason-one-hot': '{$values :integer} values become columns of 0 and 1.',
  'prepare.reason-null-category': 'Null becomes a separate category.',
  'prepare.reason-schema-not-null': 'The schema requires a value in every row.',
  'prepare.reason-schema-unique': 'The schema requires unique values in `{$key}`; the first row is kept.',
  'prepare.reason-schema-strict': 'The schema allows no other columns.',
  'prepare.reason-schema-name': 'The schema names this column `{$name}`.',
  'prepare.reason-schema-type': 'The schema requires the type {$type :columnType}.',
  'prepare.reason-schema-values': 'The schema spells these values differently.',
  'prepare.reason-schema-finite': 'The schema requires finite numbers.',
  'prepare.reason-spellings': 'Spellings of the same value; the most frequent one is kept.',
  'prepare.reason-null-words': 'Words for a missing value become null.',
  'prepare.type':
    '.input {$type :string} .match $type BIGINT {{whole numbers}} DOUBLE {{numbers}} BOOLEAN {{yes or no}} DATE {{dates}} TIMESTAMP {{dates with times}} TIME {{times of day}} INTERVAL {{durations}} UUID {{UUIDs}} * {{text}}',
  'prepare.reason-all-of-type': 'All values are {$type :message}.',
  'prepare.reason-mostly-of-type': '{$fitting :integer} of {$distinct :integer} distinct values are {$type :message}.',
  'prepare.reason-currency': 'The values are amounts in {$unit}; `{$column}` keeps the currency.',
  'prepare.reason-unit': 'The values are numbers with the unit "{$unit}", which is removed.',
  'prepare.reason-untrimmed-id': 'Whitespace around an id breaks links to it.',
  'prepare.reason-finite-coordinate': 'Coordinates must be finite.',
  'prepare.reason-both-coordinates': 'A point needs two finite coordinates.',
  'prepare.reason-finite-appearance': 'Size and color must be finite.',
  'prepare.reason-points-first': 'The point columns come first.',
  'prepare.reason-links-first': 'The link columns come first.',
  'prepare.reason-links-table': 'The links are a separate table.',
  'prepare.reason-index': 'Cosmograph addresses points by a number starting at 0.',
  'prepare.reason-projection':
    'Similar points are close to each other in this projection. The seed makes it reproducible; its axes have no unit.',
  'prepare.reason-generate-id': '{$reason :message} Ids are generated from row numbers.',
  'prepare.reason-id-text': '{$reason :message} Ids are stored as text so that none is rounded.',
  'prepare.reason-coordinate': '`{$column}` is the {$role} coordinate of the points.',
  'prepare.reason-points-of-links': '{$reason :message} Each distinct endpoint is a point.',
  'prepare.reason-resolve-links': '{$reason :message} Both endpoints of a link must be points.',
  'prepare.reason-unscale': 'Reverses the scaling in the plan.',
  'prepare.reason-original-type': 'Restores the original type.',
  'prepare.reason-decode': 'Restores the values from their encoding.',
  'prepare.reason-original-name': 'Restores the original name.',
  'prepare.reason-copy-back': 'Restores the column from its copy.',
  'prepare.reason-restore-nulls': 'Restores the nulls that the plan filled and flagged.',
  'prepare.reason-added-by-plan': 'The plan added the column.',
  'prepare.reason-original-order': 'Restores the original order of the columns.',

  // Roles of columns: ids, coordinates, links.
  'prepare.id-linked': '`{$column}` identifies the rows: the links refer to it.',
  'prepare.id-named': '`{$column}` identifies the rows: it is named like an id and all values are distinct.',
  'prepare.id-shaped': '`{$column}` identifies the rows: its values look like ids and are distinct.',
  'prepare.id-null':
    '`{$column}` is null in {$nulls :integer} of {$rows :integer} rows and cannot identify the points.',
  'prepare.id-not-unique':
    '`{$column}` has {$distinct :integer} distinct values in {$rows :integer} rows and cannot identify the points.',
  'prepare.id-missing': 'No column with unique values is named or formatted like an id.',
  'prepare.id': '{$reason :message} It is used as the point id.',
  'prepare.id-generated': '{$reason :message} `{$column}` is generated in row order: row-1, row-2, and so on.',
  'prepare.id-generated.hint': 'To use your own ids, add a column with a distinct value in every row to the source.',
  'prepare.id-not-distinct':
    '`{$column}` has the name of an id but contains duplicates or nulls. It remains an ordinary column.',
  'prepare.not-measure.id': 'it identifies the points',
  'prepare.not-measure.missing': 'too many values are missing',
  'prepare.not-measure.not-numeric': 'it is not numeric',
  'prepare.not-measure.constant': 'it is constant',
  'prepare.not-measure.id-name': 'it is named like an id',
  'prepare.not-measure.code-name': 'it is named like a code',
  'prepare.not-measure.rank-name': 'it is named like a rank',
  'prepare.not-measure.link-name': 'it is named like a reference',
  'prepare.not-measure.calendar-name': 'it is named like a calendar unit',
  'prepare.not-measure.row-number': 'it is the row number',
  'prepare.not-measure.numbers-rows': 'it numbers the rows',
  'prepare.not-measure.years': 'its values are years',
  'prepare.not-measure.few-values': 'it has only {$distinct :integer} distinct whole numbers',
  'prepare.not-measure.column': '`{$column}` ({$reason :message})',
  'prepare.no-measure': 'Numeric columns that are not used as coordinates: {$columns :list max=8}.',
  'prepare.coordinates-named': '`{$x}` and `{$y}` are the coordinates according to their names.',
  'prepare.coordinates-measured':
    '`{$x}` and `{$y}` are used as coordinates: they are the most complete measures and vary the most.',
  'prepare.coordinates-projected':
    '`{$x}` and `{$y}` are a projection of {$measures :integer} measures with the seed {$seed :string}.',
  'prepare.coordinates-too-few':
    '.input {$column :string} .match $column || {{Coordinates require two measures, but no column is suitable. Cosmograph computes the layout.}} * {{Coordinates require two measures, but only `{$column}` is suitable. Cosmograph computes the layout.}}',
  'prepare.projection-too-few':
    'A projection requires at least two measures, but the table has {$measures :integer}. Cosmograph computes the layout.',
  'prepare.layout-simulation': 'No coordinates: Cosmograph computes the layout.',
  'prepare.layout-by-links': 'The points have no coordinates: Cosmograph computes the layout from their links.',
  'prepare.coordinates': '{$reason :message}',
  'prepare.no-coordinates': '{$reason :message}',
  'prepare.point-appearance':
    '.input {$role :string} .match $role size {{size by `{$column}`}} color {{color by `{$column}`}} label {{label by `{$column}`}} time {{time by `{$column}`}} * {{cluster by `{$column}`}}',
  'prepare.appearance': 'Appearance of the points: {$looks :list}.',
  'prepare.looks-like-links': '`{$source}` and `{$target}` look like link endpoints, but each row becomes a point.',
  'prepare.links-named':
    '.input {$isShared :string} .match $isShared true {{`{$source}` and `{$target}` are link endpoints according to their names, and {$shared :percent maximumFractionDigits=0} of the values of one column also occur in the other.}} * {{`{$source}` and `{$target}` are link endpoints according to their names.}}',
  'prepare.links-parents': '`{$parent}` contains the `{$id}` of another row: each value is a link from that row.',
  'prepare.links': 'Links go from `{$source}` to `{$target}`. {$reason :message}',
  'prepare.points-of-links':
    '{$reason :message} The points are the distinct endpoints, and `{$degree}` counts their links.',

  // Notes of plans.
  'prepare.empty-column': '`{$column}` has no values.',
  'prepare.duplicate-rows':
    '.input {$rows :integer} .match $rows one {{{$rows} row duplicates an earlier row in all columns and is kept.}} * {{{$rows} rows duplicate an earlier row in all columns and are kept.}}',
  'prepare.duplicate-rows.hint': 'Add the operation "deduplicate" if duplicates are errors.',
  'prepare.mostly-typed':
    '`{$column}` remains text: {$misfits :integer} of {$distinct :integer} distinct values cannot be read as {$type :message}, such as {$examples :list quote=text max=3}.',
  'prepare.mostly-typed.hint': 'Map these values or set them to null, then parse the column.',
  'prepare.column-dropped': '`{$column}` is dropped. {$reason :message}',
  'prepare.no-label': 'The table has no column `{$label}` to predict.',
  'prepare.no-label.hint': 'Choose one of {$columns :list type=or quote=code max=8}.',
  'prepare.leak': '`{$column}` reveals `{$label}`: each of its {$distinct :integer} values occurs with only one label.',
  'prepare.leak.hint': 'Drop the column unless its values are known before the label.',
  'prepare.duplicate-column': '`{$column}` equals `{$twin}` in every row.',
  'prepare.no-category':
    '.input {$rows :integer} .match $rows one {{{$rows} row has no `{$column}` and gets 0 in each of its columns.}} * {{{$rows} rows have no `{$column}` and get 0 in each of its columns.}}',
  'prepare.missing-column': 'The table has no column `{$column}`, which the schema requires.',
  'prepare.missing-column.hint': 'Derive the column, or join a table that has it.',
  'prepare.nothing-to-learn': 'No column is useful for training: {$columns :list max=8}',
  'prepare.nothing-to-learn.column': '`{$column}` ({$reason :message})',
  'prepare.not-restored': 'The changes made by "{$op}" cannot be undone.',
  'prepare.not-restored.column': '`{$column}` was dropped and cannot be restored.',
  'prepare.plan-for-other-table':
    '.input {$rows :integer} .match $rows one {{The plan was created for a different table with {$rows} row. The reasons for its operations refer to that table.}} * {{The plan was created for a different table with {$rows} rows. The reasons for its operations refer to that table.}}',
  'prepare.by-model':
    '.input {$remarks :string} .match $remarks || {{The language model "{$model}" at {$host} proposed these operations.}} * {{The language model "{$model}" at {$host} proposed these operations: {$remarks}}}',
  'prepare.by-model.hint': 'Check each reason against the data.',

  // Effects of a preparation.
  'prepare.rows-dropped':
    '.input {$dropped :integer} .match $dropped one {{{$dropped} of {$rows :integer} rows was dropped. {$reason :message}}} * {{{$dropped} of {$rows :integer} rows were dropped. {$reason :message}}}',
  'prepare.rows-dropped.hint': 'To keep the rows, fill these cells in the source.',
  'prepare.links-dropped':
    '.input {$dropped :integer} .match $dropped one {{{$dropped} of {$rows :integer} links was dropped. {$reason :message}}} * {{{$dropped} of {$rows :integer} links were dropped. {$reason :message}}}',
  'prepare.links-dropped.hint': 'To keep the links, add the missing points to the source.',
  'prepare.reason-with-rows': '{$reason :message} First rows: {$rows :list}.',
  'prepare.sentence': '{$text :message}.',
  'prepare.sentences': '{$first :message} {$second :message}',
  'prepare.cells-not-set':
    '.input {$cells :integer} .match $cells one {{{$cells} of {$all :integer} cells of `{$column}` was not set: its value has changed since the plan was created, or the new value does not fit the column type.}} * {{{$cells} of {$all :integer} cells of `{$column}` were not set: their values have changed since the plan was created, or the new values do not fit the column type.}}',
  'prepare.cells-not-set.hint': 'Apply the plan to the table that it was created for, with the same column types.',
  'prepare.cells-emptied':
    '.input {$cells :integer} .match $cells one {{{$cells} cell of `{$column}` was set to null. {$reason :message}}} * {{{$cells} cells of `{$column}` were set to null. {$reason :message}}}',
  'prepare.self-loops':
    '.input {$links :integer} .match $links one {{{$links} link starts and ends at the same point and is kept.}} * {{{$links} links start and end at the same point and are kept.}}',
  'prepare.duplicate-links':
    '.input {$links :integer} .match $links one {{{$links} link duplicates another link and is kept.}} * {{{$links} links duplicate other links and are kept.}}',
  'prepare.not-valid': 'The prepared table is not {$target}: {$reason :message}',
  'prepare.drift-missing': 'Columns that the plan uses are missing: {$columns :list quote=code max=8}.',
  'prepare.drift-added': 'New columns are passed through unchanged: {$columns :list quote=code max=8}.',
  'prepare.drift-type':
    '`{$column}` has the type {$found :columnType unlike=$expected}, but the plan expects {$expected :columnType unlike=$found}.',
  'prepare.drift-values':
    '.input {$rows :integer} .match $rows one {{`{$column}` has values that are not in the plan, in {$rows} row: {$values :list max=5}.}} * {{`{$column}` has values that are not in the plan, in {$rows} rows: {$values :list max=5}.}}',
  'prepare.drift-values.hint': 'Create a new plan, or add the values to the operation that lists them.',
  'prepare.drift-range':
    '.input {$rows :integer} .match $rows one {{`{$column}` is outside the range in the plan ({$expectedMin :value} to {$expectedMax :value}) in {$rows} row: its values range from {$min :value} to {$max :value}.}} * {{`{$column}` is outside the range in the plan ({$expectedMin :value} to {$expectedMax :value}) in {$rows} rows: its values range from {$min :value} to {$max :value}.}}',
  'prepare.drift-range.hint': 'Create a new plan if the range has changed permanently.',
  'prepare.drift-nulls':
    '`{$column}` is null in {$found :percent maximumFractionDigits=1} of the rows, but the plan expects {$expected :percent maximumFractionDigits=1}.',
  'prepare.drift-spellings':
    '.input {$rows :integer} .match $rows one {{`{$column}` has spellings that the plan does not merge, in {$rows} row: {$values :list max=5}.}} * {{`{$column}` has spellings that the plan does not merge, in {$rows} rows: {$values :list max=5}.}}',
  'prepare.drift-spellings.hint': 'Add the spellings to the operation that merges spellings.',

  // Attempts and their failures.
  'prepare.request-plan': 'Request a plan from "{$model}" at {$host}',
  'prepare.find-model': 'Find the language model "{$model}"',
  'prepare.plan-by-rules': 'Create a plan from rules',
  'prepare.apply': 'Apply the plan: {$operations :list type=unit}',
  'prepare.apply-another': 'Apply another plan: {$operations :list type=unit}',
  'prepare.try': 'Try the plan on a sample: {$operations :list type=unit}',
  'prepare.try-another': 'Try another plan on a sample: {$operations :list type=unit}',
  'prepare.no-operations': 'no operations',
  'prepare.succeeded':
    '.input {$rows :integer} .match $rows one {{{$rows} row is {$target}.}} * {{{$rows} rows are {$target}.}}',
  'prepare.outcome-not-valid': 'The result is not valid.',
  'prepare.plan-fits': 'The plan fits the table',
  'prepare.plan-does-not-fit': 'The plan does not fit the table: {$reason :message}',
  'prepare.plan-does-not-fit.hint': 'Change or remove this operation, or create a new plan for this table.',
  'prepare.reason-missing-columns': '{$reason :message} Missing: {$columns :list quote=code}.',
  'prepare.no-plan': 'No plan could be applied: {$reason :message}',
  'prepare.no-plan.hint': 'Review the attempts, or create a plan manually.',
  'prepare.none-proposed': 'none was proposed.',
  'prepare.no-rules': 'the rules have no plan for {$target}.',
  'examples.no-cell': '{$reason :message}',
  'prepare.no-cell': '{$reason :message}',
  'prepare.no-rows':
    '.input {$count :integer} .match $count 0 {{The table has no rows and no columns to prepare.}} * {{The table has no rows to prepare. Columns: {$columns :list quote=code max=5}.}}',
  'prepare.no-rows.hint': 'Check the output of the previous node, and load a file with rows.',
  'prepare.no-links-table': 'The plan reads links from the table `{$table}`, which is not connected.',
  'prepare.no-links-table.hint': 'Connect a table of links.',

  // Reasons that an operation does not fit a table.
  'prepare.operation-failed': 'Operation {$place :integer} ({$op}): {$reason :message}',
  'prepare.column-not-found':
    '.input {$nearest :string} .match $nearest || {{Column `{$column}` is not in the table. Columns: {$columns :list quote=code max=8}.}} * {{Column `{$column}` is not in the table. Did you mean `{$nearest}`?}}',
  'prepare.column-not-found.table':
    '.input {$nearest :string} .match $nearest || {{Column `{$column}` is not in the table `{$table}`. Columns: {$columns :list quote=code max=8}.}} * {{Column `{$column}` is not in the table `{$table}`. Did you mean `{$nearest}`?}}',
  'prepare.column-unknown': 'Column `{$column}` is not in the table.',
  'prepare.column-exists': 'Column `{$column}` already exists. Choose another name.',
  'prepare.not-numeric': 'Column `{$column}` is not numeric.',
  'prepare.not-text': 'Column `{$column}` is not a text column.',
  'prepare.not-axis': 'Interpolation requires a column of numbers or dates, but `{$column}` contains neither.',
  'prepare.infinite-offset': '{$offset :string} is not a valid offset.',
  'prepare.zero-divisor': '{$divisor :string} is not a valid divisor.',
  'prepare.unknown-type': '"{$type}" is not a column type.',
  'prepare.not-a-number-type': '"{$type}" is not a numeric type.',
  'prepare.cannot-cast': 'Column `{$column}` of type {$from} cannot be converted to {$to}.',
  'prepare.unknown-format': '{$specifier} in the format "{$format}" is not a strptime specifier.',
  'prepare.cannot-set': 'Cells of type {$type :columnType} cannot be set.',
  'prepare.cannot-use-pattern': 'The pattern {$pattern} is not valid: {$reason :message}',
  'prepare.cannot-use-expression': 'The expression {$expression} is not valid: {$reason :message}',
  'prepare.edges-not-ascending': 'The edges {$edges :list max=5} are not in ascending order.',
  'prepare.label-count':
    '{$edges :integer} edges define {$ranges :integer} ranges, but there are {$labels :integer} labels.',
  'prepare.decode-columns':
    '"{$how}" needs {$expected :integer} columns for {$values :integer} values, not {$columns :integer}.',
  'prepare.only-column': '`{$column}` is the only column. A table needs at least one.',
  'prepare.no-group': 'The pattern {$pattern} has {$groups :integer} groups; group {$group :string} does not exist.',
  'prepare.fill-within-itself': 'Column `{$column}` cannot be filled within groups of its own values.',
  'prepare.fill-without-value': 'No constant is set to fill `{$column}`.',
  'prepare.fill-wrong-value': 'Column `{$column}` ({$type :columnType}) cannot contain "{$value :string}".',
  'prepare.pivot-without-value': 'The function "{$function}" requires a value column.',
  'prepare.table-not-connected': 'No table `{$table}` is connected. Available: {$tables :list quote=code}.',
  'prepare.table-not-connected.none': 'No table `{$table}` is connected.',
  'prepare.no-prepared-column': 'The prepared table has no column `{$column}`.',
  'prepare.no-prepared-row': 'The prepared table has no row {$row :integer}.',

  // Language models.
  'model.no-response':
    '.input {$said :string} .match $said || {{The language model "{$model}" at {$host} did not respond.}} * {{The language model "{$model}" at {$host} did not respond: {$said}}}',
  'model.no-response.hint': 'Check that the service is running, and run again.',
  'model.access-denied':
    '.input {$said :string} .match $said || {{{$host} denied access to "{$model}" ({$status :string}).}} * {{{$host} denied access to "{$model}" ({$status :string}): {$said}}}',
  'model.access-denied.hint': 'Check the secret and the hosts that it is bound to.',
  'model.not-found':
    '.input {$said :string} .match $said || {{{$host} has no model "{$model}" at this URL (404).}} * {{{$host} has no model "{$model}" at this URL (404): {$said}}}',
  'model.not-found.hint': 'Check the URL, which usually ends in /v1, and the name of the model.',
  'model.rate-limited':
    '.input {$said :string} .match $said || {{{$host} rejected a request for "{$model}" because of its rate limit (429).}} * {{{$host} rejected a request for "{$model}" because of its rate limit (429): {$said}}}',
  'model.rate-limited.hint': 'Try again later, or choose another model.',
  'model.failed':
    '.input {$said :string} .match $said || {{{$host} responded with status {$status :string} to a request for "{$model}".}} * {{{$host} responded with status {$status :string} to a request for "{$model}": {$said}}}',
  'model.failed.hint': 'Run again later, or check the name of the model and the status of the service.',
  'model.refused':
    '.input {$said :string} .match $said || {{The model refused to answer.}} * {{The model refused to answer: {$said}}}',
  'model.answer-without-roles': 'The answer has no "roles", which cosmo-ready requires.',
  'model.answer-empty': 'The answer was empty.',
  'model.answer-interrupted': 'The answer was interrupted before any content.',
  'model.answer-too-long': 'The answer exceeded the length limit. Use fewer operations.',
  'model.answer-truncated': 'The answer was interrupted: "…{$end}"',
  'model.answer-not-json': 'The answer is not JSON: "{$start}"',
  'model.answer-not-valid': 'The answer does not match the schema: {$issues :list type=unit}',
  'model.not-named.setting':
    '.input {$setting :string} .match $setting modelSecret {{"API key" is set, but no language model is selected. The plan is created from rules.}} * {{"Model URL" is set, but no language model is selected. The plan is created from rules.}}',
  'model.not-named.setting.hint': 'Enter the name of a model.',
  'outside.no-egress.model': 'The language model "{$model}" cannot be reached: network access is not available here.',
  'outside.no-egress.model.hint': 'Run the workflow in the page, on a server, or with aw run.',

  // The Prepare node.
  'prepare.summary-cosmo-ready':
    'Makes the table cosmo-ready: an id and an index for every row, coordinates from two measures',
  'prepare.summary-ml-ready': 'Makes the table ml-ready: scaled numbers without nulls, categories as columns',
  'prepare.summary-generic': 'Cleans the table without losing data',
  'prepare.summary-own': 'Makes the table match your schema',
  'plan.invalid.setting':
    '.input {$path :string} .match $path || {{The preparation plan is not valid: {$issue}}} * {{`{$path}` in the preparation plan is not valid: {$issue}}}',
  'plan.invalid.setting.hint': 'Start from the plan that a Prepare node outputs, and change it.',
} as const
