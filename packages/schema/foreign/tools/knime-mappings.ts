import { message } from '@aw-flow/messages'
import type { Json } from '../../document/workflow.ts'
import { getOwn, isObject, toKey, toNumber, toObject, toText, type ForeignSettings } from '../foreign-workflow.ts'
import type { NodeMapping, NodeMappings } from '../node-mapping.ts'
import type { SettingsReader } from '../settings-reader.ts'
import mappingData from './knime-mappings.json' with { type: 'json' }

/** Returns the columns of a list, or of a filter by names. A filter by pattern or type has no counterpart. */
function readColumns(value: Json | undefined): string[] {
  const { included_names: included, InclList: list, selected } = toObject(value)
  const names = Array.isArray(value) ? value : (included ?? list ?? selected)
  return Array.isArray(names) ? names.map(toKey).filter((name) => name !== '') : []
}

const readList = (reader: SettingsReader, path: string): Json[] => {
  const value = reader.get(path)
  return Array.isArray(value) ? value : []
}

/** Returns the objects of a list, which older versions write as `{"0": {…}, "1": {…}}`. */
const readObjects = (value: Json | undefined): ForeignSettings[] =>
  (Array.isArray(value) ? value : Object.values(toObject(value))).filter(isObject)

/** Returns the value of a cell: `{datacell: "…IntCell", "…IntCell": {IntCell: 18}}`. */
function readCell(value: Json | undefined): Json | undefined {
  if (!isObject(value)) return value
  const type = toText(value.datacell)
  if (type === undefined) return undefined
  const [cell] = Object.values(toObject(getOwn(value, type)))
  return cell
}

const isScalar = (value: Json | undefined): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value)

const filePaths = ['settings.file_selection.path.path', 'file_selection.path.path', 'path.path', 'url', 'filename']

/** Reads a file. Its path on the computer of the author leads nowhere, so the file has to be selected. */
const readFile = (format: 'text' | 'workbook'): NodeMapping => ({
  type: 'loading',
  read: (reader) => {
    const path = filePaths.map((name) => toText(reader.get(name))).find((value) => value !== undefined) ?? ''
    const isAddress = /^https?:/.test(path)
    if (!isAddress) reader.approximate(message('foreign.local-file', { file: path }))
    const delimiter = toText(reader.get('settings.column_delimiter') ?? reader.get('colDelimiter'))
    const hasHeader = reader.get('settings.has_column_header') ?? reader.get('hasColHeader')
    const sheet = toText(reader.get('settings.sheet_name'))
    return {
      ...(isAddress ? { address: path } : {}),
      ...(format === 'workbook' || delimiter === undefined
        ? {}
        : { delimiter: delimiter === '\t' ? 'tab' : delimiter }),
      ...(typeof hasHeader === 'boolean' ? { header: hasHeader ? 'yes' : 'no' } : {}),
      ...(format === 'workbook' && sheet !== undefined ? { part: sheet } : {}),
    }
  },
})

const writeFile = (format: string): NodeMapping => ({
  type: 'export',
  read: (reader) => {
    const path = filePaths.map((name) => toText(reader.get(name))).find((value) => value !== undefined) ?? 'result'
    const name = path
      .split(/[/\\]/)
      .at(-1)!
      .replace(/\.\w{1,8}$/, '')
    return { name: name === '' ? 'result' : name.slice(0, 200), format }
  },
})

const comparisons: Readonly<Record<string, string>> = {
  EQ: 'equals',
  NEQ: 'not-equals',
  NEQ_MISS: 'not-equals',
  LT: 'less',
  LTE: 'at-most',
  GT: 'more',
  GTE: 'at-least',
  REGEX: 'matches',
  IS_MISSING: 'is-empty',
  IS_NOT_MISSING: 'is-not-empty',
}
const opposites: Readonly<Record<string, string>> = {
  equals: 'not-equals',
  'not-equals': 'equals',
  'is-empty': 'is-not-empty',
  'is-not-empty': 'is-empty',
}

/** The conditions of the Row Filter of version 5.3 and later. */
function readCriteria(reader: SettingsReader): ForeignSettings {
  const isAny = reader.get('matchCriteria') === 'OR'
  const conditions = readObjects(reader.get('predicates')).map((predicate): ForeignSettings => {
    const column = toObject(predicate.column)
    const operator = toKey(predicate.operator)
    const is = getOwn(comparisons, operator)
    if (is === undefined) reader.approximate(message('foreign.comparison-unknown', { comparison: operator }))
    const [value] = readObjects(toObject(predicate.predicateValues).values)
    const cell = isScalar(value?.value) ? value.value : readCell(value)
    return {
      column: toText(predicate.column) ?? toKey(column.selected ?? column.m_selected),
      is: is ?? 'equals',
      ...(is === 'is-empty' || is === 'is-not-empty' || !isScalar(cell) ? {} : { value: cell }),
    }
  })
  return { match: isAny ? 'any' : 'all', conditions }
}

