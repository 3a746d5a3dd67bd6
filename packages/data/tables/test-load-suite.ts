import { quoteIdentifier, sql, tableName } from '@aw-flow/engine'
import type { LoadPlan } from '@aw-flow/schema'
import {
  createColumn,
  createCsvPlan,
  assertEqual,
  createJsonPlan,
  createTableId,
  catchProblem,
  type TestPlatform,
  type TestApi,
} from './test-case.ts'
import { describeJson } from './test-load-json-suite.ts'
import { describeDelimitedText } from './test-load-text-suite.ts'
import { describeTyping } from './test-typing-suite.ts'
import { createLoadHelpers } from './test-loading.ts'

/** Defines the conformance suite for loading files. */
export function describeLoading(api: TestApi, platform: TestPlatform): void {
  const { describe, it } = api
  const { load, expectLoad, readRows } = createLoadHelpers(platform)
  const twoColumns = createCsvPlan(['a', 'b'])
  const semicolonDialect = { delimiter: ';', quote: '"', escape: '"', newline: '\n' } as const

  describe('loading a file', () => {
    it('reads other delimiters, quotes and escapes', async () => {
      const rows = [['a', "b|'c"]]
      const dialect = { quote: "'", escape: "'", newline: '\n' } as const
      await expectLoad("a|'b|''c'\n", createCsvPlan(['a', 'b'], { dialect: { ...dialect, delimiter: '|' } }), rows)
      await expectLoad("a\t'b|''c'\n", createCsvPlan(['a', 'b'], { dialect: { ...dialect, delimiter: '\t' } }), rows)
      await expectLoad("a~|~'b|''c'\n", createCsvPlan(['a', 'b'], { dialect: { ...dialect, delimiter: '~|~' } }), rows)
      await expectLoad(
        "a¦'b|\\'c'\n",
        createCsvPlan(['a', 'b'], { dialect: { ...dialect, delimiter: '¦', escape: '\\' } }),
        rows,
      )
      await expectLoad(
        "a;b|'c\n",
        createCsvPlan(['a', 'b'], { dialect: { ...semicolonDialect, quote: '', escape: '' } }),
        rows,
      )
      await expectLoad('a,b\n', createCsvPlan(['a'], { dialect: { ...semicolonDialect, delimiter: '' } }), [['a,b']])
    })

    it('decodes encodings other than UTF-8 and replaces invalid bytes', async () => {
      const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list)
      const rows = [['1', 'é']]
      await expectLoad(bytes(0x31, 0x2c, 0xe9, 0x0a), createCsvPlan(['a', 'b'], { encoding: 'windows-1252' }), rows)
      await expectLoad(
        bytes(0xff, 0xfe, 0x31, 0, 0x2c, 0, 0xe9, 0, 0x0a, 0),
        createCsvPlan(['a', 'b'], { encoding: 'utf-16le' }),
        rows,
      )
      await expectLoad(bytes(0xef, 0xbb, 0xbf, 0x31, 0x2c, 0xc3, 0xa9), twoColumns, rows)
      await expectLoad(bytes(0x31, 0x2c, 0xe9, 0x0a), twoColumns, [['1', '\ufffd']])
    })

    it('decodes legacy encodings identically on every platform', async () => {
      const encodedSamples: [string, number[], string][] = [
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
      for (const [encoding, bytes, text] of encodedSamples) {
        const lineEnd = encoding === 'utf-32be' ? [0, 0, 0, 0x0a] : [0x0a]
        await expectLoad(Uint8Array.from([...bytes, ...lineEnd]), createCsvPlan(['a'], { encoding }), [[text]])
      }
    })

    it('reads lines that are not UTF-8 in the fallback encoding', async () => {
      const bytes = [...new TextEncoder().encode('é,1\n😀,2\n'), 0xe9, 0x2c, 0x33, 0x0a, 0x61, 0x2c, 0x34]
      const plan = createCsvPlan(['a', 'b BIGINT'], { encoding: 'utf-8/windows-1252' })
      await expectLoad(Uint8Array.from(bytes), plan, [
        ['é', 1],
        ['😀', 2],
        ['é', 3],
        ['a', 4],
      ])
    })

    it('reports invalid bytes in strict mode, with either reader', async () => {
      const toLatin1Bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
      const loadStrictly = async (content: Uint8Array, plan: LoadPlan): Promise<unknown> =>
        platform.tables().load(await platform.file(content), plan, { id: createTableId(), isSampled: true })
      const typedPlan = createCsvPlan(['a', 'b DOUBLE'])
      for (const text of ['1,\xe9\n', '1,"\xe9\n', '1,2,3\n\xe9,4\n', '\xed\xa0\x80,1\n', '1,2\n\xc3\n']) {
        assertEqual((await catchProblem(loadStrictly(toLatin1Bytes(text), twoColumns))).code, 'load.other-encoding')
        assertEqual((await catchProblem(loadStrictly(toLatin1Bytes(text), typedPlan))).code, 'load.other-encoding')
      }
      assertEqual(
        (await catchProblem(loadStrictly(toLatin1Bytes('[{"a":"\xe9"}]'), createJsonPlan(['a'])))).code,
        'load.other-encoding',
      )
      await loadStrictly(toLatin1Bytes('1,\xc3\xa9\n'), twoColumns)
    })

    it('keeps NUL, emoji and control characters', async () => {
      await expectLoad('a\0b,\0\n😀,\u001a\u0007\n', twoColumns, [
        ['a\0b', '\0'],
        ['😀', '\u001a\u0007'],
      ])
    })

    it('reads an empty file as a table without rows, with or without columns', async () => {
      const empty = await load('', { ...createCsvPlan([]), format: 'empty' })
      assertEqual(empty.table.columns, [])
      assertEqual([empty.table.rows, empty.columns, empty.rejects], [0, [], 0])
      assertEqual((await load('', createCsvPlan(['a BIGINT']))).table.columns, [{ name: 'a', type: 'BIGINT' }])
    })

    it('reports progress', async () => {
      for (const text of ['1,2\n3,4\n', '1,"2\n3,4\n']) {
        const progress: number[][] = []
        const file = await platform.file(text)
        const onProgress = (processed: number, total: number): void => void progress.push([processed, total])
        await platform.tables().load(file, twoColumns, { id: createTableId(), onProgress })
        assertEqual(progress[0], [0, text.length])
        assertEqual(progress.at(-1), [text.length, text.length])
      }
    })

    it('reads the same file again with other types', async () => {
      const file = await platform.file('1\n2\nx\n')
      const id = createTableId()
      const first = await platform.tables().load(file, createCsvPlan(['a BIGINT']), { id })
      assertEqual(first.columns[0]?.badCells, 1)
      const second = await platform.tables().load(file, createCsvPlan(['a VARCHAR']), { id })
      assertEqual(await readRows(second), [['1'], ['2'], ['x']])
    })

    it('keeps the existing table if loading another table with the same id fails', async () => {
      const id = createTableId()
      const first = await load('1,2\n', twoColumns, id)
      assertEqual((await catchProblem(load('[', createJsonPlan(['a']), id))).code, 'load.json')
      assertEqual(await readRows(first), [['1', '2']])
    })

    it('loads a cell of several megabytes', async () => {
      const longText = `${'x'.repeat(1 << 20)}",\n`.repeat(3)
      const loaded = await load(`1,"${longText.replaceAll('"', '""')}"\n2,y\n`, twoColumns)
      const lengths = sql`SELECT length(b) AS n, md5(b) = md5(${longText}) AS same FROM ${quoteIdentifier(tableName(loaded.table.id))}`
      assertEqual(await platform.tables().rows(lengths), [
        { n: longText.length, same: true },
        { n: 1, same: false },
      ])
    })

    it('stops when the signal is aborted', async () => {
      const controller = new AbortController()
      const reason = new Error('enough')
      const file = await platform.file('1,"2\n'.repeat(400_000))
      const id = createTableId()
      const onProgress = (processed: number): void => {
        if (processed > 0) controller.abort(reason)
      }
      const loading = platform.tables().load(file, twoColumns, { id, signal: controller.signal, onProgress })
      assertEqual(await loading.catch((cause: unknown) => cause === reason), true)
      assertEqual(platform.tables().has(id), false)
    })

    it('stops while DuckDB reads the file', async () => {
      const controller = new AbortController()
      const reason = new Error('enough')
      const file = await platform.file('1234567,abcdefgh\n'.repeat(3_000_000))
      const id = createTableId()
      setTimeout(() => controller.abort(reason), 20)
      const loading = platform.tables().load(file, twoColumns, { id, signal: controller.signal })
      assertEqual(await loading.catch((cause: unknown) => cause === reason), true)
      assertEqual(platform.tables().has(id), false)
      await expectLoad('1,2\n', twoColumns, [['1', '2']])
    })

    it('reports a file that can no longer be read', async () => {
      const unreadable = { ...(await platform.file('1,2\n')), read: () => Promise.reject(new Error('unreadable')) }
      const { dataset, name: fileName, size, read } = unreadable
      const problem = await catchProblem(
        platform.tables().load({ dataset, name: fileName, size, read }, twoColumns, { id: createTableId() }),
      )
      assertEqual([problem.code, problem.where?.file], ['load.unreadable.changed', 'file'])
      assertEqual(
        (await catchProblem(load('1,2\n', createCsvPlan(['a', 'b'], { encoding: 'klingon' })))).code,
        'load.encoding',
      )
    })

    it('rejects names that DuckDB treats as equal, and unknown types', async () => {
      assertEqual((await catchProblem(load('1,2\n', createCsvPlan(['Id', 'id'])))).code, 'load.names')
      assertEqual((await catchProblem(load('1,2\n', createCsvPlan(['a', 'ROWID'])))).code, 'tables.reserved-name')
      const problem = await catchProblem(load('1\n', createCsvPlan([createColumn('a X(1);DROP')])))
      assertEqual([problem.code, problem.where?.column], ['load.type', 'a'])
    })

    it('keeps names with quotes, and names such as `__proto__`', async () => {
      const names = ['__proto__', 'constructor', 'a"b', "c'd", 'e f', 'row_id']
      const loaded = await load(
        '1,2,3,4,5,6\n',
        createCsvPlan(names.map((columnName) => ({ ...createColumn(''), name: columnName }))),
      )
      assertEqual(
        loaded.table.columns.map((item) => item.name),
        names,
      )
      assertEqual(
        loaded.columns.map((item) => item.nulls),
        [0, 0, 0, 0, 0, 0],
      )
    })
  })

  describeDelimitedText(api, platform)
  describeTyping(api, platform)
  describeJson(api, platform)
}
