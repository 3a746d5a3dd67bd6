import { parseMessage, validate } from 'messageformat'
import { describe, expect, it, test } from 'vitest'
import {
  createLanguageFormatter,
  createMessageFormatter,
  english,
  englishFormatter,
  formatProblem,
  createNodeTypeCatalog,
} from './catalogs.ts'
import { messages as german } from './de/index.ts'
import { registerMessages } from './host-messages.ts'
import { message, type Message } from './message.ts'
import { renderTexts } from './render-texts.ts'

it('has English sources that MessageFormat 2 parses', () => {
  const broken = Object.entries(english).flatMap(([code, source]) => {
    try {
      validate(parseMessage(source))
      return []
    } catch (cause) {
      return [`${code}: ${String(cause)}`]
    }
  })
  expect(broken).toEqual([])
})

it('quotes the English text of a database in German messages', () => {
  const { format } = createMessageFormatter('de', german)
  const reason = 'Referenced column "town" not found'
  for (const code of ['syntax', 'names', 'conversion', 'range', 'input', 'failed']) {
    expect(format({ code: `sql.${code}`, params: { reason, kind: 'binder' } })).toBe(
      `SQL-Fehler von DuckDB: „${reason}“`,
    )
  }
  const refused = { code: 'sql.forbidden', params: { reason, name: '', use: 'permission', example: '' } }
  for (const broken of [
    refused,
    { code: 'tables.failed', params: { reason } },
    { code: 'tables.out-of-memory', params: { reason } },
    { code: 'database.refused', params: { reason, position: '' } },
  ])
    expect(format(broken)).toContain(`: „${reason}“`)
})

it('quotes items of lists with the quotation marks of the language', () => {
  const unknownKeys = { code: 'value.unknown-keys', params: { count: 1, keys: ['where'] } }
  expect(createMessageFormatter('de', german).format(unknownKeys)).toContain('„where“')
  expect(createMessageFormatter('en', english).format(unknownKeys)).toContain('"where"')
})

describe('a formatter', () => {
  const catalog = {
    'test.rows': '.input {$rows :integer} .match $rows one {{{$rows} row}} * {{{$rows} rows}}',
    'test.columns': 'Pick {$columns :list type=or quote=code}.',
    'test.because': 'Skipped: {$reason :message}',
    'test.size': '{$size :bytes} in {$time :duration}, {$share :percent maximumFractionDigits=1}',
    'test.type': '{$type :columnType}: {$types :list of=columnType}',
    'test.changed': '{$from :columnType unlike=$to} → {$to :columnType unlike=$from}',
    'column-type': '.input {$type :string} .match $type BIGINT {{integer}} LIST {{list}} * {{{$type}}}',
    'test.plain': 'Plain.',
    'test.escaped': String.raw`As \{\{name\}\}.`,
    'test.hinted': '`{$column}` is missing.',
    'test.hinted.hint': 'Choose another column than `{$column}`.',
  }
  const formatter = createMessageFormatter('en-US', catalog)

  it.each([
    ['test.rows', { rows: 1 }, '1 row'],
    ['test.rows', { rows: 1234 }, '1,234 rows'],
    ['test.columns', { columns: ['a', 'b', 'c'] }, 'Pick `a`, `b`, or `c`.'],
    ['test.because', { reason: { code: 'test.rows', params: { rows: 2 } } }, 'Skipped: 2 rows'],
    ['test.because', { reason: 'stored by version 0.1' }, 'Skipped: stored by version 0.1'],
    ['test.size', { size: 1_400_000, time: 1_240, share: 0.125 }, '1.4 MB in 1.24 s, 12.5%'],
    ['test.type', { type: 'HUGEINT', types: ['BIGINT', 'DATE[]', 'BIT'] }, 'integer: integer, list, and BIT'],
    ['test.changed', { from: 'BIGINT', to: 'DATE[]' }, 'integer → list'],
    ['test.changed', { from: 'BIGINT', to: 'HUGEINT' }, 'BIGINT → HUGEINT'],
    ['test.unknown', { a: 1 }, 'test.unknown (a: 1)'],
    ['test.plain', {}, 'Plain.'],
    ['test.escaped', {}, 'As {{name}}.'],
  ])('renders %s %j', (code, params, text) => expect(formatter.format({ code, params })).toBe(text))

  it('renders a problem with its hint', () => {
    expect(formatter.renderProblem({ code: 'test.hinted', params: { column: 'a' } })).toEqual({
      message: '`a` is missing.',
      hint: 'Choose another column than `a`.',
    })
  })

  it('shows sentences of version 0.1 unchanged, also for known codes', () => {
    const stored = { code: 'test.hinted', message: 'Column a is not there.', hint: 'Choose another.' }
    expect(formatter.renderProblem(stored)).toEqual({ message: stored.message, hint: stored.hint })
  })

  it('falls back to the next catalog', () => {
    const other = createMessageFormatter('de', { 'test.hinted': '`{$column}` fehlt.' }, catalog)
    expect(other.format({ code: 'test.hinted', params: { column: 'a' } })).toBe('`a` fehlt.')
    expect(other.format({ code: 'test.rows', params: { rows: 1 } })).toBe('1 row')
  })
})

