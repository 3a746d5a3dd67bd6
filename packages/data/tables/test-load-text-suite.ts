import { csvPlan, equal, type Place, type TestApi } from './test-case.ts'
import { loadingAt } from './test-loading.ts'

/** What every adapter makes of the lines, quotes and records of delimited text. */
export function describeDelimitedText({ describe, it }: TestApi, place: Place): void {
  const { load, reads, rowsOf } = loadingAt(place)
  const two = csvPlan(['a', 'b'])
  const three = csvPlan(['a', 'b', 'c'])

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
        { line: 101, raw: '1,2', reason: { code: 'loading.reject-cells', params: { cells: 2, columns: 3 } } },
        { line: 102, raw: '1,2,3,4', reason: { code: 'loading.reject-cells', params: { cells: 4, columns: 3 } } },
        { line: 103, raw: '"a\nb",2,3,4', reason: { code: 'loading.reject-cells', params: { cells: 4, columns: 3 } } },
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
  })
}
