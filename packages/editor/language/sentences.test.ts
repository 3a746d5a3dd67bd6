import { describe, expect, it } from 'vitest'
import { sayBy } from './sentences.ts'

describe('sentences of others', () => {
  const say = sayBy(
    {
      'It has ‹rows› ‹row|rows› of `‹column›`.': 'Es hat ‹rows|Zeile|Zeilen› von `‹column›`.',
      '‹count› of ‹all› are gone: ‹reason›': '‹count#› von ‹all#› ‹count:ist|sind› weg: ‹reason*›',
      'It is late.': 'Es ist spät.',
      'Missing: ‹names›.': 'Es fehlen: ‹names&›.',
      'No row is left.': 'Keine Zeile bleibt.',
      '‹share› of them are gone.': '‹share#› davon sind weg.',
      '‹share› % is left.': '‹share#› % bleiben.',
    },
    'de',
  )

  it('take what stands for a value, as a number where it is one', () => {
    expect(say('It has 1 row of `a b`.')).toBe('Es hat 1 Zeile von `a b`.')
    expect(say('It has 12,345 rows of `a`.')).toBe('Es hat 12.345 Zeilen von `a`.')
    expect(say('It has many rows of `a`.')).toBeUndefined()
    expect(say('9.5 % of them are gone.')).toBe('9,5\u00a0% davon sind weg.')
    expect(say('0.0012 % of them are gone.')).toBe('0,0012\u00a0% davon sind weg.')
    expect(say('1.5 % is left.')).toBe('1,5 % bleiben.')
    expect(say('1 of 1,500 are gone: It is late.')).toBe('1 von 1.500 ist weg: Es ist spät.')
    expect(say('2 of 3 are gone: somebody said so')).toBe('2 von 3 sind weg: somebody said so')
  })

  it('write lists as the language does, and leave names whole', () => {
    expect(say('Missing: `a`, `b, and c` and `d`.')).toBe('Es fehlen: `a`, `b, and c` und `d`.')
    expect(say('Missing: x or y.')).toBe('Es fehlen: x oder y.')
  })

  it('follow one another', () => {
    expect(say('It is late. No row is left.')).toBe('Es ist spät. Keine Zeile bleibt.')
    expect(say('It is late. Nobody knows this one.')).toBeUndefined()
    expect(say('')).toBeUndefined()
  })

  it('have as many plural forms as the language', () => {
    const polish = sayBy({ '‹n› ‹row|rows›': '‹n|wiersz|few=wiersze|many=wierszy|other=wiersza›' }, 'pl')
    expect(['1 row', '3 rows', '5 rows', '22 rows', '1,000 rows'].map(polish)).toEqual([
      '1 wiersz',
      '3 wiersze',
      '5 wierszy',
      '22 wiersze',
      '1000 wierszy',
    ])
  })

  it('take a text of any length without being slow in it', () => {
    expect(say('It has '.repeat(5_000))).toBeUndefined()
    expect(say('`It is late` '.repeat(300))).toBeUndefined()
  })
})