describe('messages in German', () => {
  const formatter = createMessageFormatter('de', german)

  it('use German numbers, lists and plurals', () => {
    const reason = message('prepare.reason-finite-coordinate', {})
    const dropped = (count: number, rows: number): string =>
      formatter.format(message('prepare.rows-dropped', { dropped: count, rows, reason }))
    expect(dropped(1, 1_234)).toBe('1 von 1.234 Zeilen wurde weggelassen. Koordinaten müssen endlich sein.')
    expect(dropped(12, 40)).toBe('12 von 40 Zeilen wurden weggelassen. Koordinaten müssen endlich sein.')
    expect(formatter.format(message('prepare.drift-added', { columns: ['a', 'b and c', 'd'] }))).toBe(
      'Neue Spalten gehen unverändert durch: `a`, `b and c` und `d`.',
    )
  })

  it('format numbers of the data', () => {
    const far = message('finding.outlier', { value: '99999.0', min: 1.5, max: 12_000 })
    expect(formatter.format(far)).toBe('99.999 liegt weit außerhalb des üblichen Bereichs (1,5 bis 12.000).')
  })

  it('show amounts with their unit', () => {
    const limit = (name: string, used: number, max: number, scope: string): Message =>
      message('agent.ask-budget', {
        agent: 'Support',
        limit: message('agent.limit', { limit: name }),
        used: message('agent.amount', { limit: name, amount: used }),
        max: message('agent.amount', { limit: name, amount: max }),
        scope,
      })
    expect(englishFormatter.format(limit('cost', 0.0123, 5, 'month'))).toMatch(
      /^The monthly limit for cost has been reached: \$0\.0123 of \$5\.00\./,
    )
    expect(englishFormatter.format(limit('ms', 61_000, 600_000, 'node'))).toMatch(
      /^Agent "Support" has reached its limit for time: 1 min 01 s of 10 min 00 s\./,
    )
    expect(formatter.format(limit('steps', 1200, 1200, 'run'))).toMatch(
      /^Der Lauf hat seine Grenze erreicht \(Modellanfragen\): 1\.200 von 1\.200\./,
    )
    // Records of earlier versions contain text.
    const stored = { code: 'agent.ask-budget', params: { limit: 'cost', used: '3', max: '4', scope: 'run', agent: '' } }
    expect(englishFormatter.format(stored)).toContain('cost: 3 of 4.')
  })

  it('explain what happens to a unit that repairs remove', () => {
    const spelling = { forms: 7, unit: 'oz', example: '12.0 oz' }
    const removed = message('finding.unit-spelling', { ...spelling, canonical: '12' })
    const rewritten = message('finding.unit-spelling', { ...spelling, canonical: '12 oz' })
    expect(englishFormatter.format(removed)).toBe(
      'The column contains 7 spellings of the unit "oz", such as "12.0 oz". Repairs keep only the number; add the unit to the column name.',
    )
    expect(englishFormatter.format(rewritten)).toBe(
      'The column contains 7 spellings of one unit, such as "12.0 oz". Repairs use the spelling of "12 oz".',
    )
    expect(formatter.format(removed)).toContain('ihre Einheit gehört in den Spaltennamen')
  })

  it('render nested messages in German, too', () => {
    const reason = message('prepare.id-linked', { column: 'id' })
    expect(formatter.format(message('prepare.reason-id-text', { reason }))).toBe(
      '`id` kennzeichnet die Zeilen: Die Beziehungen verweisen darauf. Kennungen werden als Text gespeichert, damit keine gerundet wird.',
    )
  })
})

