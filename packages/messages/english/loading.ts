/** Messages about detecting and loading files. */
export const loadingMessages = {
  // Kinds of files, and how they were recognized.
  'file.format-name':
    '.input {$format :string} .match $format csv {{delimited text}} json {{JSON}} jsonl {{JSON Lines}} parquet {{Parquet}} arrow {{Arrow}} sqlite {{a SQLite database}} excel {{an Excel workbook}} ods {{an OpenDocument spreadsheet}} html {{an HTML page}} xml {{XML}} markdown {{a Markdown table}} * {{{$format}}}',
  'file.kind':
    '.input {$kind :string} .match $kind pdf {{a PDF document}} png {{a PNG image}} jpeg {{a JPEG image}} gif {{a GIF image}} webp {{a WebP image}} zip {{a ZIP archive or an Excel workbook}} empty-zip {{an empty ZIP archive}} office {{an old Office document (.xls, .doc)}} gzip {{a gzip archive}} compress {{a compress archive (.Z)}} lzma {{an LZMA archive}} bzip2 {{a bzip2 archive}} zstd {{a Zstandard archive}} xz {{an xz archive}} 7z {{a 7z archive}} rar {{a RAR archive}} parquet {{a Parquet file}} arrow {{an Arrow file}} feather {{a Feather version 1 file}} avro {{an Avro file}} sqlite {{a SQLite database}} elf {{an ELF program}} windows {{a Windows program}} wasm {{a WebAssembly module}} hdf5 {{an HDF5 file}} json {{invalid JSON}} script {{a script around JSON}} binary {{binary data}} * {{{$kind} text}}',
  'file.starts-with-bytes': 'it starts with the bytes {$bytes}',
  'file.nul-share': '{$share :percent maximumFractionDigits=1} of the first {$bytes :integer} bytes are NUL',
  'file.control-share':
    '{$share :percent maximumFractionDigits=1} of the first {$bytes :integer} bytes are control characters',
  'file.starts-with-tag': 'it starts with a tag',
  'file.starts-with': 'it starts with "{$start}"',
  'file.json-error': 'line {$line :integer}, column {$column :integer}: {$fault :message}',
  'file.next':
    '.input {$next :string} .match $next pdf {{Copy the table into a CSV file and load that file.}} unpack {{Extract the archive and load the file inside it.}} zip {{Extract it, or save the sheet as CSV, and load that file.}} sheet {{Save the sheet as CSV and load that file.}} feather {{Export it as Feather version 2, Parquet or CSV and load that file.}} export {{Export the table as CSV and load that file.}} table {{Save the table as CSV, JSON or JSON Lines and load that file.}} correct {{Correct the file at that position, or export it again.}} * {{Save it as CSV, JSON or JSON Lines and load that file.}}',
  'file.next-script':
    '.input {$end :string} .match $end || {{Remove "{$start}" at the start, or export JSON without a callback.}} * {{Remove "{$start}" at the start and "{$end}" at the end, or export JSON without a callback.}}',
  'json.value-after-list': 'another value starts after a list',
  'json.ends-early': 'the text ends before the JSON is complete',
  'json.too-deep': 'values are nested more than {$depth :integer} levels deep',
  'json.not-a-value': '"{$character}" does not start a value',
  'json.key-expected': 'expected a quoted key, found "{$found}"',
  'json.open-text': 'a string has no closing quote',
  'json.not-escaped': 'a string contains a character that must be escaped',
  'json.not-a-number': '"-" does not start a number',
  'json.expected': 'expected "{$expected}", found "{$found}"',
  'json.value-expected': 'expected a value after the comma, found "{$found}"',

  // Reasons that a reader rejects a file.
  'loading.reader':
    '.input {$format :string} .match $format csv {{Read as delimited text}} json {{Read as JSON}} * {{Read as JSON Lines}}',
  'loading.not-text': 'It is {$kind :message}, not text.',
  'loading.control-characters':
    '{$odd :integer} of {$characters :integer} characters in {$lines :integer} lines are control characters.',
  'loading.invalid-json': 'JSON is invalid at {$fault :message}.',
  'loading.not-json': 'It starts with "{$start}"; JSON starts with "\\{" or "[".',
  'loading.tags-not-records': 'It is {$kind}: its lines are tags, not records.',
  'loading.json-lines-share': '{$values :integer} of {$lines :integer} lines are JSON values.',
  'loading.script-not-records': 'The script contains JSON, not records of cells.',

  // Attempts, progress and outcomes.
  'loading.about-rows': 'about {$rows :integer} rows',
  'loading.seconds-left': '{$seconds :integer} s left',
  'loading.minutes-left': '{$minutes :integer} min left',
  'loading.progress': '{$parts :list type=unit}',
  'loading.try-empty': 'Create a table without columns',
  'loading.try-text':
    '.input {$columns :integer} .match $columns one {{Read as {$encoding} text, delimiter: {$delimiter :message}, {$columns} column}} * {{Read as {$encoding} text, delimiter: {$delimiter :message}, {$columns} columns}}',
  'loading.try-format':
    '.input {$columns :integer} .match $columns one {{Read as {$format :message}, {$columns} column}} * {{Read as {$format :message}, {$columns} columns}}',
  'loading.try-part':
    '.input {$columns :integer} .match $columns one {{Read as {$format :message}, part {$part}, {$columns} column}} * {{Read as {$format :message}, part {$part}, {$columns} columns}}',
  'loading.try-types': 'Read again with other column types',
  'loading.try-delimiter': 'Split cells at {$delimiter :message} instead of {$before :message}',
  'loading.try-because': '{$action :message} ({$reason :message})',
  'loading.records-rejected':
    '.input {$rejects :integer} .match $rejects one {{{$rejects} rejected record}} * {{{$rejects} rejected records}}',
  'loading.no-improvement': 'the previous attempt was not better',
  'loading.no-better': 'No improvement: {$outcome :message}',
  'loading.outcome':
    'Rows: {$rows :integer}, columns: {$columns :integer}, rejected records: {$rejects :integer}, invalid cells: {$cells :integer}.',
  'loading.no-attempts': 'No attempt is allowed.',
  'loading.raise-retries': 'Increase the number of retries in the Load node, or set the encoding and the delimiter.',
  'loading.both': '{$first :message} {$second :message}',

  // Decisions of a load plan.
  'loading.specified': 'Specified in the settings.',
  'loading.lines': '.input {$lines :integer} .match $lines one {{{$lines} line}} * {{{$lines} lines}}',
  'loading.lines-below':
    '.input {$lines :integer} .match $lines one {{{$lines} line below}} * {{{$lines} lines below}}',
  'loading.none': 'none',
  'loading.comment': 'a comment',
  'loading.unpack-entry': 'The file is a {$kind} archive; its entry `{$entry}` is read.',
  'loading.unpack': 'The file is a {$kind} archive.',
  'loading.format-signature': 'The file starts with the signature of this format.',
  'loading.part-largest': 'It is the first visible part that is nearly as large as the largest part.',
  'loading.part': '`{$name}`',
  'loading.part-hidden': '`{$name}` (hidden)',
  'loading.encoding-escapes': 'Escape sequences ("ESC $ B") switch to Japanese and back.',
  'loading.encoding-ascii': 'All sampled characters are ASCII.',
  'loading.encoding-utf8': 'All sampled sequences are valid UTF-8.',
  'loading.encoding-damaged':
    '{$good :integer} sequences are valid UTF-8 and {$bad :integer} are not; invalid ones show as "\uFFFD".',
  'loading.encoding-mixed':
    'Of the sampled lines with non-ASCII characters, {$good :integer} are UTF-8 and {$bad :integer} are not; those are decoded as {$encoding}.',
  'loading.encoding-unknown': 'The bytes are not valid in any supported encoding.',
  'loading.encoding-most-plausible':
    '.input {$characters :integer} .match $characters one {{The bytes are not UTF-8. This encoding turns the {$characters} non-ASCII character into the most plausible text.}} * {{The bytes are not UTF-8. This encoding turns the {$characters} non-ASCII characters into the most plausible text.}}',
  'loading.encoding-mark': 'The file starts with a byte order mark ({$mark}).',
  'loading.encoding-nul': 'The file has no byte order mark, but its NUL bytes are typical of {$encoding}.',
  'loading.delimiter':
    '.input {$name :string} .match $name comma {{comma}} semicolon {{semicolon}} tab {{tab}} pipe {{pipe}} space {{space}} fixed {{fixed-width columns}} spaces {{runs of spaces}} * {{"{$name}"}}',
  'loading.dialect':
    '.input {$quote :string} .match $quote || {{{$delimiter :message}, no quotes}} * {{{$delimiter :message}, quotes {$quote}}}',
  'loading.dialect-cells': '{$dialect :message}: {$cells :integer} cells',
  'loading.delimiter-specified': 'The delimiter is specified; it splits most lines into {$cells :integer} cells.',
  'loading.delimiter-none': 'No delimiter splits the lines into the same number of cells.',
  'loading.delimiter-share': '{$share :percent} of the text consists of records with {$cells :integer} cells.',
  'loading.no-record': 'No records.',
  'loading.first-line': 'The first line belongs to the table.',
  'loading.blank-above':
    '.input {$lines :integer} .match $lines one {{{$lines} blank line is above the table.}} * {{{$lines} blank lines are above the table.}}',
  'loading.short-above':
    '.input {$lines :integer} .match $lines one {{{$lines} line above the table does not have {$cells :integer} cells.}} * {{{$lines} lines above the table do not have {$cells :integer} cells.}}',
  'loading.above-names':
    '.input {$lines :integer} .match $lines one {{{$lines} line is above the column names.}} * {{{$lines} lines are above the column names.}}',
  'loading.delimiter-line': 'The line specifies the delimiter for the file.',
  'loading.header-position': 'The source specifies where its header starts.',
  'loading.header-rows': 'The source specifies which rows are the header.',
  'loading.header-requested': 'A header is specified in the settings.',
  'loading.header-excluded': 'The settings specify that the first line is data.',
  'loading.header-comment': 'A comment above the data names the columns.',
  'loading.header-damaged': 'A damaged line names the columns. {$reason :message}',
  'loading.header-differs': 'The first line looks like column names; the lines below look like values.',
  'loading.header-joined': 'The first {$lines :integer} lines together name the columns.',
  'loading.header-data': 'The only line contains "{$cell}", which looks like data.',
  'loading.header-repeats': 'The only line contains duplicate values, unlike column names.',
  'loading.header-word': 'The only line is a single word, which may be a name or a value.',
  'loading.header-only': 'The only line contains no numbers or dates, so it names the columns.',
  'loading.header-sentence': 'The first line is a sentence, not a column name.',
  'loading.header-names': 'The first line contains distinct names.',
  'loading.header-alike': 'The first line has the same kinds of values as the lines below.',
  'loading.end-none': 'Nothing follows the table.',
  'loading.end-notes': 'Notes follow the table.',
  'loading.end-sum': 'The lines below the table summarize its records.',
  'loading.end-header': 'Another table starts where the header is repeated.',
  'loading.end-blank': 'Another table starts after a blank line.',
  'loading.end-width': 'Another table starts where the number of cells changes.',
  'loading.repair-names': 'The names are separated by "{$mark}" instead of the delimiter.',
  'loading.repair-names-blank': 'The names are separated by spaces instead of the delimiter.',
  'loading.repair-quote': 'One of its quotes is read as text.',
  'loading.repair-quotes': 'Its quotes are read as text.',
  'loading.repair-at-quote': 'A delimiter is missing next to a quote.',
  'loading.repair-split': 'Its cells are separated by "{$mark}".',
  'loading.repair-extra-delimiter': 'It has one delimiter too many.',
  'loading.repair-missing': 'It has one delimiter too few.',
  'loading.repair-joined': 'Words separated by spaces are joined into one cell.',
  'loading.records-path': '.input {$path :string} .match $path || {{the document itself}} * {{`{$path}`}}',
  'loading.records-at': '{$place :message} ({$records :integer})',
  'loading.records-shape':
    '.input {$shape :string} .match $shape objects {{The records are in {$place :message}, a list of objects.}} lists {{The records are in {$place :message}, a list of lists.}} values {{The records are in {$place :message}, a list of single values.}} columns {{The records are in {$place :message}, an object of columns.}} keyed {{The records are in {$place :message}, an object of records by key.}} * {{The only record is {$place :message}, an object.}}',

  // Types of columns.
  'loading.type':
    '.input {$type :string} .match $type whole {{whole numbers}} numbers {{numbers}} boolean {{yes or no}} dates {{dates}} moments {{dates with times}} times {{times of day}} durations {{durations}} uuids {{UUIDs}} * {{text}}',
  'loading.cells-are': 'All {$cells :integer} sampled cells are {$kind :message}.',
  'loading.most-cells-are': '{$fits :integer} of {$cells :integer} sampled cells are {$kind :message}.',
  'loading.type-detailed': '{$type :message} {$details :list type=unit}',
  'loading.detail-decimal-comma': 'with a decimal comma',
  'loading.detail-thousands': 'with "{$mark}" as the thousands separator',
  'loading.detail-thousands-shape': 'with "{$mark}" as the thousands separator, judging by the groups of digits',
  'loading.detail-percent': 'in "{$unit}", kept as written',
  'loading.detail-currency': 'in {$unit}',
  'loading.detail-stripped': 'without {$parts :list quote=text}',
  'loading.detail-minus': 'with the minus sign after the digits',
  'loading.detail-digits': 'with more digits than a decimal number can store',
  'loading.detail-format': 'in the format {$format}',
  'loading.detail-sequence': 'judging by their sequence',
  'loading.decimal-reading': 'decimal numbers with "{$mark}" as the decimal separator',
  'loading.thousands-reading': 'integers with "{$mark}" as the thousands separator',
  'loading.boolean-words': 'Every cell is {$values :list type=or quote=text}.',
  'loading.nested-cells':
    '.input {$kind :string} .match $kind lists {{All {$cells :integer} sampled cells are lists, kept as written.}} objects {{All {$cells :integer} sampled cells are objects, kept as written.}} * {{All {$cells :integer} sampled cells are lists and objects, kept as written.}}',
  'loading.only-null-values': 'All values mean null.',
  'loading.no-values': 'No values.',
  'loading.text-cells': 'The cells are text.',
  'loading.formula-text': '{$texts :integer} of {$cells :integer} sampled cells are text written as formulas (="…").',
  'loading.almost': '{$fits :integer} of {$cells :integer} cells are {$type :message}; the others are not.',
  'loading.digits-stay-text': 'Numbers with {$reason :message} stay text.',
  'loading.keeps-leading-zeros': 'leading zeros',
  'loading.keeps-digits': 'more digits than a number can store',
  'loading.keeps-plus': 'a plus sign (as in phone numbers)',
  'loading.keeps-units': 'several units ({$units :list type=unit})',
  'loading.read-as-null': 'Read as null: {$values :list quote=text}.',

  // Corrections after all rows are counted.
  'loading.more-columns':
    '.input {$columns :integer} .match $columns one {{{$first :message} {$columns} more column is changed.}} * {{{$first :message} {$columns} more columns are changed.}}',
  'loading.corrected-dates': '"{$value}" in `{$column}` shows that its dates have the format {$format}.',
  'loading.corrected-null': '"{$value}" in `{$column}` means null.',
  'loading.corrected-digits': '`{$column}` stays text: "{$value}" would lose digits as a number.',
  'loading.corrected-decimals': '`{$column}` contains decimals such as "{$value}".',
  'loading.corrected-type': '`{$column}` contains values such as "{$value}": {$type :columnType}.',
  'loading.corrected-text':
    '`{$column}` stays text: {$cells :integer} of {$values :integer} cells do not fit the type {$type :columnType}, such as "{$value}".',

  // Differences from a saved load plan.
  'loading.renamed': '`{$found}` is loaded as `{$saved}`',
  'loading.retyped': '`{$column}` ({$saved :columnType unlike=$found} saved, {$found :columnType unlike=$saved} found)',

  // Problems and warnings.
  'load.no-reader': 'Cannot read `{$file}` as a table. It is {$kind :message}: {$seen :message}.',
  'load.no-reader.hint': '{$next :message}',
  'load.no-reader.chosen': 'This file type is not supported.',
  'load.no-reader.chosen.hint':
    'Choose a CSV, JSON, Excel, Parquet, Arrow, SQLite, XML or HTML file, or one of these in a gzip or ZIP archive.',
  'load.unreadable':
    '.input {$attempts :integer} .match $attempts one {{Loading `{$file}` failed after {$attempts} attempt. {$reason :message}}} * {{Loading `{$file}` failed after {$attempts} attempts. {$reason :message}}}',
  'load.unreadable.hint': '{$next :message}',
  'load.empty-file':
    '.input {$content :string} .match $content bytes {{`{$file}` is empty. The table has no columns.}} blanks {{`{$file}` contains only whitespace. The table has no columns.}} cells {{`{$file}` contains no cells. The table has no columns.}} * {{`{$file}` contains no records. The table has no columns.}}',
  'load.empty-file.hint': 'Choose the file that contains the data, or export it again.',
  'load.empty-file.chosen': 'The file is empty. The table has no columns.',
  'load.empty-file.chosen.hint': 'Choose the file that contains the data.',
  'load.blank-start': 'The first {$bytes :bytes} of `{$file}` are blank. Tables that start later are not found.',
  'load.blank-start.hint': 'Remove the blank lines at the start of the file and load it again.',
  'load.no-record': 'No record in `{$file}` ends within the sampled part of the file.',
  'load.no-record.hint': 'Shorten very long values in the first records, or export the data as CSV or Parquet.',
  'load.encoding-uncertain':
    '.input {$good :integer} .input {$characters :integer} .match $good $characters 0 one {{The encoding is guessed from {$characters} non-ASCII character. As {$encoding}, its line is "{$line}".}} 0 * {{The encoding is guessed from {$characters} non-ASCII characters. As {$encoding}, their first line is "{$line}".}} * one {{The encoding is guessed from {$characters} non-ASCII character. As {$encoding}, its line is "{$line}". As UTF-8, {$good} of the sampled sequences would be valid and {$bad :integer} invalid.}} * * {{The encoding is guessed from {$characters} non-ASCII characters. As {$encoding}, their first line is "{$line}". As UTF-8, {$good} of the sampled sequences would be valid and {$bad :integer} invalid.}}',
  'load.encoding-uncertain.hint':
    '.input {$good :integer} .match $good 0 {{If this text is wrong, set Encoding.}} * {{If this text is wrong, set Encoding, for example to utf-8.}}',
  'load.mixed-encoding':
    '.input {$encoding :string} .input {$count :integer} .match $encoding $count || one {{{$count} sequence is not valid UTF-8 and shows as "\uFFFD".}} || * {{{$count} sequences are not valid UTF-8 and show as "\uFFFD".}} * one {{The file is UTF-8, but {$count} sampled line is not. Such lines are read as {$encoding}.}} * * {{The file is UTF-8, but {$count} sampled lines are not. Such lines are read as {$encoding}.}}',
  'load.mixed-encoding.hint': 'Save the file as UTF-8, or set Encoding to the encoding of the entire file.',
  'load.unknown-encoding': '"{$label}" is not a known encoding. The file is read as {$encoding}.',
  'load.unknown-encoding.hint': 'Use "auto", or a name such as utf-8, windows-1252, iso-8859-2 or shift_jis.',
  'load.one-column':
    'Each line is read as one cell. The first line looks like {$names :integer} column names and {$matches :integer} of {$lines :integer} lines contain a {$delimiter :message}, but no delimiter splits them into the same number of cells.',
  'load.one-column.hint':
    'If this character separates cells, set Delimiter to {$delimiter :message}. Shorter lines are then padded, and longer lines are rejected.',
  'load.lines-skipped':
    '.input {$lines :integer} .match $lines one {{The first line is not part of the table. {$reason :message}}} * {{The first {$lines} lines are not part of the table. {$reason :message}}}',
  'load.lines-below':
    '.input {$lines :integer} .match $lines one {{The last line is not part of the table. {$reason :message}}} * {{The last {$lines} lines are not part of the table. {$reason :message}}}',
  'load.only-header': 'The file has one line. It is read as the header of a table without rows.',
  'load.only-header.hint': 'If this is wrong, set Header to "no" and run again.',
  'load.only-row': 'The file has one line. It is read as one row without a header.',
  'load.only-row.hint': 'If this is wrong, set Header to "yes" and run again.',
  'loading.other-table':
    'lines {$from :integer} to {$to :integer} ({$columns :integer} columns, {$rows :integer} rows)',
  'load.other-table':
    '.input {$count :integer} .match $count one {{The file contains another table: {$tables :list type=unit max=5}.}} * {{The file contains {$count} other tables: {$tables :list type=unit max=5}.}}',
  'load.other-table.hint': 'To load another table, set Part to its number, counted from 1 at the start of the file.',
  'load.no-such-table':
    '.input {$tables :integer} .match $tables one {{Table {$table :integer} does not exist: the file has {$tables} table.}} * {{Table {$table :integer} does not exist: the file has {$tables} tables.}}',
  'load.no-such-table.hint': 'Use a number from 1 to {$tables :integer}.',
  'load.repaired-records':
    '.input {$records :integer} .match $records one {{{$records} damaged record is repaired to match the others: line {$lines :list type=unit max=5}. {$reason :message}}} * {{{$records} damaged records are repaired to match the others: lines {$lines :list type=unit max=5}. {$reason :message}}}',
  'load.repaired-records.hint':
    'The report shows the original lines and the repaired cells. Correct the source if a repair is wrong.',
  'load.more-entries':
    '"{$file}" contains {$count :integer} files. {$listed :integer} can be selected: the largest of the first {$read :integer}.',
  'load.more-entries.hint': 'To load another file, unpack the archive and add the file.',
  'load.other-entries': 'The table is loaded from `{$chosen}`, not from {$others :list type=or max=5}.',
  'load.other-entries.hint': 'To load another entry, set Entry to its name.',
  'load.other-parts': 'The table is loaded from `{$chosen}`, not from {$others :list type=or max=5}.',
  'load.other-parts.hint': 'To load another part, set Part to its name.',
  'load.other-records': 'The table is loaded from {$chosen :message}, not from {$others :list type=or max=5}.',
  'load.other-records.hint': 'To load other records, set Records to their path.',
  'load.records-under-key': 'The records are under {$place :message}. Other values in the document are not loaded.',
  'load.one-object': 'The JSON is one object without a list of records. It is read as a table with one row.',
  'load.one-object.hint': 'If the object contains the records, set Records to their path.',
  'load.lines-reversed': 'The first line of the table, {$first :integer}, is after its last line, {$last :integer}.',
  'load.lines-reversed.hint':
    'Set the last line to {$first :integer} or later, or the first line to {$last :integer} or earlier.',
  'load.last-line-unknown':
    'Line {$line :integer} is beyond the sample: only the first {$lines :integer} lines of a large compressed file are read.',
  'load.last-line-unknown.hint': 'Extract the file and load its content.',
  'load.line-beyond':
    '.input {$place :string} .match $place sample {{The table cannot start at line {$line :integer}: only the first {$lines :integer} lines are searched for its start.}} first {{The table cannot start at line {$line :integer}: the file has {$lines :integer} lines.}} * {{The table cannot end at line {$line :integer}: the file has {$lines :integer} lines.}}',
  'load.line-beyond.hint': 'Use a line from {$from :integer} to {$lines :integer}.',
  'load.header-too-long': 'The header cannot have {$header :integer} lines: the table has {$lines :integer}.',
  'load.header-too-long.hint': 'Use 0 to {$lines :integer} header lines.',
  'load.drift-missing':
    'Columns of the saved load plan are missing from the file: {$columns :list type=unit quote=code max=5}.',
  'load.drift-missing.hint': 'Review the load plan. If the file is correct, save the plan again.',
  'load.drift-added':
    'The file has columns that are not in the saved load plan: {$columns :list type=unit quote=code max=5}.',
  'load.drift-added.hint': 'Review the load plan. If the file is correct, save the plan again.',
  'load.drift-renamed':
    'Column names are spelled differently than in the saved load plan: {$columns :list type=unit max=5}.',
  'load.drift-renamed.hint': 'Review the load plan. If the file is correct, save the plan again.',
  'load.drift-types': 'Cells differ in type from the saved load plan: {$columns :list type=unit max=5}.',
  'load.drift-types.hint': 'Review the load plan. If the file is correct, save the plan again.',
  'load.drift-order': 'The columns are in a different order than in the saved load plan. They are matched by name.',
  'load.drift-order.hint': 'Review the load plan. If the file is correct, save the plan again.',
  'load.ambiguous-dates':
    'Every date in `{$column}` is also valid with day and month swapped. Dates are read as {$order :list type=unit}.',
  'load.ambiguous-dates.hint':
    'Check a date that you know. If it is wrong, write the dates in the source in the form 2024-12-31.',
  'loading.date-part': '.input {$part :string} .match $part day {{day}} month {{month}} * {{year}}',
  'load.ambiguous-numbers':
    '.input {$mark :string} .match $mark decimal {{The separators in the numbers of `{$column}` may be decimal or thousands separators. They are read as decimal separators.}} * {{The separators in the numbers of `{$column}` may be decimal or thousands separators. They are read as thousands separators.}}',
  'load.ambiguous-numbers.hint':
    'Check a number that you know. If it is wrong, write the numbers without thousands separators in the source.',
  'loading.row-place':
    '.input {$line :string} .match $line || {{row {$row :integer}}} * {{row {$row :integer} (line {$line})}}',
  'loading.a-row': 'a row',
  'load.column-stays-text':
    '.input {$others :integer} .match $others 0 {{`{$column}` stays text: its cell in {$place :message} is "{$value}"; the others are {$type :message}.}} one {{`{$column}` and {$others} more column stay text: the cell of `{$column}` in {$place :message} is "{$value}"; the others are {$type :message}.}} * {{`{$column}` and {$others} more columns stay text: the cell of `{$column}` in {$place :message} is "{$value}"; the others are {$type :message}.}}',
  'load.column-stays-text.hint': 'Convert both formats with Prepare, or keep the column as text.',
  'load.column-stays-text.counted': '{$reason :message}',
  'load.column-stays-text.counted.hint':
    'Correct the cells in the source and load it again, or keep the column as text.',
  'load.column-stays-text.more':
    '.input {$columns :integer} .match $columns one {{{$columns} more column stays text for the same reason.}} * {{{$columns} more columns stay text for the same reason.}}',
  'load.column-stays-text.more.hint': 'Check the column types, and set other types where they matter.',
  'load.spreadsheet-damage':
    '.input {$damage :string} .match $damage dates {{`{$column}` contains dates that a spreadsheet program may have created from ranges or names (cells: {$cells :integer}): {$examples :list type=unit quote=text max=3}. They are not changed.}} digits {{`{$column}` contains long numbers that a spreadsheet program has shortened (cells: {$cells :integer}): {$examples :list type=unit quote=text max=3}. They are not changed.}} * {{`{$column}` contains spreadsheet formula errors (cells: {$cells :integer}): {$examples :list type=unit quote=text max=3}. They are not changed.}}',
  'load.spreadsheet-damage.hint':
    '.input {$damage :string} .match $damage dates {{Format the column as text before you open the file in the spreadsheet program, and export it again.}} digits {{The digits are lost. Export the column again, as text.}} * {{Correct the formulas in the workbook and export it again.}}',
  'load.memory-full':
    'Memory is full: only the first {$rows :integer} rows are loaded, about {$share :percent} of the file.',
  'load.memory-full.hint': 'Run the workflow on a server or with `aw run`, split the file, or remove columns from it.',
  'load.rejected-records':
    '.input {$rejects :integer} .match $rejects one {{{$rejects} of {$records :integer} records does not fit the table and is rejected: line {$lines :list type=unit max=5}. {$reason :message}}} * {{{$rejects} of {$records :integer} records do not fit the table and are rejected: lines {$lines :list type=unit max=5}. {$reason :message}}}',
  'load.rejected-records.hint':
    'The report lists rejected records unchanged. To load them, correct them in the source.',
  'load.padded-rows':
    '.input {$rows :integer} .match $rows one {{{$rows} of {$total :integer} rows has fewer than {$columns :integer} cells. Its missing cells are empty.}} * {{{$rows} of {$total :integer} rows have fewer than {$columns :integer} cells. Their missing cells are empty.}}',
  'load.padded-rows.hint': 'If cells are in the wrong columns, correct these lines in the source.',
  'loading.cell': 'row {$row :integer} "{$text}"',
  'loading.by-model': 'The language model "{$model}" at {$host} decided; the rules were uncertain ({$rules :message}).',
  'load.by-model':
    '.input {$outcome :string} .match $outcome agrees {{The language model "{$model}" at {$host} agrees with the rules.}} changed {{The language model "{$model}" at {$host} set {$decisions :list quote=code}. The rules were uncertain.}} unclear {{The answer from the language model "{$model}" at {$host} contains no decision, so the rules decided.}} * {{The proposal from the language model "{$model}" at {$host} does not fit the data and was not used: {$decisions :list quote=code}.}}',
  'load.by-model.hint': 'Check the first rows of the table.',
  'load.invalid-cells':
    '.input {$cells :integer} .match $cells one {{`{$column}` contains {$type :message}, but {$cells} cell does not fit and was left empty: {$examples :list type=unit max=3}.}} * {{`{$column}` contains {$type :message}, but {$cells} cells do not fit and were left empty: {$examples :list type=unit max=3}.}}',
  'load.invalid-cells.hint': 'Correct the cells in the source and load it again, or change the column type.',

  // Reasons that a file cannot be read.
  'file.error.ends-early': 'it ends too early',
  'file.error.shorter': 'it is shorter than before',
  'file.error.too-short': 'it is too short',
  'file.error.no-schema': 'it has no schema',
  'file.error.decimal-places': 'a column has {$places :integer} decimal places',
  'file.error.not-arrow-end': 'it does not end like an Arrow file',
  'file.error.not-parquet-end': 'it does not end like a Parquet file',
  'file.error.large-footer': 'its footer is larger than the file',
  'file.error.rows-in-bytes': 'it declares {$rows} rows in {$bytes :integer} bytes',
  'file.error.outside': 'its parts are outside the file',
  'file.error.wide-schema': 'its schema has more columns than a table can have',
  'file.error.large-header': 'its header declares more than it contains',
  'file.error.long-lists': 'its lists declare more values than it contains',
  'file.error.not-lz4': 'a buffer is not an LZ4 frame',
  'file.error.lz4-frame': 'an LZ4 frame ends too early',
  'file.error.lz4-block': 'an LZ4 block ends too early',
  'file.error.lz4-offset': 'an LZ4 block refers to bytes before its start',
  'file.error.encrypted-footer': 'its footer is encrypted',
  'file.error.encrypted-columns': 'its columns are encrypted',
  'file.error.no-row-group': 'it has no row group {$group :integer}',
  'file.error.large-row-group': 'a row group has {$rows :integer} rows, which is too many to unpack at once',
  'file.error.short-of-footer': 'it is shorter than its footer declares',
  'file.error.columns-elsewhere': 'its columns are in other files',
  'file.error.footer-ends': 'the footer ends too early',
  'file.error.footer-number': 'a number in the footer is not terminated',
  'file.error.footer-count': 'the footer declares more than it contains',
  'file.error.footer-depth': 'the footer is nested too deeply',
  'file.error.footer-type': 'the footer contains a value of unknown type {$type :integer}',
  'file.error.no-tar-header': 'a header is missing at byte {$at :integer}',
  'file.error.many-files': 'it contains more than {$max :integer} files',
  'file.error.doctype': 'it declares a document type, which workbooks never do',
  'file.error.entry-doctype': '`{$entry}` declares a document type, which workbooks never do',
  'file.error.entry-xml': '`{$entry}` is not valid XML ({$reason :message})',
  'file.error.entry-size': '`{$entry}` is larger than {$max :bytes}',
  'file.error.no-sheets': 'it has no list of sheets',
  'file.error.long-texts': 'its strings take up more than {$max :bytes}',
  'file.error.open-tag': 'a tag or string is not closed',
  'file.error.deep-elements': 'elements are nested more than {$max :integer} levels deep',
  'file.error.long-text': 'a text value is longer than {$max :integer} characters',
  'file.error.unreadable': 'the library cannot read it ({$reason :message})',
  'file.error.no-address': 'no URL is configured',
  'file.error.http-status': 'the server returned status {$status}',

  // Readers and writers of formats.
  'load.no-entry': '`{$file}` has no entry `{$entry}`. Available entries: {$entries :list type=unit quote=code max=5}.',
  'load.no-entry.hint': 'Choose one of the available entries.',
  'load.archive-empty':
    '.input {$count :integer} .match $count 0 {{`{$file}` is an archive without files.}} * {{`{$file}` contains nothing that can be loaded: {$entries :list type=unit quote=code max=5}.}}',
  'load.archive-empty.hint': 'Choose the archive that contains the data.',
  'load.nested-archives': '`{$file}` contains archives nested more than {$depth :integer} levels deep.',
  'load.nested-archives.hint': 'Extract the archive, then load the extracted file.',
  'load.no-format-engine':
    '.input {$url :string} .match $url || {{The reader for {$format} files could not be loaded: {$reason :message}.}} * {{The reader for {$format} files could not be started from {$url}: {$reason :message}.}}',
  'load.no-format-engine.hint':
    'Check that the application serves its wasm and script files, then load the file again.',
  'load.no-reader.format': '`{$file}` has the format {$format}, which this version cannot read.',
  'load.no-reader.format.hint': 'Create the load plan again.',
  'load.no-reader.document': '`{$file}` is a text document or a presentation, not a workbook.',
  'load.no-reader.document.hint': 'Copy the table into a workbook or a CSV file and load that file.',
  'load.archive-damaged': 'The {$kind} archive `{$file}` is damaged: {$reason :message}.',
  'load.archive-damaged.hint': 'The file is incomplete or was changed during transfer. Download or copy it again.',
  'load.decompressed-too-large': '`{$file}` unpacks to more than {$max :bytes}, which is the limit.',
  'load.decompressed-too-large.hint': 'If the file is what you expect, extract it and load the extracted file.',
  'load.decompressed-too-large.ratio':
    '`{$file}` unpacks to {$unpacked :bytes} from {$packed :bytes} so far, which is not plausible for data.',
  'load.decompressed-too-large.ratio.hint': 'If the file is what you expect, extract it and load the extracted file.',
  'load.decompressed-too-large.repeated': 'Cells in `{$file}` are repeated more than {$max :integer} times.',
  'load.decompressed-too-large.repeated.hint': 'If the file is what you expect, save it as CSV and load that file.',
  'load.unsupported-compression': '`{$entry}` in `{$file}` is compressed with {$method}, which is not supported.',
  'load.unsupported-compression.hint': 'Extract the archive, then load the extracted file.',
  'load.archive-encrypted': '`{$entry}` in `{$file}` is encrypted.',
  'load.archive-encrypted.hint': 'Extract the archive with its password, then load the extracted file.',
  'load.file-damaged': '`{$file}` is a damaged {$format} file: {$reason :message}.',
  'load.file-damaged.hint': 'The file is incomplete or was changed during transfer. Download or copy it again.',
  'load.file-damaged.encrypted': '`{$file}` is an encrypted {$format} file: {$reason :message}.',
  'load.file-damaged.encrypted.hint': 'Export it without encryption.',
  'load.damaged': 'The workbook `{$file}` is damaged: {$reason :message}.',
  'load.damaged.hint': 'Open the workbook in a spreadsheet program and save it again, or download it again.',
  'load.password': 'The workbook `{$file}` is protected with a password.',
  'load.password.hint': 'Open it in a spreadsheet program, save a copy without the password, and load that file.',
  'load.too-large': '`{$file}` is {$size :bytes}; the limit for this format is {$max :bytes}.',
  'load.too-large.hint': 'Save the table as CSV and load that file.',
  'load.too-large.workbook':
    '`{$file}` is a workbook of {$size :bytes} in an older format; the limit is {$max :bytes}.',
  'load.too-large.workbook.hint': 'Save it as XLSX or CSV and load that file.',
  'load.too-large.table': 'A table in `{$file}` has more than {$max :bytes} of text.',
  'load.too-large.table.hint': 'Save the table as CSV or Parquet, in parts if necessary, and load that file.',
  'load.too-large.json':
    '`{$file}` has a JSON document or record of more than {$max :bytes} that must be read as a whole.',
  'load.too-large.json.hint': 'Save its records as JSON Lines, CSV or Parquet and load that file.',
  'load.too-large.json-columns':
    '`{$file}` ({$size :bytes}) is JSON that is organized by columns. The limits for such files are {$max :bytes} and {$values :integer} values.',
  'load.too-large.json-columns.hint': 'Save it as JSON Lines, CSV or Parquet and load that file.',
  'load.too-large.json-rows':
    '`{$file}` is JSON that is organized by columns. It has more than {$max :integer} rows, which are not numbered 0, 1, 2, … in all columns.',
  'load.too-large.json-rows.hint': 'Save it as JSON Lines, CSV or Parquet and load that file.',
  'load.file-too-large': '`{$file}` is a SQLite database of {$size :bytes}; the limit is {$max :bytes}.',
  'load.file-too-large.hint': 'Export the table as CSV or Parquet and load that file.',
  'load.too-deep': 'The elements of `{$file}` are nested more than {$depth :integer} levels deep.',
  'load.too-deep.hint': 'Save the table as CSV and load that file.',
  'load.time-range': 'The file contains a time that no table can store: {$value} seconds or milliseconds since 1970.',
  'load.time-range.hint': 'Export the column as whole numbers.',
  'load.converted-values':
    '.input {$as :string} .match $as decimals {{The exact decimals of `{$column}` are loaded as text.}} utc {{The times of `{$column}` are loaded in UTC; the file shows them in {$zone}.}} intervals {{The intervals of `{$column}` are loaded in microseconds.}} * {{The nested values of `{$column}` are loaded as JSON text.}}',
  'load.formulas':
    '.input {$cells :integer} .match $cells one {{{$cells} formula in sheet `{$sheet}` has no stored result. Its cell is empty.}} * {{{$cells} formulas in sheet `{$sheet}` have no stored result. Their cells are empty.}}',
  'load.formulas.hint': 'Open the workbook in a spreadsheet program, recalculate and save it, then load it again.',
  'load.error-cells':
    '.input {$cells :integer} .match $cells one {{{$cells} cell in sheet `{$sheet}` contains an error: {$errors :list type=unit max=5}.}} * {{{$cells} cells in sheet `{$sheet}` contain errors: {$errors :list type=unit max=5}.}}',
  'load.error-cells.hint': 'Errors are loaded as null in number and date columns, and as text in text columns.',
  'load.percent':
    'Column {$column} in sheet `{$sheet}` shows percentages in {$cells :integer} cells. Values are loaded as stored: 12.5% is 0.125.',
  'load.currency':
    'Column {$column} in sheet `{$sheet}` contains amounts in {$currency}. The amounts are loaded without the currency.',
  'load.currencies':
    'Column {$column} in sheet `{$sheet}` contains amounts in several currencies ({$currencies :list type=unit max=5}). The amounts are loaded without the currency.',
  'load.currencies.hint': 'Add a currency column to the workbook before you compare the amounts.',
  'load.inexact-numbers':
    '.input {$cells :integer} .match $cells one {{{$cells} number in sheet `{$sheet}` has more than 15 digits. Spreadsheet programs store only 15, so its last digits are wrong.}} * {{{$cells} numbers in sheet `{$sheet}` have more than 15 digits. Spreadsheet programs store only 15, so their last digits are wrong.}}',
  'load.inexact-numbers.hint': 'If they are IDs, enter them as text in the workbook and load it again.',
  'load.hidden-rows':
    '.input {$rows :integer} .match $rows one {{{$rows} hidden row in sheet `{$sheet}` is also loaded.}} * {{{$rows} hidden rows in sheet `{$sheet}` are also loaded.}}',
  'load.cells-out-of-range':
    '.input {$cells :integer} .match $cells one {{{$cells} cell beyond the last possible column is not loaded.}} * {{{$cells} cells beyond the last possible column are not loaded.}}',
  'load.slow-view': 'The view `{$view}` in `{$file}` would take too long: it is recursive, or combines too many rows.',
  'load.slow-view.hint': 'Store its result in a table (`CREATE TABLE … AS SELECT …`), and load the file again.',
  'load.no-part':
    '.input {$kind :string} .match $kind sheet {{`{$file}` has no sheet `{$part}`. Available sheets: {$parts :list type=unit quote=code max=12}.}} element {{`{$file}` has no elements `{$part}`. Available elements: {$parts :list type=unit quote=code max=12}.}} * {{`{$file}` has no table `{$part}`. Available tables: {$parts :list type=unit quote=code max=12}.}}',
  'load.no-part.hint': 'Choose one of the available names.',
  'load.no-part.none':
    '.input {$kind :string} .match $kind sheet {{`{$file}` has no sheets.}} element {{`{$file}` has no elements that can be records.}} * {{`{$file}` has no tables.}}',
  'load.no-part.none.hint': 'Choose another file.',
  'load.no-part.page': '`{$file}` is an HTML page without a data table.',
  'load.no-part.page.hint': 'A page may load its table later: copy the table, or save it as CSV, and load that file.',
  'load.no-table': '`{$file}` is a SQLite database without tables.',
  'load.no-table.hint': 'Choose the file that contains the data.',
  'load.mixed-types':
    'The values in `{$column}` have several types ({$types :list type=unit}). They are loaded as text.',
  'load.mixed-types.hint': 'Correct the values in the database, or set the column type in the load plan.',
  'load.xml-records': 'The records are the {$count :integer} elements `{$path}`.',
  'load.xml': '`{$file}` is not valid XML: {$reason :message} (line {$line :integer}).',
  'load.xml.hint': 'Correct the file at that position, or export it again.',
  'load.too-many-xml-elements':
    '`{$file}` has more than {$max :integer} kinds of elements. No records were found in it.',
  'load.too-many-xml-elements.hint':
    'Export the records as CSV or JSON, or as XML with the same elements in each record.',
  'load.disk-full': 'The disk is full: `{$file}` cannot be unpacked.',
  'load.disk-full.hint': 'Free up space in the folder for temporary files and load the file again.',
  'load.json': 'The file is not valid JSON: {$reason :message} (line {$line :integer}).',
  'load.json.hint': 'Check that the file is complete, or read it in another format.',
  'load.other-keys': 'Some records in `{$file}` differ from the first ones: {$reason :message}',
  'load.other-keys.hint': 'Create the load plan from the complete file.',
  'load.unreadable.changed': '`{$file}` can no longer be read: {$reason :message}.',
  'load.unreadable.changed.hint': 'The file was changed, moved or deleted after it was chosen. Choose the file again.',
  'load.other-encoding': 'Some parts of `{$file}` are not encoded as {$encoding}.',
  'load.other-encoding.hint': 'Create the load plan from the complete file, or set Encoding.',
  'load.names':
    '.input {$other :string} .match $other || {{The column name `{$column}` in the load plan is not allowed.}} * {{The column names `{$column}` and `{$other}` in the load plan are equal or differ only in case.}}',
  'load.names.hint': 'Give each column a unique name, regardless of case.',
  'load.encoding': '`{$encoding}` is not a known encoding.',
  'load.encoding.hint': 'Use a name such as utf-8, windows-1252, iso-8859-2 or shift_jis.',
  'load.plan-columns': 'The load plan has {$planned :integer} columns; `{$file}` has {$found :integer}.',
  'load.plan-columns.hint': 'Create the load plan for this file again.',
  'load.type': '`{$type}` is not a supported type for the cells of `{$column}`.',
  'load.type.hint': 'Use VARCHAR, BIGINT, DECIMAL(18,3), DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, INTERVAL or UUID.',
  'load.format': 'The format `{$format}` for `{$column}` has a time zone that is not at the end.',
  'load.format.hint': 'Put %z at the end of the format; time zone names (%Z) are not supported.',
  'load.too-many-columns':
    '.input {$exact :string} .match $exact true {{`{$file}` has {$columns :integer} columns; a table can have at most {$max :integer}.}} * {{`{$file}` has at least {$columns :integer} columns; a table can have at most {$max :integer}.}}',
  'load.too-many-columns.hint':
    'Remove columns, transpose the table, or export it as records with a row, a column and a value.',
  'loading.error-count': '{$error} {$count :integer} ×',
  'loading.value-type':
    '.input {$type :string} .match $type integers {{{$count :integer} integers}} reals {{{$count :integer} reals}} texts {{{$count :integer} text values}} * {{{$count :integer} blobs}}',
  'loading.reject-cells':
    '.input {$cells :integer} .match $cells one {{It has {$cells} cell; the table has {$columns :integer}.}} * {{It has {$cells} cells; the table has {$columns :integer}.}}',
  'loading.reject-null': 'It is null.',
  'loading.reject-short': 'It has fewer values than the table has columns ({$columns :integer}).',
  'loading.reject-place': 'The table has no column for item {$item :integer} of a list.',
  'loading.reject-value': 'It is a single value instead of an object.',
  'loading.reject-key': 'The table has no column for its key `{$key}`.',
  'loading.reject-json': 'It is not valid JSON: {$reason :message}.',
  'json.text-after-end': 'text after its end',
  'json.no-records': 'no records under `{$path}`',
  'json.no-column': 'the table has no column for `{$column}`',
  'file.error.no-content': 'it has no content',
  'json.unexpected': 'unexpected `{$found}`',

  // The Load node.
  'file.label':
    '.input {$format :string} .match $format csv {{CSV}} json {{JSON}} jsonl {{JSON Lines}} parquet {{Parquet}} arrow {{Arrow}} sqlite {{SQLite}} excel {{Excel}} ods {{OpenDocument}} html {{HTML}} xml {{XML}} markdown {{Markdown}} empty {{empty}} binary {{unknown format}} * {{{$format}}}',
  'loading.summary': '{$source :message} · {$parts :list type=unit}',
  'loading.source-url': '{$url}',
  'loading.source-run': 'Run input file',
  'loading.source-missing': 'File not found',
  'loading.source-file': '.input {$file :string} .match $file || {{Selected file}} * {{{$file}}}',
  'loading.source-input': 'File from the input',
  'loading.detected': 'detected automatically',
  'loading.with-encoding': '{$encoding}',
  'loading.with-delimiter': 'delimiter "{$delimiter}"',
  'loading.with-header': '.input {$header :string} .match $header yes {{with header}} * {{without header}}',
  'loading.with-entry': 'entry {$entry}',
  'loading.with-part': 'part {$part}',
  'loading.with-records': 'records in {$path}',
  'loading.by-saved-plan': 'saved load plan',
  'loading.started': 'Loading {$file} ({$size :bytes}).',
  'loading.fetching': 'Downloading {$url}.',
  'load.dataset-missing': 'The selected file no longer exists.',
  'load.dataset-missing.hint': 'Choose another file, or add the same file again.',
  'load.no-dataset': '"{$node}" has no file: none is selected in the node, and the run provides none.',
  'load.no-dataset.hint': 'Choose a dataset in the node, or start the run with a file.',
  'load.dataset-deleted':
    '.input {$file :string} .input {$node :string} .match $file $node || || {{The file no longer exists.}} || * {{The file selected in "{$node}" no longer exists.}} * * {{The file "{$file}" for "{$node}" no longer exists.}}',
  'load.dataset-deleted.hint': 'Choose another file in the node, or add the same file again.',
} as const
