import { name, sql, tableName, type LoadedTable, type Scalar } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import { column, csvPlan, equal, jsonPlan, newId, problemOf, type Place, type TestApi } from './test-case.ts'

/** What every adapter makes of files. */
export function describeLoads({ describe, it }: TestApi, place: Place): void {
  const load = async (content: string | Uint8Array, plan: LoadPlan, id = newId()): Promise<LoadedTable> =>
    place.tables().load(await place.file(content), plan, { id })
  const rowsOf = async ({ table }: LoadedTable): Promise<Scalar[][]> =>
    (await place.tables().rows(sql`SELECT * FROM ${name(tableName(table.id))} ORDER BY rowid`)).map((row) =>
      table.columns.map((one) => row[one.name] as Scalar),
    )
  /** Loads, and compares rows and the lines of the rejects. */
  const reads = async (content: string | Uint8Array, plan: LoadPlan, rows: Scalar[][], rejects: number[] = []) => {
    const loaded = await load(content, plan)
    equal(await rowsOf(loaded), rows, 'rows')
    equal(
      loaded.rejectSample.map(({ line }) => line),
      rejects,
      'rejects',
    )
    equal([loaded.table.rows, loaded.rejects], [rows.length, rejects.length], 'counts')
    return loaded
  }
  const two = csvPlan(['a', 'b'])
  const three = csvPlan(['a', 'b', 'c'])
  const semicolons = { delimiter: ';', quote: '"', escape: '"', newline: '\n' } as const

  describe('loading delimited text', () => {
    it('keeps text as it is written, and tells no value from an empty text', async () => {
      await reads('007,1.50\n" x ", y\n,""\n', two, [
        ['007', '1.50'],
        [' x ', ' y'],
        [null, ''],
      ])
    })

    it('reads line ends of all kinds, also none at the end', async () => {
      const rows = [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ]
      for (const text of ['1,2\n3,4\n5,6', '1,2\r\n3,4\r\n5,6\r\n', '1,2\r3,4\r5,6\r', '1,2\r\n3,4\n5,6\r']) {
        await reads(text, two, rows)
      }
    })

    it('skips what stands above by physical lines, whatever quotes are in it', async () => {
      const rows = [['1', '2']]
      await reads('Report "x\n\na,b\n1,2\n', csvPlan(['a', 'b'], { skippedLines: 2, headerLines: 1 }), rows)
      await reads('"a\nb",c\r\n1,2\r\n', csvPlan(['a', 'b'], { headerLines: 2 }), rows)
      await reads('"a","b"\n1,2\n', csvPlan(['a', 'b'], { headerLines: 1 }), rows)
      await reads('a,b\n', csvPlan(['a', 'b'], { headerLines: 1 }), [])
      await reads('a,b', csvPlan(['a', 'b'], { headerLines: 5 }), [])
      // Once DuckDB lost the beginning of the first cell behind mixed line ends.
      await reads('bc\r\n\r1"",,\r', csvPlan(['a', 'b', 'c'], { headerLines: 2 }), [['1""', null, null]])
    })

    it('skips lines in a file of any line end, told or not', async () => {
      for (const told of ['\n', '\r\n', '\r', 'mixed'] as const) {
        for (const end of ['\n', '\r\n', '\r']) {
          const text = ['above', '', 'a,b', '1,2', '"3\n",4', ''].join(end)
          const plan = csvPlan(['a', 'b'], { skippedLines: 2, headerLines: 1 })
          await reads(text, { ...plan, dialect: { delimiter: ',', quote: '"', escape: '"', newline: told } }, [
            ['1', '2'],
            ['3\n', '4'],
          ])
        }
      }
    })

    it('leaves out what stands below the table, and reads blanks around delimiters and mended records as the plan says', async () => {
      const dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n', padded: true } as const
      const text = 'a, b\n1 , x y \n2" ,"y"\n"3"\n\nSource: us, 2024\n'
      const mends = [{ line: 3, lines: 2, raw: '', cells: ['2', ''], reason: 'for the test' }]
      const plan = { ...csvPlan(['a', 'b'], { headerLines: 1, trailingLines: 2, mends }), dialect }
      await reads(text, plan, [
        ['1', 'x y'],
        ['2', null],
      ])
    })

    it('rejects records that are too long or too short, with their lines', async () => {
      const body = Array.from({ length: 100 }, (_, index) => `${index},x,y`).join('\n')
      const loaded = await load(`${body}\n1,2\n1,2,3,4\n"a\nb",2,3,4\nlast,x,y\n`, three)
      equal(loaded.table.rows, 101)
      equal(loaded.rejects, 3)
      equal(loaded.rejectSample, [
        { line: 101, raw: '1,2', reason: 'It has 2 cells, the table has 3.' },
        { line: 102, raw: '1,2,3,4', reason: 'It has 4 cells, the table has 3.' },
        { line: 103, raw: '"a\nb",2,3,4', reason: 'It has 4 cells, the table has 3.' },
      ])
      equal(loaded.padded, 0)
    })

    it('fills up short records where being short is the habit of the file, and says so', async () => {
      const loaded = await reads('1,2,3\n4,5\n6\n7,8,9\n', three, [
        ['1', '2', '3'],
        ['4', '5', null],
        ['6', null, null],
        ['7', '8', '9'],
      ])
      equal(loaded.padded, 2)
    })

    it('takes empty cells beyond the width for nothing', async () => {
      await reads('1,2,\n3,4,,\n', two, [
        ['1', '2'],
        ['3', '4'],
      ])
      // Once read as two records with stray quotes.
      await reads('c,"e\nf",\r\n', two, [['c', 'e\nf']])
    })

    it('leaves blank lines out where a record has several cells, and reads them as no value where it has one', async () => {
      await reads('1,2\n\n  \n3,4\n\n', two, [
        ['1', '2'],
        ['3', '4'],
      ])
      await reads('1\n\n3\n', csvPlan(['a']), [['1'], [null], ['3']])
    })

    it('lets no stray quote swallow what follows', async () => {
      await reads('1,"ab\n2,cd\n3,ef\n', two, [
        ['1', '"ab'],
        ['2', 'cd'],
        ['3', 'ef'],
      ])
      await reads('1,5" disk\n2,"cd"\n3,"a"b"\n4,"ef""\n5,"a" b\n', two, [
        ['1', '5" disk'],
        ['2', 'cd'],
        ['3', 'a"b'],
        ['4', 'ef"'],
        ['5', '"a" b'],
      ])
      const between = Array.from({ length: 50 }, (_, index) => `${index},"x",y`)
      const text = ['a,"b,c', ...between, 'd,e",f'].join('\n')
      const loaded = await load(text, three)
      equal(loaded.table.rows, 52)
      equal((await rowsOf(loaded))[0], ['a', '"b', 'c'])
    })

    it('lets no two stray quotes make one cell of many records', async () => {
      const between = Array.from({ length: 50 }, (_, index) => `${index},x,y`)
      const loaded = await load(['a,"b,c', ...between, 'd,e",f'].join('\n'), three)
      equal([loaded.table.rows, loaded.rejects], [52, 0])
      equal((await rowsOf(loaded))[51], ['d', 'e"', 'f'])
    })

    it('keeps line ends, quotes and delimiters inside quotes', async () => {
      await reads('1,"a, ""b""\nc\r\nd"\n2, "e" \n', two, [
        ['1', 'a, "b"\nc\r\nd'],
        ['2', 'e'],
      ])
    })

    it('reads quotes behind blanks and in parts alike, alone and beside what is broken', async () => {
      const good = '1,   "a,b"  \n2,   "c"\n3,"d" "e"\n4, """f"\n5,\t"g"\n'
      const rows = [
        ['1', 'a,b'],
        ['2', 'c'],
        ['3', 'd e'],
        ['4', '"f'],
        ['5', '\t"g"'],
      ]
      await reads(good, two, rows)
      await reads('2,   "c"\n3,"d" "e"\n4, """f"\n5,\t"g"\n', two, rows.slice(1))
      await reads('3,"d" "e"\n4, """f"\n5,\t"g"\n', two, rows.slice(2))
      await reads(`${good}6,"h\n`, two, [...rows, ['6', '"h']])
    })

    it('reads other delimiters, quotes and escapes', async () => {
      const rows = [['a', "b|'c"]]
      const dialect = { quote: "'", escape: "'", newline: '\n' } as const
      await reads("a|'b|''c'\n", csvPlan(['a', 'b'], { dialect: { ...dialect, delimiter: '|' } }), rows)
      await reads("a\t'b|''c'\n", csvPlan(['a', 'b'], { dialect: { ...dialect, delimiter: '\t' } }), rows)
      await reads("a~|~'b|''c'\n", csvPlan(['a', 'b'], { dialect: { ...dialect, delimiter: '~|~' } }), rows)
      await reads("a¦'b|\\'c'\n", csvPlan(['a', 'b'], { dialect: { ...dialect, delimiter: '¦', escape: '\\' } }), rows)
      await reads("a;b|'c\n", csvPlan(['a', 'b'], { dialect: { ...semicolons, quote: '', escape: '' } }), rows)
      await reads('a,b\n', csvPlan(['a'], { dialect: { ...semicolons, delimiter: '' } }), [['a,b']])
    })

    it('decodes what is not UTF-8, and replaces what cannot be decoded', async () => {
      const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list)
      const rows = [['1', 'é']]
      await reads(bytes(0x31, 0x2c, 0xe9, 0x0a), csvPlan(['a', 'b'], { encoding: 'windows-1252' }), rows)
      await reads(
        bytes(0xff, 0xfe, 0x31, 0, 0x2c, 0, 0xe9, 0, 0x0a, 0),
        csvPlan(['a', 'b'], { encoding: 'utf-16le' }),
        rows,
      )
      await reads(bytes(0xef, 0xbb, 0xbf, 0x31, 0x2c, 0xc3, 0xa9), two, rows)
      await reads(bytes(0x31, 0x2c, 0xe9, 0x0a), two, [['1', '\ufffd']])
    })

    it('decodes older encodings alike, whoever decodes them', async () => {
      const encoded: [string, number[], string][] = [
        ['euc-kr', [0x8c, 0x63, 0x81, 0x41, 0xc7, 0xd1], '똠갂한'],
        ['big5', [0xa4, 0xa4, 0x89, 0xfd], '中嗗'],
        ['shift_jis', [0x93, 0xfa, 0x96, 0x7b, 0xb1, 0x87, 0x40], '日本ｱ①'],
        ['euc-jp', [0xc6, 0xfc, 0x8e, 0xb1, 0x8f, 0xb0, 0xa1], '日ｱ丂'],
        ['gb18030', [0xd6, 0xd0, 0x81, 0x30, 0x81, 0x30], '中\u0080'],
        ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42], '日'],
        ['koi8-u', [0xf7, 0xa4, 0xae], 'Вєў'],
        ['windows-874', [0xa1, 0xdb, 0xe0], 'ก\ufffdเ'],
        ['windows-1255', [0xe0, 0xca], 'א\u05ba'],
        ['iso-8859-16', [0xba, 0xfe], 'șț'],
        ['ibm850', [0x81, 0x9b, 0xe1], 'üøß'],
        ['utf-32be', [0, 1, 0xf6, 0], '😀'],
      ]
      for (const [encoding, bytes, text] of encoded) {
        const wide = encoding === 'utf-32be' ? [0, 0, 0, 0x0a] : [0x0a]
        await reads(Uint8Array.from([...bytes, ...wide]), csvPlan(['a'], { encoding }), [[text]])
      }
    })

    it('reads lines that are not UTF-8 in the encoding that the plan has for them', async () => {
      const bytes = [...new TextEncoder().encode('é,1\n😀,2\n'), 0xe9, 0x2c, 0x33, 0x0a, 0x61, 0x2c, 0x34]
      const plan = csvPlan(['a', 'b BIGINT'], { encoding: 'utf-8/windows-1252' })
      await reads(Uint8Array.from(bytes), plan, [
        ['é', 1],
        ['😀', 2],
        ['é', 3],
        ['a', 4],
      ])
    })

    it('says where it is strict that a text is not of its encoding, whoever reads it', async () => {
      const odd = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
      const strict = async (content: Uint8Array, plan: LoadPlan): Promise<unknown> =>
        place.tables().load(await place.file(content), plan, { id: newId(), isSampled: true })
      const typed = csvPlan(['a', 'b DOUBLE'])
      for (const text of ['1,\xe9\n', '1,"\xe9\n', '1,2,3\n\xe9,4\n', '\xed\xa0\x80,1\n', '1,2\n\xc3\n']) {
        equal((await problemOf(strict(odd(text), two))).code, 'load.other-encoding')
        equal((await problemOf(strict(odd(text), typed))).code, 'load.other-encoding')
      }
      equal((await problemOf(strict(odd('[{"a":"\xe9"}]'), jsonPlan(['a'])))).code, 'load.other-encoding')
      await strict(odd('1,\xc3\xa9\n'), two)
    })

    it('keeps NUL, emoji and characters of control', async () => {
      await reads('a\0b,\0\n😀,\u001a\u0007\n', two, [
        ['a\0b', '\0'],
        ['😀', '\u001a\u0007'],
      ])
    })

    it('reads an empty file as a table without rows, and one without columns', async () => {
      const empty = await load('', { ...csvPlan([]), format: 'empty' })
      equal(empty.table.columns, [])
      equal([empty.table.rows, empty.columns, empty.rejects], [0, [], 0])
      equal((await load('', csvPlan(['a BIGINT']))).table.columns, [{ name: 'a', type: 'BIGINT' }])
    })

    it('tells how far it is', async () => {
      for (const text of ['1,2\n3,4\n', '1,"2\n3,4\n']) {
        const seen: number[][] = []
        const file = await place.file(text)
        const onProgress = (done: number, total: number): void => void seen.push([done, total])
        await place.tables().load(file, two, { id: newId(), onProgress })
        equal(seen[0], [0, text.length])
        equal(seen.at(-1), [text.length, text.length])
      }
    })

    it('reads the same file again with other types', async () => {
      const file = await place.file('1\n2\nx\n')
      const id = newId()
      const first = await place.tables().load(file, csvPlan(['a BIGINT']), { id })
      equal(first.columns[0]?.badCells, 1)
      const second = await place.tables().load(file, csvPlan(['a VARCHAR']), { id })
      equal(await rowsOf(second), [['1'], ['2'], ['x']])
    })

    it('leaves the table of an id as it was when loading another under it fails', async () => {
      const id = newId()
      const first = await load('1,2\n', two, id)
      equal((await problemOf(load('[', jsonPlan(['a']), id))).code, 'load.json')
      equal(await rowsOf(first), [['1', '2']])
    })

    it('keeps a cell of several megabytes', async () => {
      const long = `${'x'.repeat(1 << 20)}",\n`.repeat(3)
      const loaded = await load(`1,"${long.replaceAll('"', '""')}"\n2,y\n`, two)
      const lengths = sql`SELECT length(b) AS n, md5(b) = md5(${long}) AS same FROM ${name(tableName(loaded.table.id))}`
      equal(await place.tables().rows(lengths), [
        { n: long.length, same: true },
        { n: 1, same: false },
      ])
    })

    it('stops when it is told to', async () => {
      const controller = new AbortController()
      const reason = new Error('enough')
      const file = await place.file('1,"2\n'.repeat(400_000))
      const id = newId()
      const onProgress = (done: number): void => {
        if (done > 0) controller.abort(reason)
      }
      const loading = place.tables().load(file, two, { id, signal: controller.signal, onProgress })
      equal(await loading.catch((cause: unknown) => cause === reason), true)
      equal(place.tables().has(id), false)
    })

    it('stops while DuckDB itself reads the file', async () => {
      const controller = new AbortController()
      const reason = new Error('enough')
      const file = await place.file('1234567,abcdefgh\n'.repeat(3_000_000))
      const id = newId()
      setTimeout(() => controller.abort(reason), 20)
      const loading = place.tables().load(file, two, { id, signal: controller.signal })
      equal(await loading.catch((cause: unknown) => cause === reason), true)
      equal(place.tables().has(id), false)
      await reads('1,2\n', two, [['1', '2']])
    })

    it('says that a file cannot be read any more', async () => {
      const gone = { ...(await place.file('1,2\n')), read: () => Promise.reject(new Error('gone')) }
      const { dataset, name: called, size, read } = gone
      const problem = await problemOf(place.tables().load({ dataset, name: called, size, read }, two, { id: newId() }))
      equal([problem.code, problem.where?.file], ['load.unreadable', 'file'])
      equal((await problemOf(load('1,2\n', csvPlan(['a', 'b'], { encoding: 'klingon' })))).code, 'load.encoding')
    })

    it('refuses names that DuckDB cannot tell apart, and types that it does not know', async () => {
      equal((await problemOf(load('1,2\n', csvPlan(['Id', 'id'])))).code, 'load.names')
      equal((await problemOf(load('1,2\n', csvPlan(['a', 'ROWID'])))).code, 'tables.reserved-name')
      const problem = await problemOf(load('1\n', csvPlan([column('a X(1);DROP')])))
      equal([problem.code, problem.where?.column], ['load.type', 'a'])
    })

    it('keeps names with quotes, and those that objects are made with', async () => {
      const names = ['__proto__', 'constructor', 'a"b', "c'd", 'e f', 'row_id']
      const loaded = await load('1,2,3,4,5,6\n', csvPlan(names.map((one) => ({ ...column(''), name: one }))))
      equal(
        loaded.table.columns.map((one) => one.name),
        names,
      )
      equal(
        loaded.columns.map((one) => one.nulls),
        [0, 0, 0, 0, 0, 0],
      )
    })
  })

  describe('typing cells', () => {
    /** Values of one column, its nulls and its bad cells. */
    const types = async (type: string, more: object, cells: Record<string, Scalar>, bad: string[] = []) => {
      const texts = [...Object.keys(cells), ...bad]
      const content = texts.map((text) => `"${text.replaceAll('"', '""')}"\n`).join('')
      const loaded = await load(content, csvPlan([column(`a ${type}`, more)]))
      const values = (await rowsOf(loaded)).map(([value]) => value)
      equal(
        texts.map((text, index) => [text, values[index]]),
        texts.map((text) => [text, cells[text] ?? null]),
      )
      const nulls = Object.values(cells).filter((value) => value === null).length
      const [counted] = loaded.columns
      equal([counted?.nulls, counted?.badCells], [nulls + bad.length, bad.length])
      equal(
        counted?.badExamples,
        bad.slice(0, 5).map((text) => ({ row: texts.indexOf(text) + 1, text })),
      )
    }

    it('takes whole numbers only for whole numbers', async () => {
      const beyond = { '9007199254740993': 9007199254740993n, '-9223372036854775808': -9223372036854775808n }
      await types('BIGINT', {}, { '1': 1, ' 2 ': 2, '+3': 3, '-4': -4, '007': 7, '': null, ' ': null, ...beyond }, [
        '1.5',
        '1.0',
        '1e3',
        '0x1F',
        '1_000',
        '9223372036854775808',
        'x',
      ])
    })

    it('takes decimals without rounding them', async () => {
      const cells = { '1': '1.00', '1.2': '1.20', '-.5': '-0.50', '1.2300': '1.23' }
      await types('DECIMAL(9,2)', {}, cells, ['1.239', '1e2', '12345678.00'])
    })

    it('takes doubles in every form', async () => {
      const cells = { '1': 1, '1.5': 1.5, '-2e-3': -0.002, '.5': 0.5, inf: Infinity, '1e400x': null }
      await types('DOUBLE', { nulls: ['1e400x'] }, cells, ['1,5', 'x', '1.5.5'])
    })

    it('takes off what stands around and between digits', async () => {
      const money = { strip: ['$', ' ', 'USD'], thousands: ',' }
      const cells = { '$1,234.50': 1234.5, '1234 USD': 1234, '-$ 5': -5, '12,34,567': 1234567 }
      await types('DOUBLE', money, cells, ['1,23', '$1,2345', '$'])
      const german = { decimal: ',', thousands: '.' }
      await types('DOUBLE', german, { '1.234,5': 1234.5, '0,25': 0.25 }, ['1.23,5'])
      await types('BIGINT', { thousands: ' ' }, { '1 234': 1234 }, ['12 34', '1.5'])
      const behind = { '1.234,5-': -1234.5, '0,25 -': -0.25, '3,5': 3.5, '-2,5': -2.5 }
      await types('DOUBLE', { ...german, minusBehind: true }, behind, ['-1,5-', '1,5--', '+1,5-', '-'])
    })

    it('takes the text of a formula that gives a text, and leaves every other one', async () => {
      const given = { '="01067"': '01067', ' ="a ""b"""': 'a "b"', '=""': '', '-': null, '="-"': null }
      const kept = Object.fromEntries(['=A1', '="a"&"b"', '="a', 'x'].map((text) => [text, text]))
      await types('VARCHAR', { formulaText: true, nulls: ['-'] }, { ...given, ...kept })
      await types('VARCHAR', {}, { '="01067"': '="01067"' })
    })

    it('takes words for true, false and no value, in any case', async () => {
      const words = { trueValues: ['Yes'], falseValues: ['No'], nulls: ['n/a'] }
      await types('BOOLEAN', words, { Yes: true, no: false, 'n/a': null }, ['true', 'N/A'])
      await types('BOOLEAN', {}, { true: true, FALSE: false }, ['maybe'])
      await types('VARCHAR', { nulls: ['-'] }, { '-': null, ' - ': null, '--': '--' })
    })

    it('takes dates and times by their format, and never drops a part of them', async () => {
      await types('DATE', {}, { '2024-05-01': '2024-05-01', '2024-5-1': '2024-05-01', '2024/05/01': '2024-05-01' }, [
        '2024-02-30',
        '2024-05-01 10:00:00',
        'epoch',
        'infinity',
      ])
      await types('DATE', { format: '%d.%m.%Y' }, { '01.05.2024': '2024-05-01', ' 1.5.2024 ': '2024-05-01' }, [
        '31.02.2024',
        '2024-05-01',
      ])
      await types('TIME', {}, { '10:30': '10:30:00', '23:59:59.5': '23:59:59.5' }, ['25:00', '10'])
      await types('TIMESTAMP', { format: '%m/%d/%Y %I:%M %p' }, { '05/01/2024 1:05 PM': '2024-05-01 13:05:00' }, ['x'])
    })

    it('takes names of months in any language, and endings behind the day', async () => {
      const french = { janv: 1, janvier: 1, mars: 3, août: 8, déc: 12 }
      await types(
        'DATE',
        { format: '%d %m %Y', months: french },
        {
          '3 janv. 2021': '2021-01-03',
          '17 Mars 2021': '2021-03-17',
          '31 août 2020': '2020-08-31',
          '1 janvier 2021': '2021-01-01',
          '02 DÉC 2021': '2021-12-02',
        },
        ['3 brumaire 2021', '31 févr. 2021', '3 janv. 2021 x'],
      )
      await types(
        'DATE',
        { format: '%d %B %Y', strip: ['st', 'nd', 'rd', 'th'] },
        {
          '1st August 2021': '2021-08-01',
          '22nd May 2021': '2021-05-22',
          '13 March 2021': '2021-03-13',
        },
        ['1st Augu 2021'],
      )
      await types('DATE', { format: '%Y年%m月%d日' }, { '2019年9月16日': '2019-09-16' }, ['2019年9月'])
      await types('DATE', { format: '%Y%m%d' }, { '20240131': '2024-01-31' }, ['20240231', '2024-01-31'])
    })

    it('takes spans of time beyond a day, and in ISO 8601', async () => {
      await types(
        'INTERVAL',
        {},
        {
          '24:08:00': '24:08:00',
          '0:00:01.5': '00:00:01.5',
          '1250:00:00': '1250:00:00',
          PT1H30M: '01:30:00',
          P1DT2H: '1 day 02:00:00',
          P1Y2M: '1 year 2 months',
          'PT0.25S': '00:00:00.25',
          '-PT15M': '-00:15:00',
        },
        ['P', 'PT', '1:30', '24:61:00', '3 hours'],
      )
    })

    it('takes other minus signs, blanks and apostrophes between digits, and decimals that no double holds', async () => {
      const swedish = { decimal: ',', thousands: ' \u00a0', minus: '\u2212' }
      await types('DOUBLE', swedish, { '\u22121\u00a0234,5': -1234.5, '12 345': 12345, '-3': -3 }, ['\u2212\u22123'])
      await types('DOUBLE', { strip: ['%'], decimal: ',' }, { '%57,5': 57.5, '12 %': 12 }, ['57.5%'])
      await types('BIGINT', { thousands: "'’" }, { "1'234": 1234, '1’234’567': 1234567 }, ["1'23"])
      await types('DECIMAL(38,6)', {}, { '12345678901234.567891': '12345678901234.567891' }, ['1.2345678'])
      const id = '8c7d1a52-0b1e-4f7e-9d7c-1f2e3d4c5b6a'
      await types('UUID', {}, { [id]: id }, ['8c7d1a52'])
    })

    it('takes times with an offset as the instant in UTC', async () => {
      const cells = {
        '2024-05-01': '2024-05-01 00:00:00',
        '2024-05-01T10:00': '2024-05-01 10:00:00',
        '2024-05-01T10:00:00Z': '2024-05-01 10:00:00',
        '2024-05-01 10:00:00+02': '2024-05-01 08:00:00',
        '2024-05-01T10:00:00.25-03:30': '2024-05-01 13:30:00.25',
      }
      await types('TIMESTAMP', {}, cells, ['2024-05-01 10:00:00 America/New_York', 'now'])
      const format = '%d/%b/%Y:%H:%M:%S %z'
      await types('TIMESTAMP', { format }, { '01/May/2024:10:00:00 +0200': '2024-05-01 08:00:00' }, ['01/May/2024'])
    })
  })

  describe('loading JSON', () => {
    it('keeps numbers as they are written, and nested values as JSON', async () => {
      const text = '[{"a":9007199254740993,"b":1.50,"c":[1, {"x y": null}]},{"c":"é\\n\\"","b":"","a":null}]'
      await reads(text, jsonPlan(['a BIGINT', 'b', 'c']), [
        [9007199254740993n, '1.50', '[1,{"x y":null}]'],
        [null, '', 'é\n"'],
      ])
    })

    it('finds records behind keys, in lists, in columns and in one object', async () => {
      const rows = [
        [1, 'x'],
        [2, null],
      ]
      const plan = jsonPlan(['a BIGINT', 'b'])
      const lists = jsonPlan([column('a BIGINT', { path: ['0'] }), column('b', { path: ['1'] })])
      await reads('{"n":1,"d":{"r":[{"a":1,"b":"x"},{"a":2}]}}', { ...plan, recordsPath: ['d', 'r'] }, rows)
      await reads('[["a","b"],[1,"x"],[2,null]]', { ...lists, recordsShape: 'lists', headerLines: 1 }, rows)
      await reads('{"a":[1,2],"b":["x",null]}', { ...plan, recordsShape: 'columns' }, rows)
      await reads('{"a":{"0":1,"1":2},"b":{"0":"x","1":null}}', { ...plan, recordsShape: 'columns' }, rows)
      await reads('{"a":1,"b":[1,2]}', { ...plan, recordsShape: 'object' }, [[1, '[1,2]']])
      await reads('[1,2]', jsonPlan([column('a BIGINT', { path: [] })], { recordsShape: 'values' }), [[1], [2]])
    })

    it('reads what is nested by its path, and rejects what no column takes', async () => {
      const plan = jsonPlan([column('a BIGINT', { path: ['a'] }), column('high DOUBLE', { path: ['t', 'high'] })])
      await reads(
        '[{"a":1,"t":{"high":1.5}},\n{"a":2,"t":null},\n{"a":3,"t":{"low":1}},\n{"a":4,"x":1}]',
        plan,
        [
          [1, 1.5],
          [2, null],
        ],
        [3, 4],
      )
    })

    it('reads JSON lines, and rejects a line that is broken', async () => {
      const plan = jsonPlan(['a BIGINT', 'b'], { format: 'jsonl' })
      const text = '{"a":1,"b":"x"}\r\n\r\n{"a":2,"b":\r\n{"b":"y","a":3}\r\nnot json'
      await reads(
        text,
        plan,
        [
          [1, 'x'],
          [3, 'y'],
        ],
        [3, 5],
      )
    })

    it('keeps keys that objects are made with', async () => {
      await reads('[{"__proto__":"x","constructor":1}]', jsonPlan(['__proto__', 'constructor BIGINT']), [['x', 1]])
    })

    it('says where JSON breaks', async () => {
      const problem = await problemOf(load('[{"a":1},\n{"a":2},\n{"a"', jsonPlan(['a'])))
      equal([problem.code, problem.where?.line], ['load.json', 3])
      equal((await problemOf(load('{"d":1}', jsonPlan(['a'], { recordsPath: ['r'] })))).code, 'load.json')
      const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
      equal((await problemOf(load(deep, jsonPlan(['a'])))).code, 'load.json')
    })
  })
}
