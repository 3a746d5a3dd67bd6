import { createCsvPlan, assertEqual, type TestPlatform, type TestApi } from './test-case.ts'
import { createLoadHelpers } from './test-loading.ts'

/** Defines the conformance suite for lines, quotes and records in delimited text. */
export function describeDelimitedText({ describe, it }: TestApi, platform: TestPlatform): void {
  const { load, expectLoad, readRows } = createLoadHelpers(platform)
  const twoColumns = createCsvPlan(['a', 'b'])
  const threeColumns = createCsvPlan(['a', 'b', 'c'])

  describe('loading delimited text', () => {
    it('keeps the original text and distinguishes null from an empty string', async () => {
      await expectLoad('007,1.50\n" x ", y\n,""\n', twoColumns, [
        ['007', '1.50'],
        [' x ', ' y'],
        [null, ''],
      ])
    })

    it('reads all kinds of line endings, including a last line without one', async () => {
      const rows = [
        ['1', '2'],
        ['3', '4'],
        ['5', '6'],
      ]
      for (const text of ['1,2\n3,4\n5,6', '1,2\r\n3,4\r\n5,6\r\n', '1,2\r3,4\r5,6\r', '1,2\r\n3,4\n5,6\r']) {
        await expectLoad(text, twoColumns, rows)
      }
    })

    it('skips physical lines above the table, even with unbalanced quotes', async () => {
      const rows = [['1', '2']]
      await expectLoad('Report "x\n\na,b\n1,2\n', createCsvPlan(['a', 'b'], { skippedLines: 2, headerLines: 1 }), rows)
      await expectLoad('"a\nb",c\r\n1,2\r\n', createCsvPlan(['a', 'b'], { headerLines: 2 }), rows)
      await expectLoad('"a","b"\n1,2\n', createCsvPlan(['a', 'b'], { headerLines: 1 }), rows)
      await expectLoad('a,b\n', createCsvPlan(['a', 'b'], { headerLines: 1 }), [])
      await expectLoad('a,b', createCsvPlan(['a', 'b'], { headerLines: 5 }), [])
      // Regression: DuckDB lost the start of the first cell after mixed line endings.
      await expectLoad('bc\r\n\r1"",,\r', createCsvPlan(['a', 'b', 'c'], { headerLines: 2 }), [['1""', null, null]])
    })

    it('skips lines with any line ending, whether or not the plan names it', async () => {
      for (const newline of ['\n', '\r\n', '\r', 'mixed'] as const) {
        for (const end of ['\n', '\r\n', '\r']) {
          const text = ['above', '', 'a,b', '1,2', '"3\n",4', ''].join(end)
          const plan = createCsvPlan(['a', 'b'], { skippedLines: 2, headerLines: 1 })
          await expectLoad(text, { ...plan, dialect: { delimiter: ',', quote: '"', escape: '"', newline } }, [
            ['1', '2'],
            ['3\n', '4'],
          ])
        }
      }
    })

    it('skips lines below the table, trims padded cells and applies planned repairs', async () => {
      const dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n', padded: true } as const
      const text = 'a, b\n1 , x y \n2" ,"y"\n"3"\n\nSource: us, 2024\n'
      const mends = [{ line: 3, lines: 2, raw: '', cells: ['2', ''], reason: 'for the test' }]
      const plan = { ...createCsvPlan(['a', 'b'], { headerLines: 1, trailingLines: 2, mends }), dialect }
      await expectLoad(text, plan, [
        ['1', 'x y'],
        ['2', null],
      ])
    })

    it('skips comments, unless their marker is in a quoted cell', async () => {
      const dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n', comment: '//' } as const
      const plan = { ...createCsvPlan(['a', 'b'], { headerLines: 1 }), dialect }
      const text = 'a,b\n// first, "x\n1,2\n  // second\n"//3","\n// 4"\n/5,6//\n//\n'
      await expectLoad(text, plan, [
        ['1', '2'],
        ['//3', '\n// 4'],
        ['/5', '6//'],
      ])
      const alignedDialect = {
        delimiter: ' ',
        quote: '',
        escape: '',
        newline: '\n',
        repeated: true,
        comment: '#',
      } as const
      await expectLoad(' 1  2\n # 3 4\n5 6\n', { ...createCsvPlan(['a', 'b']), dialect: alignedDialect }, [
        ['1', '2'],
        ['5', '6'],
      ])
    })

    it('drops surplus cells that are a quoted line break', async () => {
      const plan = createCsvPlan(['a', 'b'])
      const { rejects } = await load('1,2,"\n"\n3,4,"x"\n5,6\n', plan)
      assertEqual(rejects, 1)
      await expectLoad('1,2,"\r\n",\n5,6\n', plan, [
        ['1', '2'],
        ['5', '6'],
      ])
    })

    it('rejects records that are too long or too short and reports their lines', async () => {
      const body = Array.from({ length: 100 }, (_, index) => `${index},x,y`).join('\n')
      const loaded = await load(`${body}\n1,2\n1,2,3,4\n"a\nb",2,3,4\nlast,x,y\n`, threeColumns)
      assertEqual(loaded.table.rows, 101)
      assertEqual(loaded.rejects, 3)
      assertEqual(loaded.rejectSample, [
        { line: 101, raw: '1,2', reason: { code: 'loading.reject-cells', params: { cells: 2, columns: 3 } } },
        { line: 102, raw: '1,2,3,4', reason: { code: 'loading.reject-cells', params: { cells: 4, columns: 3 } } },
        { line: 103, raw: '"a\nb",2,3,4', reason: { code: 'loading.reject-cells', params: { cells: 4, columns: 3 } } },
      ])
      assertEqual(loaded.padded, 0)
    })

    it('pads short records if most records are short, and reports the count', async () => {
      const loaded = await expectLoad('1,2,3\n4,5\n6\n7,8,9\n', threeColumns, [
        ['1', '2', '3'],
        ['4', '5', null],
        ['6', null, null],
        ['7', '8', '9'],
      ])
      assertEqual(loaded.padded, 2)
    })

    it('ignores empty cells beyond the width', async () => {
      await expectLoad('1,2,\n3,4,,\n', twoColumns, [
        ['1', '2'],
        ['3', '4'],
      ])
      // Regression: this text was read as two records with stray quotes.
      await expectLoad('c,"e\nf",\r\n', twoColumns, [['c', 'e\nf']])
    })

    it('skips blank lines if a record has several cells and reads them as null if it has one', async () => {
      await expectLoad('1,2\n\n  \n3,4\n\n', twoColumns, [
        ['1', '2'],
        ['3', '4'],
      ])
      await expectLoad('1\n\n3\n', createCsvPlan(['a']), [['1'], [null], ['3']])
    })

    it('does not let a stray quote swallow the following records', async () => {
      await expectLoad('1,"ab\n2,cd\n3,ef\n', twoColumns, [
        ['1', '"ab'],
        ['2', 'cd'],
        ['3', 'ef'],
      ])
      await expectLoad('1,5" disk\n2,"cd"\n3,"a"b"\n4,"ef""\n5,"a" b\n', twoColumns, [
        ['1', '5" disk'],
        ['2', 'cd'],
        ['3', 'a"b'],
        ['4', 'ef"'],
        ['5', '"a" b'],
      ])
      const middleLines = Array.from({ length: 50 }, (_, index) => `${index},"x",y`)
      const text = ['a,"b,c', ...middleLines, 'd,e",f'].join('\n')
      const loaded = await load(text, threeColumns)
      assertEqual(loaded.table.rows, 52)
      assertEqual((await readRows(loaded))[0], ['a', '"b', 'c'])
    })

    it('does not combine the records between two stray quotes into one cell', async () => {
      const middleLines = Array.from({ length: 50 }, (_, index) => `${index},x,y`)
      const loaded = await load(['a,"b,c', ...middleLines, 'd,e",f'].join('\n'), threeColumns)
      assertEqual([loaded.table.rows, loaded.rejects], [52, 0])
      assertEqual((await readRows(loaded))[51], ['d', 'e"', 'f'])
    })

    it('keeps line endings, quotes and delimiters inside quotes', async () => {
      await expectLoad('1,"a, ""b""\nc\r\nd"\n2, "e" \n', twoColumns, [
        ['1', 'a, "b"\nc\r\nd'],
        ['2', 'e'],
      ])
    })

    it('reads quotes after blanks and in parts identically, with and without invalid records', async () => {
      const validLines = '1,   "a,b"  \n2,   "c"\n3,"d" "e"\n4, """f"\n5,\t"g"\n'
      const rows = [
        ['1', 'a,b'],
        ['2', 'c'],
        ['3', 'd e'],
        ['4', '"f'],
        ['5', '\t"g"'],
      ]
      await expectLoad(validLines, twoColumns, rows)
      await expectLoad('2,   "c"\n3,"d" "e"\n4, """f"\n5,\t"g"\n', twoColumns, rows.slice(1))
      await expectLoad('3,"d" "e"\n4, """f"\n5,\t"g"\n', twoColumns, rows.slice(2))
      await expectLoad(`${validLines}6,"h\n`, twoColumns, [...rows, ['6', '"h']])
    })
  })
}
