import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Label, LaterLabel } from './label.ts'
import {
  readBatches,
  readFreshBatches,
  readFreshLabels,
  readLabels,
  readLaterBatches,
  readLaterLabels,
  readUnseenBatches,
  readUnseenLabels,
  unseenSets,
} from './read-labels.ts'
import { splitOf } from './split-of.ts'

const archive = resolve(import.meta.dirname, '../../../shared/messy/real.tar.xz')
const labels = [...readLabels()]
const freshLabels = [...readFreshLabels()]

/** Names of labels that violate a rule, so that a failure lists the files. */
const against = (rule: (entry: Label, name: string) => boolean, among: readonly [string, Label][] = labels): string[] =>
  among.filter(([name, entry]) => !rule(entry, name)).map(([name]) => name)

const ordered = (lines: number[]): boolean => lines.every((line, at) => at === 0 || line > (lines[at - 1] ?? 0))

const rangesOrdered = (ranges: [number, number][]): boolean =>
  ranges.every(([from, to], at) => from <= to && from > (ranges[at - 1]?.[1] ?? 0))

/** Code pages without a WHATWG label, by their IANA names. */
const unnamed = new Set(['ibm850'])

const knownEncoding = (name: string): boolean => {
  try {
    return unnamed.has(name) || new TextDecoder(name).encoding === name
  } catch {
    return false
  }
}

describe('labels of published files', () => {
  it('include at least 110 in both halves, at most 20 per batch', () => {
    expect(labels.length).toBeGreaterThanOrEqual(110)
    expect([...readBatches()].filter(([, entries]) => entries.size > 20)).toEqual([])
    const judged = labels.filter(([name]) => splitOf(name) === 'judge').length
    expect(judged).toBeGreaterThan(labels.length / 3)
    expect(judged).toBeLessThan((labels.length * 2) / 3)
  })

  it('of the fresh set include at least 120 with other names, at most 20 per batch and three files per source', () => {
    expect(freshLabels.length).toBeGreaterThanOrEqual(120)
    expect([...readFreshBatches()].filter(([, entries]) => entries.size > 20)).toEqual([])
    const names = new Set(labels.map(([name]) => name))
    expect(freshLabels.filter(([name]) => names.has(name))).toEqual([])
    const counts = new Map<string, number>()
    for (const [, { source }] of freshLabels) {
      const from = 'repository' in source ? source.repository : source.package
      counts.set(from, (counts.get(from) ?? 0) + 1)
    }
    expect([...counts].filter(([, count]) => count > 3)).toEqual([])
  })
})

/** The fewest labels of each unseen set and the most of one package. README.md says why some are smaller than planned. */
const limits: Record<(typeof unseenSets)[number], { min: number; maxPerPackage: number }> = {
  unseen: { min: 60, maxPerPackage: 3 },
  'second-unseen': { min: 60, maxPerPackage: 3 },
  'third-unseen': { min: 20, maxPerPackage: 3 },
  'fourth-unseen': { min: 40, maxPerPackage: 3 },
  'fifth-unseen': { min: 80, maxPerPackage: 15 },
  'sixth-unseen': { min: 80, maxPerPackage: 8 },
  'seventh-unseen': { min: 75, maxPerPackage: 4 },
  'eighth-unseen': { min: 75, maxPerPackage: 4 },
  'ninth-unseen': { min: 75, maxPerPackage: 4 },
  'tenth-unseen': { min: 74, maxPerPackage: 9 },
  'eleventh-unseen': { min: 60, maxPerPackage: 4 },
  'twelfth-unseen': { min: 80, maxPerPackage: 12 },
  'thirteenth-unseen': { min: 150, maxPerPackage: 4 },
  'fourteenth-unseen': { min: 60, maxPerPackage: 21 },
  'fifteenth-unseen': { min: 230, maxPerPackage: 3 },
}

/** Sets with other files of packages that earlier sets use. */
const setsOfKnownPackages: readonly string[] = ['seventh-unseen', 'ninth-unseen', 'twelfth-unseen', 'fifteenth-unseen']

