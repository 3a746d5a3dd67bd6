import type { LoadPlan } from '@aw-flow/schema'
import type { Dialect, Region } from '@aw-flow/schema/internal'
import fc from 'fast-check'
import { seed, sizes } from '../../../test/sizes.ts'
import { readRegions } from '../files/read-regions.ts'
import { createCsvPlan, assertEqual, createTableId, type TestPlatform, type TestApi } from './test-case.ts'
import cases from './suites.cases.json' with { type: 'json' }

const timeoutMs = 600_000

const characters = cases.characters
const hostileContent = fc.oneof(
  fc.array(fc.constantFrom(...characters), { maxLength: 60 }).map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom('a,b', '1,2', '"x', 'x",', '', ' ', ',', 'one', '1,2,3', '"a\nb",c'), { maxLength: 25 })
    .map((lines) => lines.join('\n')),
  fc.uint8Array({ maxLength: 200 }),
)
const dialect: fc.Arbitrary<Dialect> = fc.oneof(
  fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', ' ', '||', ', '),
    quote: fc.constantFrom('"', '"', "'", ''),
    escape: fc.constantFrom('"', '\\', ''),
    newline: fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const, 'mixed' as const),
  }),
  fc.constantFrom<Dialect>(
    { delimiter: ' ', quote: '', escape: '', newline: '\n', repeated: true },
    { delimiter: ' ', quote: '', escape: '', newline: '\n', columnStarts: [0, 2, 5] },
    { delimiter: ' ', quote: '', escape: '', newline: '\n', columnStarts: [0, 2, 5], comment: '1' },
    { delimiter: ',', quote: '"', escape: '"', newline: '\n', comment: 'a' },
    { delimiter: '\t', quote: '"', escape: '\\', newline: 'mixed', comment: '12' },
  ),
)

/** Checks that the regions of any file cover it without gaps or overlaps, and match the loaded rows. */
export function describeRegions({ describe, it }: TestApi, platform: TestPlatform): void {
  const load = async (content: string | Uint8Array, plan: LoadPlan) => {
    const file = await platform.file(content)
    const id = createTableId()
    const loaded = await platform.tables().load(file, plan, { id })
    await platform.tables().drop(id)
    const regions: Region[] = []
    for await (const region of readRegions(file, plan, { padShortRecords: loaded.padded > 0 })) regions.push(region)
    return { loaded, regions }
  }

  describe('the regions of a file', () => {
    it('distinguish preamble, header, records, rejects, blank lines, notes and other tables', async () => {
      const text = 'Title\n\na,b\n1,2\n3,4,5\n\n"6\n7",8\nSource: us\n\nc,d,e\n1,2,3\n'
      const plan = createCsvPlan(['a', 'b'], {
        skippedLines: 2,
        headerLines: 1,
        trailingLines: 4,
        otherTables: [{ lines: [11, 12], columns: 3 }],
      })
      const { loaded, regions } = await load(text, plan)
      assertEqual(
        regions.map(({ kind, from, to }) => `${kind} ${from}-${to}`),
        [
          'preamble 1-1',
          'blank 2-2',
          'header 3-3',
          'record 4-4',
          'reject 5-5',
          'blank 6-6',
          'record 7-8',
          'note 9-9',
          'blank 10-10',
          'other-table 11-12',
        ],
      )
      assertEqual(loaded.regions?.list, regions)
    })

    it(
      'cover it without gaps or overlaps, and match its rows and rejects',
      async () => {
        const smallCount = fc.integer({ min: 0, max: 3 })
        await fc.assert(
          fc.asyncProperty(
            hostileContent,
            fc.record({
              dialect,
              width: fc.integer({ min: 1, max: 4 }),
              skippedLines: smallCount,
              headerLines: smallCount,
              trailingLines: smallCount,
            }),
            async (content, { dialect, width, ...lineCounts }) => {
              const columns = Array.from({ length: width }, (_, index) => `c${index}`)
              const plan = createCsvPlan(columns, { dialect, ...lineCounts })
              const { loaded, regions } = await load(content, plan)
              const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
              const details = JSON.stringify([content, plan])
              let next = 1
              for (const { from, to } of regions) {
                assertEqual(from, next, details)
                if (to < from) throw new Error(`A region ends before it begins: ${details}`)
                next = to + 1
              }
              assertEqual(next - 1, countPhysicalLines(bytes), details)
              regions.forEach(({ kind }, index) => {
                if (kind === regions[index - 1]?.kind) throw new Error(`Adjacent regions share a kind: ${details}`)
              })
              assertEqual(loaded.regions?.list, regions, details)
              const countLines = (wantedKind: Region['kind']): number =>
                regions.filter(({ kind }) => kind === wantedKind).reduce((sum, { from, to }) => sum + to - from + 1, 0)
              if (countLines('record') < loaded.table.rows || countLines('reject') < loaded.rejects)
                throw new Error(`More records than lines: ${details}`)
              assertEqual(countLines('record') > 0, loaded.table.rows > 0, details)
              assertEqual(countLines('reject') > 0, loaded.rejects > 0, details)
              assertEqual(loaded.regions?.records, { rows: loaded.table.rows, rejects: loaded.rejects }, details)
            },
          ),
          { numRuns: 4 * sizes.databaseRuns, seed },
        )
      },
      timeoutMs,
    )
  })
}

/** Counts physical lines: LF, CRLF and CR each end a line; the last line may have no line ending. */
function countPhysicalLines(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8').decode(bytes)
  const lines = text.split(/\r\n|\n|\r/)
  return lines.at(-1) === '' ? lines.length - 1 : lines.length
}