describe('messages of a host', () => {
  it('are rendered in all languages, and do not replace built-in ones', () => {
    const code = 'acme.host-greets'
    expect(englishFormatter.format({ code })).toBe(code)
    const built = 'run.compensating'
    const before = englishFormatter.format({ code: built })
    const catalogs = { en: { [code]: 'Greets {$name}', [built]: 'Other' }, de: { [code]: 'Grüßt {$name}' } }
    expect(registerMessages(catalogs)).toBe(true)
    expect(registerMessages(catalogs)).toBe(false)
    const greets = { code, params: { name: 'Ada' } }
    expect(englishFormatter.format(greets)).toBe('Greets Ada')
    expect(createLanguageFormatter('de-AT', german).format(greets)).toBe('Grüßt Ada')
    expect(createLanguageFormatter('fr', {}).format(greets)).toBe('Greets Ada')
    expect(englishFormatter.format({ code: built })).toBe(before)
  })
})

it('lists the texts of node types by code', () => {
  const filter = {
    title: 'Filtern',
    description: 'Behält Zeilen.',
    inputs: { table: 'Tabelle' },
    settings: { column: 'Spalte', match: { title: 'Zutreffen', help: 'Wie viele.', choices: { all: 'Alle' } } },
  } as const
  expect(createNodeTypeCatalog({ any: { outputs: { error: 'Fehler' } }, filter })).toEqual({
    'type.any.output.error': 'Fehler',
    'type.filter.title': 'Filtern',
    'type.filter.description': 'Behält Zeilen.',
    'type.filter.input.table': 'Tabelle',
    'type.filter.setting.column': 'Spalte',
    'type.filter.setting.match': 'Zutreffen',
    'type.filter.help.match': 'Wie viele.',
    'type.filter.choice.match.all': 'Alle',
  })
})

it('formats a problem as one line with its location', () => {
  const problem = { ...message('run.effect-unknown', { effect: 'mail' }), where: { node: 'n1', row: 3 } }
  expect(formatProblem(problem)).toBe('It is unknown whether "mail" ran before the interruption. (node n1, row 3)')
})

test.each([
  ['sum', 'Sales', 'sum of Sales', 'Summe von Sales'],
  ['count distinct', 'Sales', 'distinct count of Sales', 'Anzahl verschiedener Werte von Sales'],
  ['count', '', 'row count', 'Zeilenzahl'],
])('the aggregate function %s of "%s" is "%s", in German "%s"', (name, column, inEnglish, inGerman) => {
  const measure = message('measure.summary', { function: name, column })
  expect(englishFormatter.format(measure)).toBe(inEnglish)
  expect(createLanguageFormatter('de', german).format(measure)).toBe(inGerman)
})

describe('renderTexts', () => {
  const formatter = createMessageFormatter('en', {
    'test.why': 'Because of {$what}.',
    'test.why.hint': 'Change {$what}.',
  })

  it('renders messages and problems in JSON, without mutating it', () => {
    const why = { code: 'test.why', params: { what: 'a' } }
    const value = { rows: 2, reason: why, problems: [{ ...why, severity: 'error' }], stored: 'as text' }
    const before = structuredClone(value)
    expect(renderTexts(value, formatter)).toEqual({
      rows: 2,
      reason: 'Because of a.',
      problems: [{ ...why, severity: 'error', message: 'Because of a.', hint: 'Change a.' }],
      stored: 'as text',
    })
    expect(value).toEqual(before)
  })

  it('returns the same value if it contains no message', () => {
    const value = { code: 'AT', rows: [{ code: 'of data' }] }
    expect(renderTexts(value, formatter)).toBe(value)
  })
})