describe.each(unseenSets)('labels of the set "%s"', (set) => {
  const unseen = [...readUnseenLabels(set)]
  const { min, maxPerPackage } = limits[set]

  it(`include at least ${min}, at most ${maxPerPackage} per package and 20 per batch, that no other set uses`, () => {
    expect(unseen.length).toBeGreaterThanOrEqual(min)
    expect([...readUnseenBatches(set)].filter(([, entries]) => entries.size > 20)).toEqual([])
    const packageOf = ([, { source }]: readonly [string, { source: object }]): string =>
      'package' in source ? String(source.package) : ''
    const otherUnseen = unseenSets
      .filter((other) => other !== set && !(setsOfKnownPackages.includes(other) && !setsOfKnownPackages.includes(set)))
      .flatMap((other) => [...readUnseenLabels(other)])
    const others = [...freshLabels, ...readLaterLabels(), ...otherUnseen]
    const names = new Set(others.map(([name]) => name))
    expect(unseen.filter(([name]) => names.has(name))).toEqual([])
    const packages = new Set(others.map(packageOf))
    const isKnown = (entry: (typeof unseen)[number]): boolean => packages.has(packageOf(entry))
    expect(setsOfKnownPackages.includes(set) ? [] : unseen.filter(isKnown)).toEqual([])
    const counts = new Map<string, number>()
    for (const entry of unseen) counts.set(packageOf(entry), (counts.get(packageOf(entry)) ?? 0) + 1)
    expect([...counts].filter(([, count]) => count > maxPerPackage)).toEqual([])
  })

  it('have an existing encoding, and header and records in order', () => {
    const isOrdered = ({ headerLines, firstRecordLine: first, lastRecordLine: last }: LaterLabel): boolean =>
      ordered(headerLines) && (headerLines.at(-1) ?? 0) < (first ?? Infinity) && (first ?? 0) <= (last ?? 0)
    expect(unseen.filter(([, entry]) => !isOrdered(entry) || !knownEncoding(entry.encoding))).toEqual([])
  })
})

describe('labels of the later set', () => {
  const later = [...readLaterLabels()]
  it('include at least 150 with other names, at most 20 per batch and 15 files per package', () => {
    expect(later.length).toBeGreaterThanOrEqual(150)
    expect([...readLaterBatches()].filter(([, entries]) => entries.size > 20)).toEqual([])
    const names = new Set([...labels, ...freshLabels].map(([name]) => name))
    expect(later.filter(([name]) => names.has(name))).toEqual([])
    const counts = new Map<string, number>()
    for (const [, { source }] of later) counts.set(source.package, (counts.get(source.package) ?? 0) + 1)
    expect([...counts].filter(([, count]) => count > 15)).toEqual([])
  })

  it('have an existing encoding, and header and records in order', () => {
    expect(later.filter(([, { encoding }]) => !knownEncoding(encoding))).toEqual([])
    const isOrdered = (entry: LaterLabel): boolean =>
      ordered(entry.headerLines) &&
      (entry.headerLines.at(-1) ?? 0) < (entry.firstRecordLine ?? 0) &&
      (entry.firstRecordLine ?? 0) <= (entry.lastRecordLine ?? 0)
    expect(later.filter(([, entry]) => !isOrdered(entry))).toEqual([])
  })
})

describe.each([
  ['published files', labels],
  ['the fresh set', freshLabels],
] as [string, [string, Label][]][])('labels of %s agree with themselves', (_, among) => {
  it('have an existing encoding', () => {
    expect(against((entry) => knownEncoding(entry.encoding), among)).toEqual([])
  })

  it('have header, first record, last record and notes in order', () => {
    expect(
      against(({ headerLines, firstRecordLine: first, lastRecordLine: last, notes, between }) => {
        const header = headerLines.at(-1) ?? 0
        if (first === null || last === null) return first === last && headerLines.length > 0 && between.length === 0
        return (
          ordered(headerLines) &&
          header < first &&
          first <= last &&
          rangesOrdered(notes) &&
          notes.every(([from]) => from > last) &&
          rangesOrdered(between) &&
          between.every(([from, to]) => from > header && to < last)
        )
      }, among),
    ).toEqual([])
  })

  it('count the lines before the table', () => {
    expect(
      against(
        ({ headerLines, firstRecordLine, preambleLines }) =>
          preambleLines === (headerLines[0] ?? firstRecordLine ?? 0) - 1,
        among,
      ),
    ).toEqual([])
  })

  it('have one type per column, and at most as many ragged records as lines', () => {
    expect(against(({ columns, types }) => types.length === columns, among)).toEqual([])
    expect(
      against(
        ({ raggedRows, firstRecordLine: first, lastRecordLine: last }) => raggedRows <= (last ?? 0) - (first ?? 1) + 1,
        among,
      ),
    ).toEqual([])
  })

  it('have a delimiter if there are columns, and an escape only with a quote', () => {
    expect(
      against(({ columns, delimiter, fixedWidth }) => columns === 1 || delimiter !== '' || fixedWidth === true, among),
    ).toEqual([])
    expect(against(({ quote, escape }) => quote !== '' || escape === '', among)).toEqual([])
  })

  it('give a reason for every doubt', () => {
    expect(
      against(
        ({ doubtful, doubtfulAbout, doubt }) =>
          doubtful === (doubtfulAbout.includes('header') || doubtfulAbout.includes('region')) &&
          (doubtfulAbout.length === 0 || doubt !== ''),
        among,
      ),
    ).toEqual([])
    expect(
      against(({ otherTables, tables }) => otherTables === undefined || otherTables.length < tables, among),
    ).toEqual([])
  })
})

