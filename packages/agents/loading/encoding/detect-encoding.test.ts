import { describe, expect, it } from 'vitest'
import { encodeLatin1, createMemoryFile } from '../../test-file.ts'
import { decodeText, detectEncoding, detectUnicode, toEncodingLabel, isUtf8 } from './detect-encoding.ts'
import { languagesByEncoding } from './alphabets.ts'
import { planLoad } from '../plan/plan-load.ts'
import { computeTextCost } from './compute-text-cost.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string, little: boolean): Uint8Array =>
  Uint8Array.from(
    [...text].flatMap((character) => {
      const code = character.codePointAt(0) as number
      return little ? [code & 255, code >> 8] : [code >> 8, code & 255]
    }),
  )

describe('detectEncoding', () => {
  it.each<[string, Uint8Array, string]>([
    ['ASCII', utf8('id,name\n1,Ann\n'), 'utf-8'],
    ['UTF-8', utf8('id,ville\n1,Orléans\n2,Nîmes\n'), 'utf-8'],
    ['UTF-8 with a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8('a,b\n')), 'utf-8'],
    ['UTF-16 with a byte order mark', Uint8Array.of(0xff, 0xfe, ...utf16('a,b\n1,2\n', true)), 'utf-16le'],
    ['UTF-16 little endian without one', utf16('name,city\nAnn,Rome\n', true), 'utf-16le'],
    ['UTF-16 big endian without one', utf16('name,city\nAnn,Rome\n', false), 'utf-16be'],
    [
      'German in windows-1252',
      encodeLatin1('Straße;Ort\nKönigsallee 1;Düsseldorf\nGroße Bleichen;München\n'),
      'windows-1252',
    ],
    ['French in windows-1252', encodeLatin1('nom,ville\nHélène,Besançon\nNoël,Nîmes\n'), 'windows-1252'],
    ['Spanish in windows-1252', encodeLatin1('nombre,ciudad\nJosé,León\nIñaki,Logroño\nMaría,Cádiz\n'), 'windows-1252'],
    [
      'quotes and a dash in windows-1252',
      encodeLatin1('note\nAnn\u0092s caf\u00e9 \u0096 closed\n\u0093open\u0094 since\n'),
      'windows-1252',
    ],
    // Daněk, Mělník, muž, Miličín, Příbram, Žďár, řeka
    [
      'Czech in windows-1250',
      encodeLatin1(
        'jmeno;mesto\nDan\u00eck;M\u00eclník\nmu\u009e;Mili\u00e8ín\nP\u00f8íbram;\u008e\u00efár\n\u00f8eka;\u009aest\n',
      ),
      'windows-1250',
    ],
    // Москва, Россия, Новосибирск
    [
      'Russian in windows-1251',
      encodeLatin1(
        'city\n\u00cc\u00ee\u00f1\u00ea\u00e2\u00e0\n\u00d0\u00ee\u00f1\u00f1\u00e8\u00ff\n\u00cd\u00ee\u00e2\u00ee\u00f1\u00e8\u00e1\u00e8\u00f0\u00f1\u00ea\n',
      ),
      'windows-1251',
    ],
    // 価格, 日本語, テスト
    [
      'Japanese in Shift_JIS',
      encodeLatin1(
        'id,text\n1,\u0089\u00bf\u008a\u0069\n2,\u0093\u00fa\u0096\u007b\u008c\u00ea\n3,\u0083\u0065\u0083\u0058\u0083\u0067\n',
      ),
      'shift_jis',
    ],
  ])('finds %s', (_, bytes, expected) => {
    expect(detectEncoding([bytes]).encoding).toBe(expected)
  })

  it('detects UTF-8 despite a few invalid bytes, and counts them', () => {
    const good = utf8('é'.repeat(100) + '\n')
    const detected = detectEncoding([Uint8Array.of(...good, 0xe9, 10)])
    expect(detected).toMatchObject({ encoding: 'utf-8', invalidSequences: 1 })
  })

  it.each([
    ['Stärke\n', 1],
    ['Stärke, Größe\n', 3],
  ])('counts the non-ASCII characters of %j', (text, characters) => {
    expect(detectEncoding([encodeLatin1(text)]).evidence.reason).toEqual({
      code: 'loading.encoding-most-plausible',
      params: { characters },
    })
  })

  it('detects and counts lines in a different encoding among UTF-8', () => {
    const lines = ['ville;région', 'Besançon;Franche-Comté', 'Nîmes;Occitanie', 'Orléans;Centre', 'Sète;Hérault']
    const mixed = lines.flatMap((line, index) => [...(index === 3 ? encodeLatin1(line) : utf8(line)), 10])
    const detected = detectEncoding([Uint8Array.from(mixed)])
    expect(detected).toMatchObject({ encoding: 'utf-8/windows-1252', invalidSequences: 1 })
    expect(detected.evidence.reason).toEqual({
      code: 'loading.encoding-mixed',
      params: { good: 4, bad: 1, encoding: 'windows-1252' },
    })
    expect(decodeText(Uint8Array.from(mixed), detected.encoding)).toBe(`${lines.join('\n')}\n`)
  })

  it('accepts UTF-8 sequences that are cut at the edge of a sample', () => {
    const bytes = utf8('é€😀 and so on 😀')
    for (let cut = 0; cut < 4; cut++) {
      expect(isUtf8(bytes.subarray(0, bytes.length - cut))).toBe(true)
      expect(isUtf8(bytes.subarray(cut))).toBe(true)
    }
  })

  it('lists alternatives', () => {
    const { evidence } = detectEncoding([encodeLatin1('Straße\nKönigsallee\n')])
    expect(evidence.runnersUp.length).toBeGreaterThan(0)
    expect(evidence.confidence).toBeLessThan(1)
  })
})

it('decodeText decodes windows-1252 by the web standard, also in Node', () => {
  expect(decodeText(Uint8Array.of(0x80, 0x92, 0x93), 'windows-1252')).toBe('€’“')
})

it('toEncodingLabel accepts aliases and rejects unknown names', () => {
  expect(toEncodingLabel('Latin1')).toBe('windows-1252')
  expect(toEncodingLabel(' UTF8 ')).toBe('utf-8')
  expect(toEncodingLabel('klingon')).toBeUndefined()
})

it('computeTextCost is lowest for the correct decoding of the same bytes', () => {
  const costs = (bytes: number[], encodings: string[]): string[] =>
    encodings
      .map((encoding) => ({
        text: decodeText(Uint8Array.from(bytes), encoding),
        cost: computeTextCost(decodeText(Uint8Array.from(bytes), encoding), languagesByEncoding[encoding] ?? []).cost,
      }))
      .sort((a, b) => a.cost - b.cost)
      .map(({ text }) => text)
  // Žluťoučký kůň, in windows-1250
  const czech = [0x8e, 0x6c, 0x75, 0x9d, 0x6f, 0x75, 0xe8, 0x6b, 0xfd, 0x20, 0x6b, 0xf9, 0xf2]
  expect(costs(czech, ['windows-1252', 'windows-1250', 'ibm852', 'macintosh'])[0]).toBe('Žluťoučký kůň')
  // Großstadt, in code page 850
  const german = [0x47, 0x72, 0x6f, 0xe1, 0x73, 0x74, 0x61, 0x64, 0x74, 0x20, 0x4b, 0x94, 0x6c, 0x6e]
  expect(costs(german, ['windows-1252', 'ibm850', 'macintosh', 'windows-1250'])[0]).toBe('Großstadt Köln')
})

describe('detectUnicode', () => {
  const utf32 = (text: string): Uint8Array =>
    Uint8Array.from([...text].flatMap((character) => [character.charCodeAt(0), character.charCodeAt(0) >> 8, 0, 0]))

  it('detects UTF-32 with and without a byte order mark, and UTF-16 whose letters have no NUL bytes', () => {
    expect(detectUnicode(utf32('\ufeffid,name\n'))).toMatchObject({ encoding: 'utf-32le', bomLength: 4 })
    expect(detectUnicode(utf32('id,name\n1,Ωmega\n'))).toMatchObject({ encoding: 'utf-32le', bomLength: 0 })
    expect(detectUnicode(utf16('都道府県,総人口\n北海道,5224614\n', false))).toMatchObject({ encoding: 'utf-16be' })
    expect(detectUnicode(utf16('Регион;Центр\nКурская область;Курск\n', true))).toMatchObject({ encoding: 'utf-16le' })
  })

  it('detects nothing in binary numbers, or without NUL bytes', () => {
    expect(detectUnicode(Uint8Array.from({ length: 400 }, (_, index) => (index % 2 ? 0 : index % 31)))).toBeUndefined()
    expect(detectUnicode(new Uint8Array(64))).toBeUndefined()
    expect(detectUnicode(utf8('a,b\n1,2\n'))).toBeUndefined()
  })
})

it('detects ISO-2022-JP by its escape sequences', () => {
  const bytes = Uint8Array.of(0x61, 0x2c, 0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42, 0x0a)
  expect(detectEncoding([bytes])).toMatchObject({ encoding: 'iso-2022-jp' })
  expect(decodeText(bytes, 'iso-2022-jp')).toBe('a,日\n')
})

describe('isUtf8', () => {
  it('rejects an invalid byte at any position', () => {
    for (let offset = 0; offset < 5; offset++) {
      for (let at = 0; at < 9; at++) {
        const bytes = new Uint8Array(offset + 12).fill(0x61).subarray(offset)
        expect(isUtf8(bytes)).toBe(true)
        bytes[at] = 0xff
        expect(isUtf8(bytes), `${offset} ${at}`).toBe(false)
      }
    }
  })
})

it('isUtf8 accepts short slices at any offset', () => {
  const bytes = new TextEncoder().encode('abcdefgh')
  for (let at = 0; at < 8; at++) for (let end = at; end <= 8; end++) expect(isUtf8(bytes.subarray(at, end))).toBe(true)
})

describe('an encoding detected from few characters', () => {
  it('is reported as uncertain with an example line', async () => {
    const bytes = encodeLatin1('name,town\nAnn,Rome\nRen\xe9,Paris\n')
    expect(detectEncoding([bytes])).toMatchObject({
      encoding: 'windows-1252',
      uncertainty: { line: 'René,Paris', characterCount: 1, validCount: 0, invalidCount: 1 },
    })
    const { filePlan } = await planLoad(createMemoryFile('few.csv', bytes), { exact: true })
    expect(filePlan?.warnings[0]).toMatchObject({ code: 'load.encoding-uncertain', severity: 'info' })
  })

  it('is a warning if some characters are UTF-8', async () => {
    const bytes = encodeLatin1('name,town\nJos\xc3\xa9,M\xc3\xa9rida\nRen\xe9,Paris\n')
    const { filePlan } = await planLoad(createMemoryFile('mixed.csv', bytes), { exact: true })
    expect(filePlan?.warnings[0]).toMatchObject({ code: 'load.encoding-uncertain', severity: 'warning' })
    expect(filePlan?.warnings[0]?.params).toMatchObject({ good: 2, bad: 1 })
  })

  it('is certain with more characters', () => {
    const text = 'name,town\nRen\xe9,K\xf6ln\nJos\xe9,N\xeemes\nZo\xeb,M\xe1laga\n'
    expect(detectEncoding([encodeLatin1(text)]).uncertainty).toBeUndefined()
  })
})