/** The single condition of the Row Filter before version 5.3. */
function readRowFilter(reader: SettingsReader): ForeignSettings {
  const filter = toObject(reader.get('rowFilter'))
  const column = toKey(filter.ColumnName ?? '')
  const type = toKey(filter.RowFilter_TypeID ?? '')
  const isIncluded = filter.include !== false
  if (type === 'MissingVal_RowFilter') return toConditions([{ column, is: 'is-empty' }], isIncluded, reader)
  if (type === 'RangeVal_RowFilter') {
    const [lower, upper] = [readCell(filter.lowerBound), readCell(filter.upperBound)]
    const bounds = [
      ...(isScalar(lower) ? [{ column, is: 'at-least', value: lower }] : []),
      ...(isScalar(upper) ? [{ column, is: 'at-most', value: upper }] : []),
    ]
    if (lower === upper && isScalar(lower))
      return toConditions([{ column, is: 'equals', value: lower }], isIncluded, reader)
    return toConditions(bounds, isIncluded, reader)
  }
  const pattern = toKey(filter.Pattern ?? '')
  const isPattern = filter.isRegExpr === true || (filter.hasWildCards === true && /[*?]/.test(pattern))
  const expression =
    filter.isRegExpr === true
      ? `^(?:${pattern})$`
      : `^${pattern
          .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`
  const condition = isPattern ? { is: 'matches', value: expression } : { is: 'equals', value: pattern }
  return toConditions([{ column, ...condition }], isIncluded, reader)
}

/** Turns the conditions around if the rows that match are removed. */
function toConditions(
  conditions: readonly ForeignSettings[],
  isIncluded: boolean,
  reader: SettingsReader,
): ForeignSettings {
  if (isIncluded) return { match: 'all', conditions: [...conditions] }
  const inverted: Readonly<Record<string, string>> = { ...opposites, 'at-least': 'less', 'at-most': 'more' }
  return {
    match: 'any',
    conditions: conditions.map((condition) => {
      const is = getOwn(inverted, toKey(condition.is))
      if (is === undefined) reader.approximate(message('foreign.comparison-unknown', { comparison: 'EXCLUDE' }))
      return { ...condition, is: is ?? 'equals' }
    }),
  }
}

const rowFilter: readonly NodeMapping[] = [
  {
    type: 'filter',
    when: ({ predicates }) => predicates !== undefined,
    ignored: ['outputMode', 'domains', 'predicates'],
    read: readCriteria,
  },
  {
    type: 'filter',
    // Filters by row number or row key have no counterpart: our rows have no keys.
    when: ({ rowFilter: filter }) => toText(toObject(filter).ColumnName) !== undefined,
    ignored: ['rowFilter'],
    read: readRowFilter,
  },
]

const methods: Readonly<Record<string, string>> = {
  Sum: 'sum',
  Mean: 'mean',
  Count: 'count',
  'Percent from mean': 'mean',
  Minimum: 'min',
  Maximum: 'max',
  Median: 'median',
  First: 'first',
  Last: 'last',
  'Standard deviation': 'stddev',
  'Unique count': 'count-distinct',
  List: 'list',
  Concatenate: 'join',
  'Unique concatenate': 'join',
}

/** Returns the name of a method such as `Sum_V2.5.2`. */
const readMethod = (reader: SettingsReader, method: Json | undefined): string => {
  const name = toKey(method ?? '').split(/_V\d/)[0]!
  const known = getOwn(methods, name)
  if (known === undefined) reader.approximate(message('foreign.comparison-unknown', { comparison: name }))
  return known ?? 'count'
}

function readMeasures(reader: SettingsReader): ForeignSettings[] {
  const columns = readList(reader, 'aggregationColumn.columnNames')
  const functions = readList(reader, 'aggregationColumn.aggregationMethod')
  return columns.map((column, index) => ({ function: readMethod(reader, functions[index]), column: toKey(column) }))
}

/** Settings of grouping nodes that concern memory, missing values and names. */
const groupSettings = [
  'aggregationColumn',
  'maxNoneNumericalVals',
  'enableHilite',
  'retainOrder',
  'inMemory',
  'columnNamePolicy',
  'valueDelimiter',
  'patternAggregators',
  'dataTypeAggregators',
  'typeMatch',
  'nodeVersion',
  'colNameOption',
  'grouByColumns',
  'pivotColumns',
]

