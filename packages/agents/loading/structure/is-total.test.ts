import { describe, expect, it } from 'vitest'
import { isTotalOfRecords, isStatisticsRecord, isSummary, isTotal } from './is-total.ts'
import { readRecords, type SourceRecord } from '../records/read-records.ts'

const recordsOf = (text: string) => readRecords(text, { delimiter: ',', quote: '"', escape: '"' })
const lastOf = (records: readonly SourceRecord[]): SourceRecord => records.at(-1) as SourceRecord
/** Returns whether the last record is a total. */
const total = (text: string): boolean => {
  const records = recordsOf(text)
  return isTotal(lastOf(records), records.slice(0, -1), [])
}

it('isTotalOfRecords accepts the sums or means of a labeled record only', () => {
  const equals = (text: string): boolean => {
    const records = recordsOf(text)
    return isTotalOfRecords(lastOf(records), records.slice(0, -1))
  }
  expect(equals('a,1,2\nb,3,4\nTotal,4,6')).toBe(true)
  expect(equals('a,1,10\nb,3,20\nAverage,2,15')).toBe(true)
  expect(equals('a,1,2\nb,3,4\nTotal,9,9')).toBe(false)
  expect(equals('a,1,2\nb,3,4\nc,4,6')).toBe(false)
})

describe('isTotal', () => {
  it.each([
    ['a record of sums', 'a,1,2\nb,3,4\nTotal,4,6'],
    ['a total of rounded figures that is not below the maximum', 'a,1.2,20\nb,3.1,40\nc,2.2,30\nTotal,7,91'],
    ['a total of hidden figures', 'a,10\nb,30\nc,20\nState Total,212'],
    ['a label in a later column', ',a,1\n,b,3\n,c,2\n,Grand total,9'],
    ['a record of means', 'a,1,10\nb,3,20\nAverage,2,15'],
  ])('accepts %s', (_, text) => expect(total(text)).toBe(true))

  it.each([
    ['one of several labeled totals', 'a,1\nTotal,5\nb,3\nTotal,12'],
    ['a total below the maximum', 'a,10\nb,30\nc,20\nTotal,7'],
    ['a wrong mean', 'a,1,10\nb,3,20\nAverage,9,90'],
    ['a record without a label for totals', 'a,1\nb,3\nc,4'],
    ['a record without a number', 'a,1\nb,3\nc,2\nTotal,x'],
  ])('rejects %s', (_, text) => expect(total(text)).toBe(false))
})

it('recognizes the labels of summaries', () => {
  const [mean, sum, other] = recordsOf('Std. dev.,1\nInsgesamt,2\nMaximilian,3')
  expect([mean, sum, other].map((record) => record && isStatisticsRecord(record))).toEqual([true, false, false])
  expect([mean, sum, other].map((record) => record && isSummary(record))).toEqual([true, true, false])
})