const present = existsSync(archive)

describe.skipIf(!present)(
  `labels fit the files${present ? '' : ' (skipped: ../shared/messy/real.tar.xz is not here)'}`,
  () => {
    let folder = ''
    const bytesOf = (name: string): Buffer => readFileSync(join(folder, 'real', name))

    /** Physical lines without their ends. Latin-1 is sufficient for any code page, since only line ends matter. */
    const linesOf = (name: string, { encoding }: Label): string[] => {
      const text = bytesOf(name).toString(encoding === 'utf-16le' ? 'utf16le' : 'latin1')
      const lines = text.split(/\r\n|\n|\r/)
      return lines.at(-1) === '' ? lines.slice(0, -1) : lines
    }

    const full = (line: string | undefined): boolean => line !== undefined && /[^\s,;|]/.test(line)

    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'aw-labels-'))
      execFileSync('tar', ['-xJf', archive, '-C', folder])
    })
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true })
    })

    it('all lines of a label are within its file', () => {
      expect(
        against((entry, name) => {
          const count = linesOf(name, entry).length
          const named = [
            ...entry.headerLines,
            entry.firstRecordLine ?? 1,
            entry.lastRecordLine ?? 1,
            ...entry.notes.flat(),
            ...entry.between.flat(),
            ...(entry.otherTables ?? []).map((table) => table.lastRecordLine ?? 1),
          ]
          return named.every((line) => line <= count)
        }),
      ).toEqual([])
    })

    it('first and last record are not blank, and only notes or blank lines follow the last', () => {
      expect(
        against((entry, name) => {
          const lines = linesOf(name, entry)
          const { firstRecordLine: first, lastRecordLine: last } = entry
          if (first !== null && last !== null && !(full(lines[first - 1]) && full(lines[last - 1]))) return false
          const end = last ?? entry.headerLines.at(-1) ?? 0
          return lines.every(
            (line, at) => at < end || !full(line) || entry.notes.some(([from, to]) => at + 1 >= from && at + 1 <= to),
          )
        }),
      ).toEqual([])
    })

    it('the byte order mark and UTF-8 match the label', () => {
      const marked = (bytes: Buffer): boolean =>
        bytes.subarray(0, 3).toString('hex') === 'efbbbf' || /^(fffe|feff)/.test(bytes.subarray(0, 2).toString('hex'))
      expect(against((entry, name) => marked(bytesOf(name)) === entry.bom)).toEqual([])
      const strict = new TextDecoder('utf-8', { fatal: true })
      expect(
        against((entry, name) => {
          try {
            strict.decode(bytesOf(name))
            return entry.encoding === 'utf-8' || entry.encoding === 'utf-16le'
          } catch {
            // A file may end within a character; its label is then doubtful.
            return entry.encoding !== 'utf-8' || entry.doubtfulAbout.includes('encoding')
          }
        }),
      ).toEqual([])
    })

    it('the labeled line end occurs, and others only inside quoted cells', () => {
      expect(
        against(({ newline, encoding, quote }, name) => {
          const text = bytesOf(name).toString(encoding === 'utf-16le' ? 'utf16le' : 'latin1')
          const ends = new Set(text.match(/\r\n|\n|\r/g) ?? [])
          if (newline === '') return ends.size === 0
          if (newline === 'mixed') return ends.size > 1
          return ends.has(newline) && (ends.size === 1 || quote !== '')
        }),
      ).toEqual([])
    })
  },
)