const groupBy: NodeMapping = {
  type: 'aggregate',
  ignored: groupSettings,
  read: (reader) => ({ groupBy: readColumns(reader.get('grouByColumns')), measures: readMeasures(reader) }),
}

const pivot: NodeMapping = {
  type: 'pivot',
  // Our node makes columns of the values of one column.
  when: ({ pivotColumns }) => readColumns(pivotColumns).length === 1,
  ignored: [...groupSettings, 'missing_values', 'total_aggregation', 'ignore_domain', 'sort_lexicographical'],
  read: (reader) => {
    const [measure, ...others] = readMeasures(reader)
    if (others.length > 0)
      reader.approximate(message('foreign.settings-left', { settings: others.map(({ column }) => toKey(column)) }))
    return {
      rows: readColumns(reader.get('grouByColumns')),
      column: readColumns(reader.get('pivotColumns'))[0]!,
      function: measure?.function ?? 'count',
      value: measure?.column ?? '',
    }
  },
}

const joinKinds: Readonly<Record<string, string>> = {
  InnerJoin: 'inner',
  LeftOuterJoin: 'left',
  RightOuterJoin: 'right',
  FullOuterJoin: 'full',
}

const join: NodeMapping = {
  type: 'join',
  inputs: ['left', 'right'],
  read: (reader) => {
    const [left, right] = [readList(reader, 'leftTableJoinPredicate'), readList(reader, 'rightTableJoinPredicate')]
    const toColumn = (value: Json | undefined): string => toText(value) ?? toKey(toObject(value).column ?? '')
    const [matches, leftRows, rightRows] = [
      reader.get('includeMatchesInOutput') !== false,
      reader.get('includeLeftUnmatchedInOutput') === true,
      reader.get('includeRightUnmatchedInOutput') === true,
    ]
    const named = getOwn(joinKinds, toKey(reader.get('joinMode') ?? ''))
    const kind = matches ? (leftRows && rightRows ? 'full' : leftRows ? 'left' : rightRows ? 'right' : 'inner') : 'anti'
    if (!matches && (rightRows || !leftRows))
      reader.approximate(message('foreign.comparison-unknown', { comparison: 'unmatched' }))
    return {
      kind: named ?? kind,
      keys: left.map((column, index) => ({ left: toColumn(column), right: toColumn(right[index]) })),
    }
  },
}

/** A column with the value of an expression, below a new name or in place of another one. */
const computes = (readExpression: (reader: SettingsReader) => string): NodeMapping => ({
  type: 'derive_column',
  read: (reader) => {
    const isNew = (reader.get('append_column') ?? reader.get('append-column')) !== false
    const names = isNew
      ? ['replaced_column', 'new-column-name', 'appended_column']
      : ['replaced_column', 'replace-column-name']
    const column = names.map((name) => toText(reader.get(name))).find((name) => name !== undefined) ?? 'computed'
    return { column, expression: readExpression(reader) }
  },
})

const translateOrQuote = (reader: SettingsReader, source: string): string =>
  reader.translate(source) ?? JSON.stringify(source)

/** Rules such as `$age$ >= 18 => "adult"`. The first that holds decides. */
function readRules(reader: SettingsReader): string {
  const rules = readList(reader, 'rules')
    .map((rule) => toKey(rule).trim())
    .filter((rule) => rule !== '' && !rule.startsWith('//'))
  const parts = rules.map((rule) => {
    const arrow = rule.lastIndexOf('=>')
    const [condition, outcome] = [rule.slice(0, arrow).trim(), rule.slice(arrow + 2).trim()]
    const value = translateOrQuote(reader, outcome)
    return condition === 'TRUE' ? { value } : { condition: reader.translate(condition) ?? 'false', value }
  })
  const last = parts.findIndex(({ condition }) => condition === undefined)
  const used = last < 0 ? parts : parts.slice(0, last)
  return [
    ...used.map(({ condition, value }) => `${condition} ? ${value} : `),
    last < 0 ? 'null' : parts[last]!.value,
  ].join('')
}

const convertsTo = (type: string): NodeMapping => ({
  type: 'rename_and_cast',
  read: (reader) => {
    const columns = readColumns(reader.get('include') ?? reader.get('column_selection') ?? reader.get('columns'))
    return { columns: columns.map((column) => ({ column, type })) }
  },
})

const rename: NodeMapping = {
  type: 'rename_and_cast',
  ignored: ['all_columns', 'renamings'],
  read: (reader) => ({
    columns: [...readObjects(reader.get('all_columns')), ...readObjects(reader.get('renamings'))].map((change) => ({
      column: toKey(change.old_column_name ?? change.oldName ?? ''),
      name: toKey(change.new_column_name ?? change.newName ?? ''),
    })),
  }),
}

