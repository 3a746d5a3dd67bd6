import { createEmptyWorkflow, type RunEvent } from '@aw-flow/schema'
import type { Journal } from '../journal.ts'

/** Opens the journal of a run by its name. All journals share one storage location. */
export type OpenJournal = (runName: string) => Promise<Journal & { close?(): Promise<void> }>

/** The functions of the test runner that the suite needs, in Node or a browser. */
export interface TestRunner {
  it(title: string, test: () => Promise<void>): void
  equal(actual: unknown, expected: unknown): void
}

const timestamp = { time: 1_000 }
export const sampleRecord: readonly RunEvent[] = [
  {
    seq: 0,
    ...timestamp,
    type: 'run-started',
    version: 2,
    run: 'r',
    workflow: createEmptyWorkflow('“Ä”\n'),
    inputs: {},
    seed: 1,
  },
  { seq: 1, ...timestamp, type: 'node-started', node: 'a', attempt: 1, key: 'k' },
  {
    seq: 2,
    ...timestamp,
    type: 'effect-started',
    node: 'a',
    attempt: 1,
    effect: 'x-1-0',
    kind: 'x',
    request: { u: '☃' },
  },
  { seq: 3, ...timestamp, type: 'effect-ended', node: 'a', attempt: 1, effect: 'x-1-0', outcome: [1, 'two', null] },
  {
    seq: 4,
    ...timestamp,
    type: 'node-completed',
    node: 'a',
    outputs: { o: { kind: 'json', json: { a: 1 } } },
    ms: 1,
    problems: [],
  },
  { seq: 5, ...timestamp, type: 'run-completed' },
]

/** Runs the conformance suite of journals. */
export function testJournals(open: OpenJournal, { it, equal }: TestRunner): void {
  it('[E50] returns the appended events in order, even after it is reopened', async () => {
    const journal = await open('whole')
    for (const event of sampleRecord) await journal.append([event])
    equal(await journal.read(), { events: sampleRecord, problems: [] })
    await journal.close?.()
    const reopened = await open('whole')
    equal(await reopened.read(), { events: sampleRecord, problems: [] })
    await reopened.close?.()
  })

  it('[E50] appends several events at once, and continues after the last event when it is reopened', async () => {
    const journal = await open('batches')
    await journal.append(sampleRecord.slice(0, 3))
    await journal.close?.()
    const reopened = await open('batches')
    await reopened.append(sampleRecord.slice(3))
    equal(await reopened.read(), { events: sampleRecord, problems: [] })
    await reopened.close?.()
  })

  it('[E50] separates runs, and returns no events for a run that has not started', async () => {
    const [first, second] = [await open('one'), await open('other')]
    await first.append(sampleRecord.slice(0, 1))
    equal(await second.read(), { events: [], problems: [] })
    await first.close?.()
    await second.close?.()
  })

  it('[E50] appends empty batches, and large events with any characters', async () => {
    const journal = await open('large')
    const message = 'ä ☃ " \\ \n \u0000 \ud800 '.repeat(20_000)
    const log: RunEvent = { seq: 1, ...timestamp, type: 'node-logged', node: 'a', level: 'info', message }
    await journal.append([])
    await journal.append([sampleRecord[0]!, log])
    await journal.close?.()
    const reopened = await open('large')
    equal(await reopened.read(), { events: [sampleRecord[0], log], problems: [] })
    await reopened.close?.()
  })
}
