import { describe, expect, it } from 'vitest'
import { isStatistic, isSummary, isTotal, isUnlabelledTotal } from './is-total.ts'
import { readRecords, type SourceRecord } from '../detect/read-records.ts'

const recordsOf = (text: string) => readRecords(text, { delimiter: ',', quote: '"', escape: '"' })
const lastOf = (records: readonly SourceRecord[]): SourceRecord => records.at(-1) as SourceRecord
/** What is said of the last record. */
const total = (text: string): boolean => {
  const records = recordsOf(text)
  return isTotal(lastOf(records), records.slice(0, -1), [])
}
const unlabelled = (text: string): boolean => {
  const records = recordsOf(text)
  return isUnlabelledTotal(lastOf(records), records.slice(0, -1))
}

describe('a total', () => {
  it.each([
    ['whose numbers are the sums', 'a,1,2\nb,3,4\nTotal,4,6'],
    ['of rounded figures that is at least as large as the largest', 'a,1.2,20\nb,3.1,40\nc,2.2,30\nTotal,7,91'],
    ['of figures that are not shown', 'a,10\nb,30\nc,20\nState Total,212'],
    ['in a later column', ',a,1\n,b,3\n,c,2\n,Grand total,9'],
    ['that is a mean', 'a,1,10\nb,3,20\nAverage,2,15'],
  ])('%s', (_, text) => expect(total(text)).toBe(true))

  it.each([
    ['another record says so', 'a,1\nTotal,5\nb,3\nTotal,12'],
    ['it is smaller than what it would sum up', 'a,10\nb,30\nc,20\nTotal,7'],
    ['it is a mean that is none', 'a,1,10\nb,3,20\nAverage,9,90'],
    ['no word says so', 'a,1\nb,3\nc,4'],
    ['it has no number', 'a,1\nb,3\nc,2\nTotal,x'],
  ])('is none where %s', (_, text) => expect(total(text)).toBe(false))

  it('without a label is told by its sums, where all others have one', () => {
    expect(unlabelled('a,1\nb,2\nc,3\nd,4\ne,5\n,15')).toBe(true)
    expect(unlabelled('a,1\nb,2\nc,3\nd,4\ne,5\n,14')).toBe(false)
    expect(unlabelled('a,0\nb,0\nc,0\nd,0\ne,0\n,0')).toBe(false)
    expect(unlabelled('a,1\n,2\nc,3\nd,4\ne,5\n,15')).toBe(false)
  })
})

it('knows the words of summaries', () => {
  const [mean, sum, other] = recordsOf('Std. dev.,1\nInsgesamt,2\nMaximilian,3')
  expect([mean, sum, other].map((record) => record && isStatistic(record))).toEqual([true, false, false])
  expect([mean, sum, other].map((record) => record && isSummary(record))).toEqual([true, true, false])
})