const sampling: NodeMapping = {
  type: 'sample',
  ignored: ['class_column', 'random_seed', 'seed'],
  read: (reader) => {
    const [isShare, method] = [reader.get('method') === 'Relative', toText(reader.get('samplingMethod'))]
    const seed = toNumber(reader.get('random_seed'))
    if (method === 'Linear' || method === 'Stratified')
      reader.approximate(message('foreign.comparison-unknown', { comparison: method }))
    return {
      how: isShare ? 'share' : method === 'First' ? 'first' : 'rows',
      ...(isShare
        ? { share: Math.min(1, Math.max(0, toNumber(reader.get('fraction')) ?? 0.1)) }
        : { rows: Math.max(0, Math.round(toNumber(reader.get('count')) ?? 100)) }),
      ...(seed === undefined ? {} : { seed: Math.abs(seed) % 4_294_967_295 }),
    }
  },
}

const sorter: NodeMapping = {
  type: 'sort',
  read: (reader) => {
    const orders = readList(reader, 'sortOrder')
    const criteria = readObjects(reader.get('sortingCriteria')).map((criterion) => ({
      column: toText(criterion.column) ?? toKey(toObject(criterion.column).selected ?? ''),
      direction: criterion.sortingOrder === 'DESCENDING' ? 'descending' : 'ascending',
    }))
    const listed = readList(reader, 'incllist').map((column, index) => ({
      column: toKey(column),
      direction: orders[index] === false ? 'descending' : 'ascending',
    }))
    return { by: [...listed, ...criteria] }
  },
}

export const knimeMappings: NodeMappings = {
  ...(mappingData as Record<string, NodeMapping>),
  CSVTableReaderNodeFactory: readFile('text'),
  CSVReaderNodeFactory: readFile('text'),
  FileReaderNodeFactory: readFile('text'),
  ExcelTableReaderNodeFactory: readFile('workbook'),
  CSVWriter2NodeFactory: writeFile('csv'),
  CSVWriterNodeFactory: writeFile('csv'),
  ExcelTableWriterNodeFactory: writeFile('xlsx'),
  ParquetWriter2NodeFactory: writeFile('parquet'),
  RowFilterNodeFactory: rowFilter,
  DataColumnSpecFilterNodeFactory: {
    type: 'select',
    when: ({ 'column-filter': filter }) => toObject(filter)['filter-type'] !== 'name_pattern',
    ignored: ['column-filter'],
    read: (reader) => {
      const filter = toObject(reader.get('column-filter'))
      const excluded = Array.isArray(filter.excluded_names) ? filter.excluded_names.map(toKey) : []
      // With this option, columns that the filter does not know are kept.
      return filter.enforce_option === 'EnforceExclusion'
        ? { how: 'drop', columns: excluded }
        : { how: 'keep', columns: readColumns(filter) }
    },
  },
  SorterNodeFactory: sorter,
  GroupByNodeFactory: groupBy,
  Pivot2NodeFactory: pivot,
  PivotNodeFactory: pivot,
  Unpivot2NodeFactory: {
    type: 'unpivot',
    read: (reader) => ({
      columns: readColumns(reader.get('value_columns')),
      keep: readColumns(reader.get('retained_columns')),
      nameColumn: 'ColumnNames',
      valueColumn: 'ColumnValues',
    }),
  },
  Joiner3NodeFactory: join,
  Joiner2NodeFactory: join,
  RenameNodeFactory: rename,
  ColumnRenamerNodeFactory: rename,
  DuplicateRowFilterNodeFactory: {
    type: 'deduplicate',
    read: (reader) => ({
      columns: readColumns(reader.get('consider_columns')),
      keep: reader.get('row_selection') === 'LAST' ? 'last' : 'first',
    }),
  },
  SamplingNodeFactory: sampling,
  JEPNodeFactory: computes((reader) => translateOrQuote(reader, toText(reader.get('expression')) ?? '')),
  StringManipulationNodeFactory: computes((reader) => translateOrQuote(reader, toText(reader.get('expression')) ?? '')),
  RuleEngineNodeFactory: computes(readRules),
  StringToNumber2NodeFactory: convertsTo('DOUBLE'),
  StringToNumberNodeFactory: convertsTo('DOUBLE'),
  NumberToStringNodeFactory: convertsTo('VARCHAR'),
  NumberToString2NodeFactory: convertsTo('VARCHAR'),
  RestGetNodeFactory: {
    type: 'http_request',
    when: ({ 'Constant URI': address }) => toText(address) !== undefined,
    read: (reader) => ({ method: 'GET', url: reader.text('Constant URI') ?? '' }),
  },
}
