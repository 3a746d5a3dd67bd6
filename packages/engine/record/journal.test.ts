import { getSentence } from '../../../test/render-messages.ts'
import { describe, expect, it } from 'vitest'
import { createMemoryJournal } from './memory-journal.ts'
import { parseRecord, serializeRecord } from './read-record.ts'
import { sampleRecord, testJournals } from './test-journal-suite.ts'

describe('memory journal', () => {
  const kept = new Map<string, ReturnType<typeof createMemoryJournal>>()
  testJournals(
    async (run) => {
      const journal = kept.get(run) ?? createMemoryJournal()
      kept.set(run, journal)
      return journal
    },
    { it, equal: (actual, expected) => expect(actual).toEqual(expected) },
  )
})

describe('parseRecord', () => {
  const text = serializeRecord(sampleRecord)
  const encoded = new TextEncoder().encode(text)

  it('[E51] reads what was written', () => {
    expect(parseRecord(text)).toEqual({ events: sampleRecord, problems: [], bytes: encoded.length })
    expect(parseRecord('')).toEqual({ events: [], problems: [], bytes: 0 })
  })

  it('[E51] drops and reports an incomplete last event, wherever it is cut', () => {
    const ends = new Set([0])
    for (let end = 0; end < encoded.length; end++) if (encoded[end] === 10) ends.add(end + 1)
    for (let cut = 0; cut <= encoded.length; cut++) {
      const { events, problems, bytes } = parseRecord(new TextDecoder().decode(encoded.slice(0, cut)))
      const completeEnds = [...ends].filter((end) => end <= cut)
      expect(events).toEqual(sampleRecord.slice(0, completeEnds.length - 1))
      expect(bytes).toBe(completeEnds.at(-1))
      expect(problems.map(({ code }) => code)).toEqual(ends.has(cut) ? [] : ['record.torn'])
    }
  })

  it('[E51] treats a last line of zeros, as file systems leave it, as incomplete', () => {
    const { events, problems } = parseRecord(`${text}${'\0'.repeat(100)}`)
    expect(events).toEqual(sampleRecord)
    expect(problems).toMatchObject([{ code: 'record.torn', severity: 'warning' }])
  })

  it('[E51] stops at a damaged event, and reports how much is dropped', () => {
    const lines = text.split('\n')
    lines[2] = '{"seq":2,'
    const { events, problems } = parseRecord(lines.join('\n'), 'run "r"')
    expect(events).toEqual(sampleRecord.slice(0, 2))
    expect(problems).toMatchObject([{ code: 'record.damaged', severity: 'error', where: { line: 3 } }])
    expect(getSentence(problems[0])).toContain('(4 in total)')
    expect(getSentence(problems[0])).toContain('run "r"')
  })

  it('[E51] reports the record of a newer version, and leaves it unchanged', () => {
    const [begin, ...others] = text.split('\n')
    const newer = [JSON.stringify({ ...JSON.parse(begin!), version: 3, more: true }), ...others].join('\n')
    const { events, problems } = parseRecord(newer, '"a.jsonl"')
    expect(events).toEqual([])
    expect(problems).toMatchObject([{ code: 'record.newer', severity: 'error', where: { line: 1 } }])
    expect(getSentence(problems[0])).toContain(
      '"a.jsonl" was written by a newer version of the program (format 3; supported: 2)',
    )
  })

  it('[E51] rejects events out of order', () => {
    const twice = serializeRecord([sampleRecord[0]!, sampleRecord[0]!, sampleRecord[1]!])
    expect(parseRecord(twice)).toMatchObject({ events: [sampleRecord[0]], problems: [{ code: 'record.damaged' }] })
  })
})
