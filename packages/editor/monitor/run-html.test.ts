import { createRunHistory, type RunEventBody } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { formatMoment } from '../format.ts'
import { loadMonitorLanguage } from '../language/monitor-language.ts'
import { completedRun, failingRun, recordOf, testRunStart } from '../test-run-record.ts'
import { runMonitorStrings } from './monitor-strings.ts'
import { runHtml } from './run-html.ts'

const htmlOf = (bodies: readonly RunEventBody[], strings = runMonitorStrings): string =>
  runHtml(createRunHistory(recordOf(bodies)).now, strings)
/** What a reader sees of it. */
const seen = (html: string): string => html.replace(/<style>[^]*?<\/style>/, '').replaceAll(/<[^>]*>/g, '')
const logged = (message: string): RunEventBody => ({ type: 'node-logged', node: 'load', level: 'info', message })
const odd = logged('It ended at 2026-11-22T05:33:45.123Z, see `a<script>alert(1)</script>` & "b".')

const failedLoad: RunEventBody[] = [
  { type: 'node-started', node: 'load', attempt: 1, key: 'k1' },
  {
    type: 'node-failed',
    node: 'load',
    ms: 12.100000001490116,
    error: { kind: 'permanent', problem: { code: 'load.no-reader', severity: 'error', message: 'No table.' } },
    report: {
      kind: 'load',
      report: {
        file: 'cat.png',
        size: 48_213,
        attempts: [
          { attempt: 1, action: 'Read as `CSV`', success: false, reason: 'No lines.', ms: 12.100000001490116 },
        ],
        warnings: [],
      },
    },
  },
  { type: 'run-failed', failed: ['load'] },
]

describe('a run as one file', () => {
  it('writes times in the language of its words', async () => {
    const german = await loadMonitorLanguage('de-DE')
    for (const strings of [runMonitorStrings, german]) {
      const html = htmlOf([...failingRun().slice(0, 1), odd, ...failingRun().slice(1)], strings)
      expect(seen(html)).not.toMatch(/\d{4}-\d\d-\d\d|\dT\d/)
      expect(seen(html)).toContain(formatMoment(testRunStart, strings.language, true))
      expect(seen(html)).toContain(formatMoment(Date.parse('2026-11-22T05:33:45.123Z'), strings.language))
    }
  })

  it('sets names as code, with nothing of them as markup', () => {
    const html = htmlOf([odd, ...failingRun()])
    expect(seen(html)).not.toContain('`')
    expect(html).toContain('<code>a&lt;script&gt;alert(1)&lt;/script&gt;</code> &amp; &quot;b&quot;.')
    expect(html).toContain('Column <code>amout</code> is not in <code>orders</code>.')
    expect(html).not.toContain('<script')
  })

  it('shows how a load went, and how it failed, in words', () => {
    const whole = htmlOf(failingRun())
    expect(seen(whole)).toContain('File: messy.csv · Size: 48 kB')
    expect(seen(whole)).not.toContain('rejectSample')
    expect(whole).toContain('Read with <code>;</code>')
    const failed = seen(htmlOf(failedLoad))
    expect(failed).toContain('File: cat.png · Size: 48 kB')
    expect(failed).toContain('failed, 12 ms')
    expect(failed).not.toMatch(/12\.1|"ms"/)
  })

  it('tells the same time of a node and of its attempt, and what it waited', () => {
    const record = recordOf(completedRun()).map((event) => ({ ...event, ...('ms' in event ? { ms: 77 } : {}) }))
    const html = seen(runHtml(createRunHistory(record).now, runMonitorStrings))
    expect(html.match(/77 ms/g)).toHaveLength(8)
    expect(html).not.toMatch(/took 120 ms/)
    expect(seen(htmlOf(failingRun()))).toContain('took 360 ms · waited 120 ms')
  })

  it('says of one that only waited how long it waited, and of one that was skipped no attempts', () => {
    const waited = recordOf(failingRun()).map((event) => ({ ...event, ...('ms' in event ? { ms: 0.2 } : {}) }))
    const html = runHtml(createRunHistory(waited).now, runMonitorStrings)
    expect(seen(html)).toContain('waited 120 ms')
    expect(seen(html)).not.toContain('took 0 ms · waited')
    const skipped = htmlOf([{ type: 'node-skipped', node: 'load', reason: 'Not run.', because: [] }])
    expect(skipped).toContain('<td>Skipped</td><td class="n"></td>')
  })
})
